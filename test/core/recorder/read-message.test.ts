import { gzipSync } from 'node:zlib';
import { gunzipText } from '../../../lib/adapters/gzip/gunzip-text.ts';
import type { RunRecord } from '../../../lib/core/record/run-record.ts';
import type { QueueMessage } from '../../../lib/core/record/queue-message.ts';
import type { MessageReading } from '../../../lib/core/recorder/message-reading.ts';
import { readMessage } from '../../../lib/core/recorder/read-message.ts';
import {
  deadLetter,
  lambdaFailure,
  queueMessageOf,
  runMessage,
  SENT_AT_MS,
} from '../../support/queue-messages.ts';
import { slotRunId } from '../../../lib/core/store/run-id.ts';
import { runRecord } from '../../support/run-records.ts';

/** The identity of a record that another region's recorder would take. */
const abroad = {
  journey: 'checkout',
  region: 'us-east-1',
  scheduledAt: '2026-11-22T16:45:00.000Z',
  runId: slotRunId('checkout', 'us-east-1', '2026-11-22T16:45:00.000Z'),
};

const EVENT = {
  journey: 'checkout',
  kind: 'browser',
  version: 'a1b2c3',
  scheduledAt: '2026-11-22T16:45:00Z',
};

describe('readMessage() of a lost tick between two slots', () => {
  // Of every seven minutes, "checkout" in eu-west-1 has slots at 16:46 and 16:53.
  const uneven = { ...EVENT, everyMinutes: 7 };

  it.each([
    ['16:46:00', 'record'],
    ['16:47:00', 'surplus'],
    ['16:52:59', 'surplus'],
    ['16:53:37', 'record'],
  ])('is %s UTC of kind %s', (time, kind) => {
    const event = { ...uneven, scheduledAt: `2026-11-22T${time}Z` };

    expect(read(deadLetter(event)).kind).toBe(kind);
    expect(read(lambdaFailure({ event })).kind).toBe(kind);
  });

  it('loses no slot when the event has no rate', () => {
    expect(read(deadLetter({ ...EVENT, scheduledAt: '2026-11-22T16:47:00Z' })).kind).toBe('record');
  });
});

describe('readMessage() of a run message', () => {
  it('gives the record as it was, to be used at once', () => {
    const record = runRecord({ pageErrors: ['\uD800', 'é'], durationMs: 1e-200 });

    const reading = read(runMessage(record, { metrics: ['lcp'], zip }));

    expect(reading).toEqual({
      kind: 'record',
      record,
      rank: 'run',
      duty: 'runner',
      metrics: ['lcp'],
      holdUntilMs: 0,
    });
  });

  it.each<[string, unknown, string]>([
    ['no record', { waywiser: 1, kind: 'run' }, 'it has no record'],
    ['a record that is not packed', { waywiser: 1, kind: 'run', record: '{}' }, 'cannot be read'],
    ['a list', packed([]), 'schema undefined'],
    ['a record of no journey', packed({ ...runRecord(), journey: '' }), 'no journey'],
    ['another slot', packed({ ...runRecord(), scheduledAt: '2026-11-22T16:50:00Z' }), 'run id'],
    ['no slot', packed({ ...runRecord(), scheduledAt: null }), 'not on demand'],
    ['another region', packed({ ...runRecord(), ...abroad }), 'of region "us-east-1"'],
    ['no instant', packed(onDemand('x')), 'none of a run on demand'],
    [
      'the id of another journey',
      packed(onDemand('other-eu-west-1-20261122T164500Z-k3x9')),
      'none of a run on demand',
    ],
    ['outcome missing', packed({ ...runRecord(), outcome: 'missing' }), 'outcome "missing"'],
    ['another version', { waywiser: '2', kind: 'run' }, 'version "2"'],
    ['a kind of none', { waywiser: 1, kind: 'walk' }, 'kind "walk"'],
    ['half a schema more', packed({ ...runRecord(), schema: 1.5 }), 'schema 1.5'],
    ['a cause that is no text', packed({ ...runRecord(), cause: 7 }), 'cause 7'],
    ['no start', packed({ ...runRecord(), startedAt: undefined }), 'when it started'],
    ['no steps', packed({ ...runRecord(), steps: null }), 'no list of steps'],
    [
      'an endless number',
      { waywiser: 1, kind: 'run', record: zip('{"schema":1,"durationMs":1e999}') },
      'durationMs is Infinity',
    ],
  ])('is unreadable when it has %s', (_, body, reason) => {
    expect(read(queueMessageOf(body))).toEqual({
      kind: 'unreadable',
      reason: expect.stringContaining(reason),
    });
  });

  it('counts entries of lists that cannot be read as omitted', () => {
    const body = { ...packed({ ...runRecord(), steps: [null] }), metrics: ['step:pay'] };

    expect(read(queueMessageOf(body))).toMatchObject({
      kind: 'record',
      record: { ...runRecord(), steps: [], omitted: { steps: 1 } },
    });
  });

  it('is unreadable when its record would fill the memory', () => {
    const bomb = gzipSync(Buffer.alloc(40_000_000)).toString('base64');

    const reading = read(queueMessageOf({ waywiser: 1, kind: 'run', record: bomb }));

    expect(reading.kind).toBe('unreadable');
  });
});

