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

/** One run that was asked for: whose, and where. */
export interface InvokeTarget {
  readonly plan: JourneyPlan;
  readonly stage: string;
  readonly region: string;
  readonly functionName: string;
  readonly runId: string;
}

/** How it went: the run's record, or why there is none. */
export type Invoked =
  | { readonly kind: 'record'; readonly target: InvokeTarget; readonly record: RunRecord }
  | {
      readonly kind: 'refused';
      readonly target: InvokeTarget;
      readonly cause: Cause;
      readonly message: string;
    };

/** What a runner is sent. */
export function eventOf({ plan, runId }: InvokeTarget): RunnerEvent {
  return { journey: plan.name, kind: plan.kind, runId };
}

/** Makes a record of an answer. A runner that died has one as well: `errored`, and why. */
export function readAnswer(answer: RunnerAnswer, target: InvokeTarget, nowMs: number): Invoked {
  switch (answer.kind) {
    case 'unreached':
      return { ...answer, kind: 'refused', target };
    case 'died':
      return diedOf(answer, target, nowMs);
    case 'answered': {
      // A record travels packed in messages, and plain in answers.
      const message = { waywiser: 1, kind: 'run', record: answer.payload };
      const reading = readRunMessage(message, (text) => text);
      if (reading.kind === 'record') return { kind: 'record', target, record: reading.record };
      const reason = reading.kind === 'unreadable' ? reading.reason : 'it is of another kind';
      const where = `"${target.functionName}:${LIVE_ALIAS}" in ${target.region}`;

      return {
        kind: 'refused',
        target,
        cause: 'monitor.unknown',
        message: `Cannot read what ${where} answered: ${reason}; expected a run record that this version of waywiser knows`,
      };
    }
  }
}

/** A record for those who count records (JUnit): the run that nobody could have. */
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

/** Lambda tells those who wait what it would have told the destination of those who do not. */
function diedOf(
  { payload, requestId }: Extract<RunnerAnswer, { readonly kind: 'died' }>,
  target: InvokeTarget,
  nowMs: number,
): Invoked {
  const { region, functionName } = target;
  const message = { id: requestId, body: '', attributes: {}, sentAtMs: nowMs, receipt: '' };
  const reading = readLambdaFailure(
    message,
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
  const reason = `Cannot tell how the run ended: function "${functionName}" in ${region} failed, and its answer cannot be read`;

  return { kind: 'refused', target, cause: 'monitor.crash', message: reason };
}
