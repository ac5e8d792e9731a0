import { RunFailure } from '../../../lib/core/record/outcome.ts';
import { type BegunCalls, begunCalls } from '../../../lib/core/run/begun-calls.ts';
import { noteRaces } from '../../../lib/core/run/followed-promise.ts';
import { forgottenCall, looseCallLines } from '../../../lib/core/run/loose-calls.ts';
import { type ManualClock, manualClock } from '../../fakes/manual-clock.ts';

const AT = { file: 'a.journey.ts', line: 3, column: 5 };

function begun(): { readonly clock: ManualClock; readonly calls: BegunCalls } {
  const clock = manualClock();

  return {
    clock,
    calls: begunCalls({ after: clock.after, locate: () => AT, currentStep: () => 'pay' }),
  };
}

async function later<T>(clock: ManualClock, ms: number, value: T): Promise<T> {
  return new Promise((resolve) => {
    clock.after(ms, () => resolve(value));
  });
}

async function never(): Promise<never> {
  return new Promise(() => undefined);
}

describe('begunCalls()', () => {
  test.each([
    ['await', async (promise: Promise<number>) => void (await promise)],
    ['then', async (promise: Promise<number>) => void promise.then(() => 1)],
    ['catch', async (promise: Promise<number>) => void promise.catch(() => 1)],
    [
      'Promise.all',
      async (promise: Promise<number>) => void (await Promise.all([promise, Promise.resolve(1)])),
    ],
    ['return', async (promise: Promise<number>) => void (await (async () => promise)())],
  ])('loose() leaves out a call that %s waits for', async (_, use) => {
    const { calls } = begun();

    await use(calls.follow('http.get', Promise.resolve(7)));
    await calls.settle(() => 1_000);

    expect(calls.loose()).toEqual([]);
  });

  test('follow() returns the value and the error of the call', async () => {
    const { calls } = begun();

    await expect(calls.follow('http.get', Promise.resolve(7))).resolves.toBe(7);
    await expect(calls.follow('http.get', Promise.reject(new Error('no')))).rejects.toThrow('no');
  });

  test('loose() has the calls that nothing waits for, with their ends', async () => {
    const { clock, calls } = begun();
    const error = new Error('no');
    void calls.follow('http.get', Promise.resolve(1));
    void calls.follow('page.click', Promise.reject(error));

    const settled = calls.settle(() => 1_000);
    await clock.advance(1);
    await settled;

    expect(calls.loose()).toEqual([
      { name: 'http.get', step: 'pay', at: AT, end: { kind: 'passed' } },
      { name: 'page.click', step: 'pay', at: AT, end: { kind: 'failed', error } },
    ]);
  });

  test('settle() waits for calls that the awaited ones lead to', async () => {
    const { clock, calls } = begun();
    async function body(): Promise<void> {
      await calls.follow('page.click', later(clock, 10, 1));
      await calls.follow('page.fill', later(clock, 10, 2));
    }
    void body();

    const settled = calls.settle(() => 1_000);
    await clock.advance(100);
    await settled;

    expect([calls.pending(), clock.monotonicMs() >= 20]).toEqual([0, true]);
  });

  test('settle() ends at its limit', async () => {
    const { clock, calls } = begun();
    void calls.follow('page.evaluate', never());

    const settled = calls.settle(() => Math.max(0, 500 - clock.monotonicMs()));
    await clock.advance(600);
    await settled;

    expect(calls.loose()).toMatchObject([{ end: { kind: 'unfinished' } }]);
  });

  test('settle() does not wait for the loser of a race', async () => {
    const before = Object.getOwnPropertyDescriptors(Promise);
    noteRaces();
    const { calls } = begun();

    await Promise.race([calls.follow('a', Promise.resolve(1)), calls.follow('b', never())]);
    await Promise.any([calls.follow('c', Promise.resolve(1)), calls.follow('d', never())]);
    await calls.settle(() => 1_000);
    Object.defineProperties(Promise, { race: before.race, any: before.any });

    expect([calls.pending(), calls.loose()]).toEqual([0, []]);
  });
});

describe('forgottenCall()', () => {
  test.each([
    [{ kind: 'failed' as const, error: new TypeError('no') }, 'It failed: TypeError: no'],
    [
      { kind: 'failed' as const, error: new RunFailure('target.status', 'GET /: answered 500') },
      'It failed: GET /: answered 500',
    ],
    [{ kind: 'unfinished' as const }, "It had not ended at the journey's time-out of 5 s"],
  ])('names the call, its place and its end: %o', (end, text) => {
    const call = { name: 'page.click', step: 'pay', at: AT, end };

    expect(forgottenCall([call], 5_000)).toMatchObject({
      message: `page.click was begun at a.journey.ts:3 and never awaited; put \`await\` before it. ${text}`,
      step: 'pay',
      at: AT,
    });
  });

  test('is null where all calls passed', () => {
    const call = { name: 'page.click', step: null, at: AT, end: { kind: 'passed' as const } };

    expect(forgottenCall([call], 5_000)).toBeNull();
  });
});

test('looseCallLines() names each place once, and three at most', () => {
  const end = { kind: 'passed' as const };
  const calls = [1, 1, 2, 3, 4].map((line) => ({
    name: 'http.get',
    step: null,
    at: { ...AT, line },
    end,
  }));

  expect(looseCallLines(calls, null).map(({ text }) => text)).toEqual([
    'http.get was begun at a.journey.ts:1 and never awaited; put `await` before it. It passed',
    'http.get was begun at a.journey.ts:2 and never awaited; put `await` before it. It passed',
    'http.get was begun at a.journey.ts:3 and never awaited; put `await` before it. It passed',
  ]);
});
