import { shortUrl } from '../../core/base/short-url.ts';
import type { ProbeOptions, ProbeResult } from '../../core/journey/checks/probe.ts';
import { parseDuration } from '../../core/journey/duration.ts';
import { RunFailure } from '../../core/record/outcome.ts';
import { asError } from '../base/node-error.ts';
import { isSecure, openConnection } from '../http/connection.ts';
import { limitFailure, unknownFailure } from '../http/failure.ts';
import type { LoggedRequest } from '../http/request-log.ts';
import { DIRECT } from '../http/route.ts';
import { LimitReached, startTimeLimit } from '../http/time-limit.ts';
import type { Probe, ProbePlan, ProbeRun, ProbeSession } from './probe.ts';

/** One call of a probe, as the author wrote it. */
export interface ProbeCall<Options> {
  readonly target: string;
  readonly options: Options;
}

/** Runs a probe as one request of the session. Throws a RunFailure that names the request. */
export async function runProbe<Options extends ProbeOptions, Facts extends object>(
  probe: Probe<Options, Facts>,
  call: ProbeCall<Options>,
  session: ProbeSession,
): Promise<Facts & ProbeResult> {
  const { plan, timeoutMs } = planned(probe, call, session);
  // The trust store is read before the request is timed, as that of the base URL is.
  if (isSecure(plan.url)) session.connection.contextFor(plan.url);
  const limit = startTimeLimit(timeoutMs, session.frame, session.closed);
  const entry = session.log.open(probe.method, plan.url, probe.resourceType);
  try {
    const facts = await plan.run(probeRun(plan, { session, entry, limit }));
    entry.end(null);

    return { ...facts, timings: entry.record() };
  } catch (error) {
    throw ended(error, entry);
  } finally {
    limit.release();
  }
}

function planned<Options extends ProbeOptions, Facts>(
  { method, plan }: Probe<Options, Facts>,
  { target, options }: ProbeCall<Options>,
  session: ProbeSession,
): { readonly plan: ProbePlan<Facts>; readonly timeoutMs: number | null } {
  try {
    const made = plan(target, options, session);

    return { plan: made, timeoutMs: timeoutOf(options) ?? made.timeoutMs ?? null };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const message = `Cannot probe ${method} "${shortUrl(session.redact(target))}": ${error.message}`;
    throw new RunFailure('journey.exception', message, { cause: error });
  }
}

function timeoutOf({ timeout }: ProbeOptions): number | null {
  if (timeout === undefined) return null;
  const parsed = parseDuration(timeout);
  if (parsed.kind === 'valid') return parsed.ms;
  throw new TypeError(`its timeout is "${timeout}": ${parsed.message}`);
}

function probeRun(
  { url, route = DIRECT }: ProbePlan<unknown>,
  parts: Pick<ProbeRun, 'session' | 'entry' | 'limit'>,
): ProbeRun {
  const { session, entry, limit } = parts;

  return {
    ...parts,
    connect: async ({ alpn = [] } = {}) => {
      session.admit(url);
      if (route.dial !== null) session.admit(route.dial);

      return openConnection({ url, route, entry, limit, alpn }, session.connection);
    },
  };
}

/** Ends the request's log entry and returns the error for the journey. */
function ended(error: unknown, entry: LoggedRequest): RunFailure {
  entry.clock.stop();
  const failure = failureOf(error, entry);
  entry.end(failure.message);

  return new RunFailure(failure.code, `${entry.title}: ${failure.message}`, { cause: failure });
}

function failureOf(error: unknown, entry: LoggedRequest): RunFailure {
  if (error instanceof LimitReached) return limitFailure(error, entry);

  return error instanceof RunFailure ? error : unknownFailure(asError(error));
}
