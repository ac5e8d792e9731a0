import { keeper } from '../../lib/site/keeper.ts';
import { manualClock } from '../fakes/manual-clock.ts';

const RULE = { freshMs: 10_000, staleMs: 3_600_000 };

/** A reading that gives 1, 2, 3, …, each when it is told to. */
function slowSource() {
  const waiting: { readonly done: () => void; readonly fail: (error: Error) => void }[] = [];
  let readings = 0;

  return {
    readings: () => readings,
    read: async (): Promise<number> => {
      readings += 1;
      const value = readings;
      await new Promise<void>((done, fail) => {
        waiting.push({ done, fail });
      });
      return value;
    },
    /** Ends the oldest reading. */
    finish: async () => {
      waiting.shift()?.done();
      await settle();
    },
    fail: async (words: string) => {
      waiting.shift()?.fail(new Error(words));
      await settle();
    },
  };
}

async function settle(): Promise<void> {
  await new Promise(setImmediate);
}

describe('keeper()', () => {
  it('reads once for all who ask at a time, and keeps the result while it is fresh', async () => {
    const clock = manualClock();
    const source = slowSource();
    const kept = keeper<number>(8, clock);

    const many = Promise.all([1, 2, 3].map(() => kept.get('a', RULE, source.read)));
    await settle();
    await source.finish();
    await clock.advance(9_999);
    const later = await kept.get('a', RULE, source.read);

    expect(await many).toEqual([1, 1, 1]);
    expect(later).toBe(1);
    expect(source.readings()).toBe(1);
  });

  it('gives what is there when a new reading takes long, and the new one to the next', async () => {
    const clock = manualClock();
    const source = slowSource();
    const kept = keeper<number>(8, clock);
    const first = kept.get('a', RULE, source.read);
    await settle();
    await source.finish();
    await first;
    await clock.advance(10_000);

    const stale = kept.get('a', RULE, source.read);
    const alsoStale = kept.get('a', RULE, source.read);
    await clock.advance(300);

    expect(await Promise.all([stale, alsoStale])).toEqual([1, 1]);
    expect(source.readings()).toBe(2);
    await source.finish();
    expect(await kept.get('a', RULE, source.read)).toBe(2);
    expect(source.readings()).toBe(2);
  });

  it('gives the new one where it comes within a moment', async () => {
    const clock = manualClock();
    const source = slowSource();
    const kept = keeper<number>(8, clock);
    const first = kept.get('a', RULE, source.read);
    await settle();
    await source.finish();
    await first;
    await clock.advance(10_000);

    const next = kept.get('a', RULE, source.read);
    await settle();
    await source.finish();

    expect(await next).toBe(2);
  });

  it('lets who asks for what was dropped wait, also for what is being read', async () => {
    const clock = manualClock();
    const source = slowSource();
    const kept = keeper<number>(8, clock);
    const before = kept.get('a', RULE, source.read);
    await settle();

    kept.drop((key) => key === 'a');
    const after = kept.get('a', RULE, source.read);
    await settle();
    expect(source.readings()).toBe(1);
    await source.finish();
    await source.finish();

    expect(await before).toBe(1);
    expect(await after).toBe(2);
    expect(await kept.get('a', RULE, source.read)).toBe(2);
    expect(source.readings()).toBe(2);
  });

  it('reads anew what has expired, and keeps what began before', async () => {
    const clock = manualClock();
    const source = slowSource();
    const kept = keeper<number>(8, clock);
    const before = kept.get('a', RULE, source.read);
    await settle();
    kept.expire((key) => key === 'a');
    await source.finish();
    await before;

    const after = kept.get('a', RULE, source.read);
    await clock.advance(300);

    expect(await after).toBe(1);
    expect(source.readings()).toBe(2);
  });

  it('tells all who wait why a reading failed, and reads again for the next', async () => {
    const clock = manualClock();
    const source = slowSource();
    const kept = keeper<number>(8, clock);

    const both = Promise.allSettled([
      kept.get('a', RULE, source.read),
      kept.get('a', RULE, source.read),
    ]);
    await settle();
    await source.fail('the store is gone');
    const again = kept.get('a', RULE, source.read);
    await settle();
    await source.finish();

    expect((await both).map((each) => each.status)).toEqual(['rejected', 'rejected']);
    expect(await again).toBe(2);
  });

  it('hides a failure for a minute where there is something older, and no longer', async () => {
    const clock = manualClock();
    const source = slowSource();
    const kept = keeper<number>(8, clock);
    const first = kept.get('a', RULE, source.read);
    await settle();
    await source.finish();
    await first;

    await clock.advance(30_000);
    const quiet = kept.get('a', RULE, source.read);
    await settle();
    await source.fail('the store is gone');
    expect(await quiet).toBe(1);
    await clock.advance(31_000);
    const loud = kept.get('a', RULE, source.read).catch(String);
    await settle();
    await source.fail('the store is still gone');

    expect(await loud).toBe('Error: the store is still gone');
  });

  it('forgets what was used least where there is no more room', async () => {
    const kept = keeper<string>(2, manualClock());
    for (const key of ['a', 'b', 'a', 'c']) await kept.get(key, RULE, async () => 'first');

    const again = await Promise.all(
      ['a', 'c', 'b'].map(async (key) => await kept.get(key, RULE, async () => 'again')),
    );

    expect(again).toEqual(['first', 'first', 'again']);
  });

  it('lets who asks too late wait for a new reading', async () => {
    const clock = manualClock();
    const kept = keeper<number>(8, clock);
    await kept.get('a', RULE, async () => 1);

    await clock.advance(3_600_000);

    expect(await kept.get('a', RULE, async () => 2)).toBe(2);
  });
});
