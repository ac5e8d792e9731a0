import type { FailureReason } from '../core/ports.ts';
import { outcomeOf, RunFailure } from '../core/record/outcome.ts';
import type { StepRecord } from '../core/record/run-record.ts';
import type { AttemptRequest, AttemptResult } from '../core/journey/attempt.ts';
import { roundMicroseconds } from '../core/run/step-tracker.ts';
import type { LedgerReading } from './attempt-ledger.ts';
import { refusedResult } from './refused-result.ts';

/** How a worker process ended during an attempt. */
export interface Loss {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The end of what the process wrote, with secrets replaced: it is cut further. */
  readonly stderr: string;
  /** Why the sandbox killed it; null if it exited by itself. */
  readonly killedFor:
    | 'opening'
    | 'deadline'
    | 'settling'
    | 'time'
    | 'memory'
    | 'stopped'
    | 'unclean'
    | null;
}

/** What V8 writes when the heap is full. */
const HEAP_FULL = /heap out of memory|invalid (array|table) size|Reached heap limit/i;

/** The result of an attempt whose worker is lost, built from the progress that it had reported. */
export function lostAttempt(
  request: AttemptRequest,
  ledger: LedgerReading,
  loss: Loss,
): AttemptResult {
  const reason = lossReason(request, ledger, loss);
  const at = ledger.open.at(-1)?.at ?? null;
  const base = refusedResult(request, new RunFailure(reason.cause, reason.message), at);
  const steps = [...ledger.ended, ...cutSteps(ledger, reason)];
  const durationMs = roundMicroseconds(ledger.elapsedMs);
  const error =
    base.error === null ? null : { ...base.error, step: ledger.open.at(-1)?.name ?? null };
  // The body had ended: only the observations that are collected afterwards are lost.
  const body = loss.killedFor === 'stopped' ? null : ledger.result;

  return { ...base, steps: inOrder(steps), error, durationMs, ...body };
}

function lossReason(request: AttemptRequest, ledger: LedgerReading, loss: Loss): FailureReason {
  switch (loss.killedFor) {
    case 'deadline':
      return unresponsiveFailure(request, ledger);
    case 'memory':
      return { cause: 'journey.memory', message: 'The journey used more memory than its limit' };
    case 'opening':
      return {
        cause: 'monitor.browser',
        message: 'The runner was not ready to start the journey in time',
      };
    case 'time':
      return {
        cause: 'monitor.timeout',
        message: `The run was stopped${during(ledger)}: the runner's time was used up`,
      };
    case 'stopped':
      return {
        cause: 'monitor.crash',
        message: 'The platform was stopped during this run',
      };
    case 'settling':
    case 'unclean':
    case null:
      return exitFailure(ledger, loss);
  }
}

function exitFailure(ledger: LedgerReading, loss: Loss): FailureReason {
  if (HEAP_FULL.test(loss.stderr) && ledger.started) {
    return {
      cause: 'journey.memory',
      message: `The journey ran out of memory${during(ledger)}: a value grows without limit`,
    };
  }
  if (loss.signal === null && ledger.started) {
    return {
      cause: 'journey.exited',
      message: `The journey ended its process${during(ledger)} with exit code ${loss.code ?? 'unknown'}`,
    };
  }
  const how =
    loss.signal === null ? `exit code ${loss.code ?? 'unknown'}` : `signal ${loss.signal}`;
  const output = loss.stderr.trim().split('\n').slice(-3).join(' ').slice(0, 500);

  return {
    cause: 'monitor.crash',
    message: `The runner process ended with ${how}${during(ledger)}${output === '' ? '' : `: ${output}`}`,
  };
}

function unresponsiveFailure(request: AttemptRequest, ledger: LedgerReading): FailureReason {
  return {
    cause: 'journey.timeout',
    message: `The journey blocked the event loop${during(ledger)} and was stopped after its time-out of ${request.timeoutMs / 1000} s: look for a loop that never ends or never awaits`,
  };
}

function during(ledger: LedgerReading): string {
  const step = ledger.open.at(-1);

  return step === undefined ? '' : ` in step "${step.name}"`;
}

function cutSteps(ledger: LedgerReading, reason: FailureReason): readonly StepRecord[] {
  return ledger.open.map(({ name, parent, startMs }) => ({
    name,
    parent,
    outcome: outcomeOf(reason.cause),
    startMs,
    durationMs: roundMicroseconds(Math.max(0, ledger.elapsedMs - startMs)),
  }));
}

function inOrder(steps: readonly StepRecord[]): readonly StepRecord[] {
  return steps.toSorted((a, b) => a.startMs - b.startMs);
}
