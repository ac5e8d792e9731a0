import { AsyncLocalStorage } from 'node:async_hooks';
import type { AttemptProgress } from '../../../lib/core/journey/attempt.ts';
import { type StepTracker, stepTracker } from '../../../lib/core/run/step-tracker.ts';
import { type ManualClock, manualClock } from '../../fakes/manual-clock.ts';

function tracked(): {
  readonly clock: ManualClock;
  readonly tracker: StepTracker;
  readonly progress: AttemptProgress[];
} {
  const clock = manualClock();
  const storage = new AsyncLocalStorage<readonly string[]>();
  const progress: AttemptProgress[] = [];
  const tracker = stepTracker({
    clock,
    scope: {
      path: () => storage.getStore() ?? [],
      run: (step, body) => storage.run([...(storage.getStore() ?? []), step], body),
    },
    currentPosition: () => ({ file: 'a.journey.ts', line: 3, column: 5 }),
    onProgress: (each) => progress.push(each),
  });
  tracker.begin();

  return { clock, tracker, progress };
}

async function pause(clock: ManualClock, ms: number): Promise<void> {
  const done = new Promise<void>((resolve) => {
    clock.after(ms, resolve);
  });
  await clock.advance(ms);
  await done;
}

describe('stepTracker()', () => {
  test('step() times nested steps and returns what the body returns', async () => {
    const { clock, tracker } = tracked();

    const value = await tracker.step('outer', async () => {
      await pause(clock, 10);

      return tracker.step('inner', async () => {
        await pause(clock, 5);

        return 42;
      });
    });

    expect(value).toBe(42);
    expect(tracker.records('failed')).toEqual([
      { name: 'outer', parent: null, outcome: 'passed', startMs: 0, durationMs: 15 },
      { name: 'inner', parent: 'outer', outcome: 'passed', startMs: 10, durationMs: 5 },
    ]);
  });

  test('step() refuses a third level', async () => {
    const { tracker } = tracked();

    const nested = tracker.step('a', () =>
      tracker.step('b', () => tracker.step('c', () => undefined)),
    );

    await expect(nested).rejects.toThrow(
      'Cannot nest step "c" inside "a" › "b": steps nest no deeper than one level',
    );
  });

  test('currentStep() is the step of the caller when steps run side by side', async () => {
    const { clock, tracker } = tracked();
    const seen: (string | null)[] = [];

    await Promise.all([
      tracker.step('first', async () => {
        await Promise.resolve();
        seen.push(tracker.currentStep());
      }),
      tracker.step('second', async () => pause(clock, 10)),
    ]);

    expect(seen).toEqual(['first']);
  });

  test('step() runs steps side by side without nesting them', async () => {
    const { tracker } = tracked();

    await Promise.all([
      tracker.step('left', () => undefined),
      tracker.step('right', () => undefined),
    ]);

    expect(tracker.records('failed').map((step) => step.parent)).toEqual([null, null]);
  });

  test('blame() finds the innermost step that an error came out of', async () => {
    const { tracker } = tracked();
    const error = new Error('no');
    const failing = tracker.step('outer', () =>
      tracker.step('inner', () => {
        throw error;
      }),
    );
    await expect(failing).rejects.toBe(error);

    const blamed = tracker.blame({ thrown: error });

    expect(blamed).toMatchObject({ name: 'inner', at: { file: 'a.journey.ts', line: 3 } });
    expect(tracker.currentStep()).toBeNull();
  });

  test('blame() names no step for an error that a step swallowed before another', async () => {
    const { tracker } = tracked();
    await tracker.step('fine', () => undefined);

    expect(tracker.blame({ thrown: new Error('outside') })).toBeNull();
  });

  test('records() ends what still runs with the given outcome', async () => {
    const { clock, tracker } = tracked();
    void tracker.step('hangs', () => new Promise<never>(() => {}));
    await clock.advance(7);

    expect(tracker.blame('deadline')).toMatchObject({ name: 'hangs' });
    expect(tracker.records('errored')).toMatchObject([
      { name: 'hangs', outcome: 'errored', durationMs: 7 },
    ]);
  });
});
