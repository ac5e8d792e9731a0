import type { FailureReason } from '../core/ports.ts';
import { type Cause, outcomeOf, RunFailure } from '../core/record/outcome.ts';
import type { JourneyKind, StepRecord } from '../core/record/run-record.ts';
import type { AttemptRequest, AttemptResult } from '../core/journey/attempt.ts';
import { roundMicroseconds } from '../core/run/step-tracker.ts';
import type { Silence } from './answer-watch.ts';
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
    | 'concluding'
    | 'settling'
    | Silence
    | 'time'
    | 'memory'
    | 'stopped'
    | 'unclean'
    | 'protocol'
    | null;
  /** What it sent that the sandbox cannot accept; null: nothing. */
  readonly breach: string | null;
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
  const body = isResultKept(loss) ? ledger.result : null;

  return { ...base, steps: inOrder(steps), error, durationMs, ...body };
}

/** What a process writes that got no memory from the system, whatever its heap holds. */
const SYSTEM_MEMORY = /bad_alloc|Committing semi space failed|MemoryChunk|process out of memory/i;
/** Starting a browser takes nearly all of the time that a runner needs. */
const NOT_READY: Readonly<Record<JourneyKind, Cause>> = {
  api: 'monitor.crash',
  browser: 'monitor.browser',
};
const STOPPED: FailureReason = {
  cause: 'monitor.crash',
  message: 'The platform was stopped during this run',
};

function isResultKept({ killedFor }: Loss): boolean {
  return killedFor !== 'stopped' && killedFor !== 'protocol';
}

function lossReason(request: AttemptRequest, ledger: LedgerReading, loss: Loss): FailureReason {
  const { killedFor } = loss;

  if (killedFor === 'flooded') return floodedFailure(ledger);
  if (killedFor === 'deadline' || killedFor === 'blocked') return blockedFailure(request, ledger);

  if (killedFor === 'opening') return notReadyFailure(request);

  return endReason(killedFor, ledger, loss);
}

function endReason(
  killedFor: Exclude<Loss['killedFor'], Silence | 'opening'>,
  ledger: LedgerReading,
  loss: Loss,
): FailureReason {
  switch (killedFor) {
    case 'memory':
      return { cause: 'journey.memory', message: 'The journey used more memory than its limit' };
    case 'time':
      return {
        cause: 'monitor.timeout',
        message: `The run was stopped${during(ledger)}: the runner's time was used up`,
      };
    case 'stopped':
      return STOPPED;
    case 'protocol':
      return breachFailure(ledger, loss);
    case 'concluding':
    case 'settling':
    case 'unclean':
    case null:
      return exitFailure(ledger, loss);
  }
}

function breachFailure(ledger: LedgerReading, { breach }: Loss): FailureReason {
  return {
    cause: 'monitor.crash',
    message: `The runner process sent a message that is not valid${during(ledger)}: ${breach ?? 'unknown'}. The journey, or a package that it uses, changes how its process works`,
  };
}

function notReadyFailure({ plan }: AttemptRequest): FailureReason {
  return {
    cause: NOT_READY[plan.kind],
    message: 'The runner was not ready to start the journey in time',
  };
}

function exitFailure(ledger: LedgerReading, loss: Loss): FailureReason {
  if (SYSTEM_MEMORY.test(loss.stderr)) {
    return {
      cause: 'monitor.memory',
      message: `The runner process got no memory from this machine${during(ledger)}`,
    };
  }
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

function blockedFailure(request: AttemptRequest, ledger: LedgerReading): FailureReason {
  return {
    cause: 'journey.timeout',
    message: `The journey blocked the event loop${during(ledger)} and was stopped after its time-out of ${request.timeoutMs / 1000} s: look for a loop that never ends or never awaits`,
  };
}

function floodedFailure(ledger: LedgerReading): FailureReason {
  return {
    cause: 'target.unresponsive',
    message: `The page does not respond${during(ledger)}: it makes its browser report more events than a run can take in`,
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
