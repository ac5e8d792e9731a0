import type { UntilFunction } from '../../../lib/core/journey/definition.ts';
import { untilFunction } from '../../../lib/core/run/until.ts';

interface World {
  readonly until: UntilFunction;
  /** The steps with their durations. */
  readonly steps: (readonly [name: string, durationMs: number])[];
}

/** A world whose clock moves by pauses only. */
function world(attemptMs = 60_000): World {
  let nowMs = 0;
  const steps: World['steps'] = [];
  const until = untilFunction({
    step: async (name, body) => {
      const startMs = nowMs;
      try {
        return await body();
      } finally {
        steps.push([name, nowMs - startMs]);
      }
    },
    elapsedMs: () => nowMs,
    remainingMs: () => attemptMs - nowMs,
    after: (delayMs, action) => {
      nowMs += delayMs;
      queueMicrotask(action);

      return () => undefined;
    },
  });

  return { until, steps };
}

/** Answers with these, one after another, and then with the last for ever. */
function answers<T>(...all: readonly T[]): () => Promise<T> {
  let asked = 0;

  return async () => {
    asked += 1;
    const answer = all[Math.min(asked, all.length) - 1];
    if (answer === undefined) throw new Error('no answer');

    return answer;
  };
}

describe('until()', () => {
  it('until() returns the first true answer; its step lasts as long as the pauses', async () => {
    const { until, steps } = world();

    const order = await until('shipped', answers(null, null, { state: 'shipped' }));

    expect(order).toEqual({ state: 'shipped' });
    expect(steps).toEqual([['shipped', 2_000]]);
  });

  it.each([
    ['its time-out', 60_000, { timeout: '10s', interval: '3s' }, 9_000, 'asked 4 times'],
    ['its default', 60_000, {}, 30_000, 'asked 31 times'],
    ['the end of the run', 5_000, {}, 4_000, 'asked 5 times'],
    ['a time-out below one pause', 60_000, { timeout: '500ms' }, 0, 'asked once'],
  ])('until() fails at %s', async (...row) => {
    const [, attemptMs, options, waitedMs, asked] = row;
    const { until, steps } = world(attemptMs);

    const waiting = until('shipped', answers(false), options);

    await expect(waiting).rejects.toMatchObject({
      code: 'target.timeout',
      message: `Waited ${(waitedMs / 1_000).toFixed(1)} s for "shipped" in vain: ${asked}, and the last answer was false`,
    });
    expect(steps).toEqual([['shipped', waitedMs]]);
  });

  it('until() ends at once when asking fails', async () => {
    const { until, steps } = world();

    await expect(until('shipped', answers())).rejects.toThrow('no answer');
    expect(steps).toEqual([['shipped', 0]]);
  });

  it('until() names an option that is no duration', async () => {
    const { until, steps } = world();

    await expect(until('shipped', answers(true), { interval: '1 s' })).rejects.toMatchObject({
      code: 'journey.config',
      message: expect.stringMatching(/^Cannot wait with interval "1 s": it is/),
    });
    expect(steps).toEqual([]);
  });
});
