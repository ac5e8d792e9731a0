import { runJourney } from '../../../lib/core/run/run-journey.ts';
import type { AttemptResult } from '../../../lib/core/journey/attempt.ts';
import type { RunRecord } from '../../../lib/core/record/run-record.ts';
import { noObservations } from '../../../lib/core/run/instrument.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { planOf } from '../../support/attempt-requests.ts';

const ERROR = { message: 'no heading', step: 'open', file: 'a.journey.ts', line: 3, column: 1 };
const PASSED: AttemptResult = {
  ...noObservations('20.19.0'),
  outcome: 'passed',
  cause: null,
  error: null,
  durationMs: 12,
  checks: 1,
};

function failed(...paths: readonly string[]): AttemptResult {
  const evidence = paths.map((path) => ({ kind: 'screenshot', path, from: 'run' }) as const);

  return { ...PASSED, outcome: 'failed', cause: 'target.assertion', error: ERROR, evidence };
}

async function runOf(results: readonly AttemptResult[]): Promise<RunRecord> {
  const left = [...results];

  return runJourney(
    {
      runId: 'shop-local-20260101T000000Z',
      journey: { plan: planOf({ retries: results.length - 1 }), bundlePath: '/nowhere' },
      stage: 'dev',
      region: 'local',
      scheduledAt: null,
      projectDir: '/nowhere',
      evidenceDir: '/nowhere/evidence',
    },
    {
      sandbox: {
        attempt: async () => {
          const result = left.shift();
          if (result === undefined) throw new RangeError('one attempt too many');

          return result;
        },
      },
      clock: manualClock(),
      nodeVersion: '20.19.0',
      secrets: { read: async (name) => name },
    },
  );
}

describe('a run that passed at a later attempt', () => {
  test('keeps the errors of the attempts before', async () => {
    const { flaky, error, attemptList } = await runOf([failed(), failed(), PASSED]);

    expect([flaky, error]).toEqual([true, null]);
    expect(attemptList.map((attempt) => attempt.error)).toEqual([ERROR, ERROR, undefined]);
  });

  test('keeps the evidence that the attempts before have left', async () => {
    const { evidence } = await runOf([failed('a.png'), failed('a.png', 'b.png'), PASSED]);

    expect(evidence).toEqual([
      { kind: 'screenshot', path: 'a.png', from: 'earlier-attempt' },
      { kind: 'screenshot', path: 'b.png', from: 'earlier-attempt' },
    ]);
  });
});

test('a failed run lists a file once that each attempt has written again', async () => {
  const { evidence, attemptList } = await runOf([failed('a.png', 'b.png'), failed('a.png')]);

  expect(evidence.map(({ path, from }) => [path, from])).toEqual([
    ['a.png', 'run'],
    ['b.png', 'earlier-attempt'],
  ]);
  expect(attemptList.map((attempt) => attempt.error)).toEqual([ERROR, undefined]);
});
