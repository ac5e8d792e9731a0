import type { RunnerAnswer } from '../../adapters/lambda/lambda-runner.ts';
import type { RunnerEvent } from '../../core/deploy/runner-event.ts';
import { LIVE_ALIAS } from '../../core/deploy/names.ts';
import type { JourneyPlan } from '../../core/journey/plan.ts';
import type { Cause } from '../../core/record/outcome.ts';
import type { RunRecord } from '../../core/record/run-record.ts';
import { readLambdaFailure } from '../../core/recorder/lambda-failure.ts';
import { parsedJson } from '../../core/base/plain-data.ts';
import { readRunMessage } from '../../core/recorder/run-message.ts';
import { synthesisedRecord } from '../../core/recorder/synthesised-record.ts';

/** One requested run: its journey, region and function. */
export interface InvokeTarget {
  readonly plan: JourneyPlan;
  readonly stage: string;
  readonly region: string;
  readonly functionName: string;
  readonly runId: string;
}

/** The result of an invocation: the run's record, or the reason why there is none. */
export type Invoked =
  | { readonly kind: 'record'; readonly target: InvokeTarget; readonly record: RunRecord }
  | {
      readonly kind: 'refused';
      readonly target: InvokeTarget;
      readonly cause: Cause;
      readonly message: string;
    };

/** The event for a runner function. */
export function eventOf({ plan, runId }: InvokeTarget): RunnerEvent {
  return { journey: plan.name, kind: plan.kind, runId };
}

/** Turns a function's response into a result. A runner that failed gives a record with outcome `errored`. */
export function readAnswer(answer: RunnerAnswer, target: InvokeTarget, nowMs: number): Invoked {
  switch (answer.kind) {
    case 'unreached':
      return { ...answer, kind: 'refused', target };
    case 'died':
      return diedOf(answer, target, nowMs);
    case 'answered': {
      // Records are compressed in messages, and plain in responses.
      const message = { waywiser: 1, kind: 'run', record: answer.payload };
      const reading = readRunMessage(message, target, (text) => text);
      if (reading.kind === 'record') return { kind: 'record', target, record: reading.record };
      const reason = reading.kind === 'unreadable' ? reading.reason : 'it is not a run record';
      const where = `"${target.functionName}:${LIVE_ALIAS}" in ${target.region}`;

      return {
        kind: 'refused',
        target,
        cause: 'monitor.unknown',
        message: `Cannot read the response of ${where}: ${reason}; expected a run record of this version of waywiser`,
      };
    }
  }
}

/** A record for JUnit reports, also for runs without a result. */
export function recordOf(invoked: Invoked, nowMs: number): RunRecord {
  if (invoked.kind === 'record') return invoked.record;
  const { target, cause, message } = invoked;

  return synthesisedRecord(
    {
      event: eventOf(target),
      slot: null,
      kind: target.plan.kind,
      cause,
      message,
      reportedAtMs: nowMs,
      requestId: target.runId,
    },
    target,
  );
}

/** Reads a function error in the same way as the failure destination of asynchronous invocations. */
function diedOf(
  { payload, requestId }: Extract<RunnerAnswer, { readonly kind: 'died' }>,
  target: InvokeTarget,
  nowMs: number,
): Invoked {
  const { region, functionName } = target;
  const reading = readLambdaFailure(
    { sentAtMs: nowMs },
    {
      timestamp: new Date(nowMs).toISOString(),
      requestContext: {
        condition: 'FunctionError',
        requestId,
        functionArn: `arn:aws:lambda:${region}::function:${functionName}:${LIVE_ALIAS}`,
      },
      requestPayload: eventOf(target),
      responsePayload: parsedJson(payload) ?? {},
    },
    target,
  );
  if (reading.kind === 'record') return { kind: 'record', target, record: reading.record };
  const reason = `Cannot determine the result of the run: function "${functionName}" in ${region} failed, and its response cannot be read`;

  return { kind: 'refused', target, cause: 'monitor.crash', message: reason };
}
