import { readingCache } from '../../lib/site/reading-cache.ts';
import { manualClock } from '../fakes/manual-clock.ts';

const RULE = { freshMs: 10_000, staleMs: 3_600_000 };

/** A reading that returns 1, 2, 3, …, each on request. */
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

describe('readingCache()', () => {
  it('get() reads once for all callers at a time, and caches the result while it is fresh', async () => {
    const clock = manualClock();
    const source = slowSource();
    const cache = readingCache<number>(8, clock);

    const many = Promise.all([1, 2, 3].map(() => cache.get('a', RULE, source.read)));
    await settle();
    await source.finish();
    await clock.advance(9_999);
    const later = await cache.get('a', RULE, source.read);

    expect(await many).toEqual([1, 1, 1]);
    expect(later).toBe(1);
    expect(source.readings()).toBe(1);
  });

  it('get() returns the stale result when a new reading takes long, and the new one to the next caller', async () => {
    const clock = manualClock();
    const source = slowSource();
    const cache = readingCache<number>(8, clock);
    const first = cache.get('a', RULE, source.read);
    await settle();
    await source.finish();
    await first;
    await clock.advance(10_000);

    const stale = cache.get('a', RULE, source.read);
    const alsoStale = cache.get('a', RULE, source.read);
    await clock.advance(300);

    expect(await Promise.all([stale, alsoStale])).toEqual([1, 1]);
    expect(source.readings()).toBe(2);
    await source.finish();
    expect(await cache.get('a', RULE, source.read)).toBe(2);
    expect(source.readings()).toBe(2);
  });

  it('get() returns the new result when it comes within 300 ms', async () => {
    const clock = manualClock();
    const source = slowSource();
    const cache = readingCache<number>(8, clock);
    const first = cache.get('a', RULE, source.read);
    await settle();
    await source.finish();
    await first;
    await clock.advance(10_000);

    const next = cache.get('a', RULE, source.read);
    await settle();
    await source.finish();

    expect(await next).toBe(2);
  });

  it('get() reads again after drop(), though an earlier reading goes on', async () => {
    const clock = manualClock();
    const source = slowSource();
    const cache = readingCache<number>(8, clock);
    const before = cache.get('a', RULE, source.read);
    await settle();

    cache.drop((key) => key === 'a');
    const after = cache.get('a', RULE, source.read);
    await settle();
    await source.finish();
    await source.finish();

    expect(await before).toBe(1);
    expect(await after).toBe(2);
    expect(await cache.get('a', RULE, source.read)).toBe(2);
    expect(source.readings()).toBe(2);
  });

  it('get() reads again after expire(), and returns the expired result when that takes long', async () => {
    const clock = manualClock();
    const source = slowSource();
    const cache = readingCache<number>(8, clock);
    const before = cache.get('a', RULE, source.read);
    await settle();
    cache.expire((key) => key === 'a');
    await source.finish();
    await before;

    const after = cache.get('a', RULE, source.read);
    await clock.advance(300);

    expect(await after).toBe(1);
    expect(source.readings()).toBe(2);
  });

  it('get() does not replace a newer result by that of an expired reading', async () => {
    const source = slowSource();
    const cache = readingCache<number>(8, manualClock());
    const slow = cache.get('a', RULE, source.read);
    cache.expire(() => true);
    await cache.get('a', RULE, async () => 2);

    await source.finish();

    expect(await slow).toBe(1);
    expect(await cache.get('a', RULE, async () => 3)).toBe(2);
  });

  it('get() rejects for all callers when a reading fails, and reads again for the next', async () => {
    const clock = manualClock();
    const source = slowSource();
    const cache = readingCache<number>(8, clock);

    const both = Promise.allSettled([
      cache.get('a', RULE, source.read),
      cache.get('a', RULE, source.read),
    ]);
    await settle();
    await source.fail('the store is gone');
    const again = cache.get('a', RULE, source.read);
    await settle();
    await source.finish();

    expect((await both).map((each) => each.status)).toEqual(['rejected', 'rejected']);
    expect(await again).toBe(2);
  });

  it('get() returns the stale result after a failure for a minute, then rejects', async () => {
    const clock = manualClock();
    const source = slowSource();
    const cache = readingCache<number>(8, clock);
    const first = cache.get('a', RULE, source.read);
    await settle();
    await source.finish();
    await first;

    await clock.advance(30_000);
    const quiet = cache.get('a', RULE, source.read);
    await settle();
    await source.fail('the store is gone');
    expect(await quiet).toBe(1);
    await clock.advance(31_000);
    const loud = cache.get('a', RULE, source.read).catch(String);
    await settle();
    await source.fail('the store is still gone');

    expect(await loud).toBe('Error: the store is still gone');
  });

  it('get() reads the least recently used key again when the cache was full', async () => {
    const cache = readingCache<string>(2, manualClock());
    for (const key of ['a', 'b', 'a', 'c']) await cache.get(key, RULE, async () => 'first');

    const again = await Promise.all(
      ['a', 'c', 'b'].map(async (key) => await cache.get(key, RULE, async () => 'again')),
    );

    expect(again).toEqual(['first', 'first', 'again']);
  });

  it('get() waits for a new reading when the cached result is too old', async () => {
    const clock = manualClock();
    const cache = readingCache<number>(8, clock);
    await cache.get('a', RULE, async () => 1);

    await clock.advance(3_600_000);

    expect(await cache.get('a', RULE, async () => 2)).toBe(2);
  });
});