describe('readMessage() of a failed invocation', () => {
  it.each([
    ['Sandbox.Timedout', 'Task timed out after 70.00 seconds', 'monitor.timeout'],
    ['Function.TimedOut', '', 'monitor.timeout'],
    ['', '2026-11-22T16:46:10Z 8ea Task timed out after 70.10 seconds', 'monitor.timeout'],
    ['Runtime.OutOfMemory', 'Runtime exited', 'monitor.memory'],
    ['Runtime.ExitError', 'Error: Runtime exited with error: signal: killed', 'monitor.memory'],
    ['Runtime.ExitError', 'Error: Runtime exited with error: exit status 1', 'monitor.crash'],
    ['Runtime.ImportModuleError', "Cannot find module 'index'", 'monitor.crash'],
    ['TypeError', 'x is not a function', 'monitor.crash'],
    ['TooManyRequestsException', 'Rate Exceeded.', 'monitor.throttled'],
  ])('of type "%s" saying "%s" has the cause %s', (errorType, errorMessage, cause) => {
    const message = lambdaFailure({ event: EVENT, responsePayload: { errorType, errorMessage } });

    expect(recordOf(message)).toMatchObject({ outcome: 'errored', cause });
  });

  it.each([
    ['EventAgeExceeded', 'monitor.throttled'],
    ['ZeroReservedConcurrency', 'monitor.throttled'],
    ['RetriesExhausted', 'monitor.unknown'],
  ])('of condition %s without an answer has the cause %s', (condition, cause) => {
    const message = lambdaFailure({ event: EVENT, condition, responsePayload: null });

    expect(recordOf(message).cause).toBe(cause);
  });

  it('makes the record of the slot, the same at every delivery, and waits for the run itself', () => {
    const message = lambdaFailure({ event: EVENT });

    const [first, second] = [read(message), read({ ...message, id: 'again' })];

    expect(JSON.stringify(second)).toBe(JSON.stringify(first));
    expect(first).toMatchObject({
      rank: 'died',
      holdUntilMs: SENT_AT_MS + 60_000,
      record: {
        runId: 'checkout-eu-west-1-20261122T164500Z',
        kind: 'browser',
        stage: 'prod',
        region: 'eu-west-1',
        scheduledAt: '2026-11-22T16:45:00.000Z',
        startedAt: '2026-11-22T16:45:00.000Z',
        onDemand: false,
        journeyVersion: 'a1b2c3',
        attempts: 0,
        log: [],
      },
    });
  });

  it('says what happened and what to look at', () => {
    expect(recordOf(lambdaFailure({ event: EVENT })).error?.message).toBe(
      "Lambda ended the runner at its time limit, before the run's own watchdog did. The outcome of the run is unknown. Lambda reports: Sandbox.Timedout: RequestId: 8ea123e4 Error: Task timed out after 70.00 seconds. Check the log of function waywiser-prod-api-runner in eu-west-1, request 8ea123e4-1db7-4aca-ad10-d9ca1234c1fd.",
    );
  });

  it('takes the minute of the report when the slot is empty, and says so', () => {
    const event = { ...EVENT, scheduledAt: '<aws.scheduler.scheduled-time>' };

    const record = recordOf(lambdaFailure({ event }));

    expect(record.scheduledAt).toBe('2026-11-22T16:45:00.000Z');
    expect(record.log).toMatchObject([{ level: 'warning' }]);
  });

  it('keeps the run id when the run was asked for by it', () => {
    const runId = 'checkout-eu-west-1-20261122T164512.345Z-k3x9';

    const record = recordOf(lambdaFailure({ event: { journey: 'checkout', runId } }));

    expect(record).toMatchObject({
      runId,
      onDemand: true,
      scheduledAt: null,
      startedAt: '2026-11-22T16:45:12.345Z',
      kind: 'api',
    });
  });

  it.each([undefined, 'mine', '../x'])('makes a run id when that of the event is %p', (runId) => {
    const record = recordOf(lambdaFailure({ event: { journey: 'checkout', runId } }));

    expect(record.runId).toMatch(/^checkout-eu-west-1-20261122T164559\.568Z-[a-z0-9]+$/);
  });

  it.each([
    [lambdaFailure({ event: {} }), 'names no journey'],
    [lambdaFailure({ event: EVENT, condition: 'Success' }), 'condition "Success"'],
  ])('is unreadable when there is no such run', (message, reason) => {
    expect(read(message)).toEqual({
      kind: 'unreadable',
      reason: expect.stringContaining(reason),
    });
  });
});

