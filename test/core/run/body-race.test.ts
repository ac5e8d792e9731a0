import { bodyRace } from '../../../lib/core/run/body-result.ts';
import { manualClock } from '../../fakes/manual-clock.ts';

const LIMITS = { timeoutMs: 5_000, graceMs: 300 };

describe('bodyRace()', () => {
  test.each([
    ['an error that comes late', 5_100, 'threw'],
    ['an error that comes too late', 5_400, 'deadline'],
  ])('concludes %s', async (_, atMs, kind) => {
    const clock = manualClock();
    const race = bodyRace({ after: clock.after, onStrayError: () => () => undefined });

    const end = race.run(
      async () =>
        new Promise<void>((_resolve, reject) => {
          clock.after(atMs, () => reject(new Error('a call gave up')));
        }),
      LIMITS,
    );
    await clock.advance(6_000);

    expect((await end).kind).toBe(kind);
  });

  test('ends a body that returns after its deadline, in its grace too', async () => {
    const clock = manualClock();
    const race = bodyRace({ after: clock.after, onStrayError: () => () => undefined });

    const end = race.run(
      async () =>
        new Promise<void>((resolve) => {
          clock.after(5_100, () => resolve());
        }),
      LIMITS,
    );
    await clock.advance(6_000);

    expect((await end).kind).toBe('deadline');
  });
});
