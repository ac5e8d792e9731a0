import * as fc from 'fast-check';
import { workerReport } from '../../../lib/runner/schema/report-schema.ts';
import { ProtocolBreach } from '../../../lib/runner/wire/protocol-breach.ts';
import { fullAttemptResult } from '../../support/full-attempt-result.ts';

const ERROR = { message: 'no', step: null, file: null, line: null, column: null };

function accepted(message: unknown, sizeBytes = 100): unknown {
  return workerReport({ message, sizeBytes });
}

function done(changes: object): unknown {
  return {
    kind: 'done',
    attemptId: 'a',
    clean: true,
    result: { ...fullAttemptResult(), ...changes },
  };
}

function progress(changes: object): unknown {
  return { kind: 'progress', attemptId: 'a', progress: changes };
}

describe('workerReport()', () => {
  test.each([
    { kind: 'ready' },
    done({}),
    done({ outcome: 'failed', cause: 'target.status', error: ERROR }),
    progress({ kind: 'body-started' }),
    progress({ kind: 'step-started', name: 'a', parent: null, startMs: 0.5, at: null }),
    progress({ kind: 'step-ended', step: fullAttemptResult().steps[0] }),
    { kind: 'browser', attemptId: 'a', pids: [17], mode: 'multi-process' },
  ])('returns a message of the protocol as it is: %j', (message) => {
    expect(accepted(message)).toEqual(message);
  });

  test('leaves out fields that would replace those of a record', () => {
    const forged = done({ runId: 'other', journey: 'other', __proto__: { region: 'x' } });

    expect(accepted(forged)).toEqual(done({}));
  });

  test.each([
    { what: 'null', message: null },
    { what: 'a list', message: [] },
    { what: 'a text', message: 'ready' },
    { what: 'an unknown kind', message: { kind: 'constructor' } },
    { what: 'no attempt', message: { ...Object(done({})), attemptId: undefined } },
    { what: 'a duration of null', message: done({ durationMs: null }) },
    { what: 'a negative duration', message: done({ durationMs: -1 }) },
    { what: 'a duration of a text', message: done({ durationMs: '12' }) },
    { what: 'a duration of years', message: done({ durationMs: 1e12 }) },
    { what: 'half a check', message: done({ checks: 0.5 }) },
    { what: 'an unknown outcome', message: done({ outcome: 'skipped' }) },
    { what: 'a passed run with a cause', message: done({ cause: 'target.dns', error: ERROR }) },
    { what: 'a failed run without a cause', message: done({ outcome: 'failed', error: ERROR }) },
    {
      what: 'a failed run without an error',
      message: done({ cause: 'target.dns', outcome: 'failed' }),
    },
    {
      what: 'a fault of the monitor as failed',
      message: done({ outcome: 'failed', cause: 'monitor.crash', error: ERROR }),
    },
    { what: 'a list that is a text', message: done({ steps: 'none' }) },
    { what: 'an entry of null', message: done({ log: [null] }) },
    { what: 'a list that is too long', message: done({ pageErrors: Array(10_001).fill('') }) },
    { what: 'a text that is too long', message: done({ pageErrors: ['x'.repeat(32_769)] }) },
    {
      what: 'an attribution of objects',
      message: done({ vitals: { navigations: [], lcp: { value: 1, attribution: { a: {} } } } }),
    },
    {
      what: 'an unknown kind of evidence',
      message: done({ evidence: [{ kind: 'exe', path: 'x', from: 'run' }] }),
    },
    {
      what: 'process ids of text',
      message: { kind: 'browser', attemptId: 'a', pids: ['1'], mode: null },
    },
    {
      what: 'negative process ids',
      message: { kind: 'browser', attemptId: 'a', pids: [-1], mode: null },
    },
    {
      what: 'a thousand process ids',
      message: { kind: 'browser', attemptId: 'a', pids: Array(1_000).fill(1), mode: null },
    },
  ])('throws for $what', ({ message }) => {
    expect(() => accepted(message)).toThrow(ProtocolBreach);
  });

  test('says which field differs', () => {
    const [request] = fullAttemptResult().requests;

    expect(() => accepted(done({ requests: [request, { ...request, totalMs: 'x' }] }))).toThrow(
      'result.requests.1.totalMs is not a time within 86400000 ms',
    );
  });

  test('throws for progress of more than 256 KB', () => {
    expect(() => accepted(progress({ kind: 'body-started' }), 300_000)).toThrow('262144 bytes');
    expect(() => accepted(done({}), 300_000)).not.toThrow();
  });

  test('throws for any other value, and nothing but a breach of the protocol', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, maxDepth: 4 }), (message) => {
        expect(() => accepted(message)).toThrow(ProtocolBreach);
      }),
    );
  });
});