describe('readMessage() of a dead letter', () => {
  it('makes the record of the slot and says why the run did not start', () => {
    const reading = read(deadLetter(EVENT));

    expect(reading).toMatchObject({
      rank: 'undelivered',
      holdUntilMs: SENT_AT_MS + 60_000,
      record: {
        runId: 'checkout-eu-west-1-20261122T164500Z',
        outcome: 'errored',
        cause: 'monitor.undelivered',
        error: {
          message:
            'The run did not start in eu-west-1: EventBridge Scheduler could not invoke the runner. EventBridge Scheduler reports: AccessDeniedException: User is not authorized to perform: lambda:InvokeFunction. It gave up at MaximumEventAgeInSeconds. Check schedule arn:aws:scheduler:eu-west-1:123456789012:schedule/waywiser-prod/checkout, its role, and its target arn:aws:lambda:eu-west-1:123456789012:function:waywiser-prod-api-runner:live.',
        },
      },
    });
  });

  it('is throttled when the target had no room', () => {
    const record = recordOf(deadLetter(EVENT, { ERROR_CODE: 'TooManyRequestsException' }));

    expect(record.cause).toBe('monitor.throttled');
  });

  it('takes the slot from the attributes when the input does not have it', () => {
    const input = { ...EVENT, scheduledAt: '<aws.scheduler.scheduled-time>' };

    const record = recordOf(deadLetter(input, { SCHEDULED_TIME: '2026-11-22T16:40:00Z' }));

    expect(record).toMatchObject({ scheduledAt: '2026-11-22T16:40:00.000Z', log: [] });
  });

  it.each([{ Payload: JSON.stringify(EVENT) }, { Input: EVENT }])(
    'reads the input when the whole request is the body: %p',
    (body) => {
      expect(recordOf(deadLetter(body)).journey).toBe('checkout');
    },
  );

  it.each(['', 'not JSON', '{"journ', 'null', '[]', '7'])(
    'is unreadable when its body is %p',
    (body) => {
      expect(read(deadLetter(body))).toMatchObject({ kind: 'unreadable' });
    },
  );
});

test.each(['', 'hello', '{}', 'null', '{"journey":"checkout"}'])(
  'readMessage() is unreadable when the body is %p and there is no attribute',
  (body) => {
    expect(read(queueMessageOf(body))).toMatchObject({ kind: 'unreadable' });
  },
);

/** A record of no slot. */
function onDemand(runId: string): object {
  return { ...runRecord(), scheduledAt: null, onDemand: true, runId };
}

function read(message: QueueMessage): MessageReading {
  return readMessage(message, { stage: 'prod', region: 'eu-west-1' }, gunzipText);
}

function recordOf(message: QueueMessage): RunRecord {
  const reading = read(message);
  if (reading.kind !== 'record') throw new Error(`Expected a record: ${JSON.stringify(reading)}`);

  return reading.record;
}

function zip(text: string): string {
  return gzipSync(text).toString('base64');
}

function packed(record: unknown): object {
  return { waywiser: 1, kind: 'run', record: zip(JSON.stringify(record)) };
}
