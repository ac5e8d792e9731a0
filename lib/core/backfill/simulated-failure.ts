import { UNMEASURED_PHASES } from '../record/unmeasured-phases.ts';
import { type Cause, outcomeOf } from '../record/outcome.ts';
import type { RequestRecord, RunRecord } from '../record/run-record.ts';
import { noReading } from '../run/instrument.ts';
import { roundMicroseconds } from '../run/step-tracker.ts';

/** Cause and position of a failure in a simulated run. */
export interface SimulatedFailure {
  readonly cause: Cause;
  /** Position of the failing request among the run's requests, 0 to 1. */
  readonly place: number;
}

/** Shares of runs that fail without an injected change. */
const RANDOM_FAILURES: readonly (readonly [Cause, number])[] = [
  ['target.status', 0.0025],
  ['target.timeout', 0.0007],
  ['monitor.network', 0.0008],
];
const ERRORED_MS = 30;

/** Draws a random failure; null for nearly all runs. */
export function randomFailure(luck: number, place: number): SimulatedFailure | null {
  let limit = 0;
  for (const [cause, share] of RANDOM_FAILURES) {
    limit += share;
    if (luck < limit) return { cause, place };
  }

  return null;
}

/** Applies a failure to a run: everything after it is removed. */
export function withFailure(
  run: RunRecord,
  failure: SimulatedFailure,
  timeoutMs: number,
): RunRecord {
  const { cause } = failure;
  if (outcomeOf(cause) === 'errored') return errored(run, cause);
  const index = Math.floor(failure.place * run.requests.length);
  const request = run.requests[index];
  if (request === undefined) return errored(run, 'monitor.unknown');
  const failed = failedRequest(request, cause, timeoutMs);
  const durationMs =
    cause === 'target.timeout' ? timeoutMs : roundMicroseconds(failed.startMs + failed.totalMs);
  const message = `${describeFailure(cause)}: ${request.method} ${request.url}`;
  const steps = run.steps
    .filter(({ startMs }) => startMs <= request.startMs)
    .map((step) =>
      step.name === request.step
        ? {
            ...step,
            outcome: 'failed' as const,
            durationMs: roundMicroseconds(durationMs - step.startMs),
          }
        : step,
    );

  return {
    ...ended(run, { cause, message, durationMs, step: request.step }),
    steps,
    requests: [
      ...run.requests.slice(0, index).filter(({ startMs }) => startMs < request.startMs),
      failed,
    ],
    vitals: run.vitals && { navigations: [] },
  };
}

/** An `errored` run: the measuring machine had no network. */
function errored(run: RunRecord, cause: Cause): RunRecord {
  const message = 'The measuring machine had no network';

  return {
    ...ended(run, { cause, message, durationMs: ERRORED_MS, step: null }),
    steps: [],
    requests: [],
    vitals: run.vitals && { navigations: [] },
    instrument: noReading(run.instrument.nodeVersion),
  };
}

function ended(
  run: RunRecord,
  end: {
    readonly cause: Cause;
    readonly message: string;
    readonly durationMs: number;
    readonly step: string | null;
  },
): RunRecord {
  const { cause, message, durationMs, step } = end;
  const outcome = outcomeOf(cause);

  return {
    ...run,
    outcome,
    cause,
    error: { message, step, file: null, line: null, column: null },
    durationMs,
    attempts: 1,
    attemptList: [{ outcome, cause, message, durationMs }],
    flaky: false,
    checks: 0,
  };
}

function failedRequest(request: RequestRecord, cause: Cause, timeoutMs: number): RequestRecord {
  if (cause === 'target.status') return { ...request, status: 503 };
  const totalMs =
    cause === 'target.timeout'
      ? roundMicroseconds(timeoutMs - request.startMs)
      : (request.phases.dnsMs ?? 1);

  const { server: _server, ...asked } = request;

  return {
    ...asked,
    status: null,
    phases: { ...UNMEASURED_PHASES, unaccountedMs: totalMs },
    totalMs,
    sizeBytes: null,
    connection: cause === 'target.connect' ? 'none' : request.connection,
    remoteAddress: null,
    protocol: null,
    tls: null,
    error: describeFailure(cause),
  };
}

function describeFailure(cause: Cause): string {
  if (cause === 'target.status') return 'Responded with status 503';

  return cause === 'target.timeout'
    ? 'No complete response within the time-out of the journey'
    : 'Could not connect';
}
