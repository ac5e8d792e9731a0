import { EventEmitter, once } from 'node:events';
import type { PageRange } from '../../lib/core/dashboard/page-frame.ts';
import type { PageSource } from '../../lib/core/dashboard/pages.ts';
import { type PageCache, pageCache } from '../../lib/site/page-cache.ts';
import { readAddress } from '../../lib/site/read-address.ts';
import { manualClock } from '../fakes/manual-clock.ts';
import { eventually } from '../support/eventually.ts';

const NOW_MS = Date.UTC(2026, 10, 23, 12);
const WEEK_MS = 7 * 86_400_000;

/** A source that notes what is asked of it, and finds nothing. */
function noted() {
  const asked: string[] = [];
  const sides: unknown[] = [];
  const source: PageSource = {
    overview: async () => {
      asked.push('overview');
      return await Promise.reject(new Error('nothing to overlook'));
    },
    journey: async ({ journey }) => {
      asked.push(journey);
      return null;
    },
    run: async ({ runId }) => {
      asked.push(runId);
      return null;
    },
    compare: async (request) => {
      sides.push(request.sides);
      return null;
    },
    costs: async () => await Promise.reject(new Error('nothing costs')),
  };
  const clock = manualClock(NOW_MS);

  return { source, pages: pageCache(source, clock), asked, sides, clock };
}

async function read(pages: PageCache, target: string): Promise<void> {
  const address = readAddress(target);
  if (address.kind !== 'page') throw new Error(`No page: ${target}`);
  await pages.read(address.requested).catch(() => null);
}

describe('pageCache()', () => {
  it('read() reads a page once in 10 s, also when its range ends now', async () => {
    const { pages, asked, clock } = noted();

    await read(pages, '/journeys/a?last=7d');
    await clock.advance(9_000);
    await read(pages, '/journeys/a?last=7d');
    await read(pages, '/journeys/a?last=8d');

    expect(asked).toEqual(['a', 'a']);
  });

  it('read() reads the pages of a journey again after recorded(), and no others', async () => {
    const { pages, asked } = noted();
    for (const target of ['/journeys/a', '/journeys/b', '/runs/a/local/r', '/runs/b/local/s']) {
      await read(pages, target);
    }

    pages.recorded('a');
    for (const target of ['/journeys/a', '/journeys/b', '/runs/a/local/r', '/runs/b/local/s']) {
      await read(pages, target);
    }

    expect(asked).toEqual(['a', 'b', 'r', 's', 'a', 'r']);
  });

  it('read() reads overviews one after another', async () => {
    const running: string[] = [];
    const most: number[] = [];
    const store = new EventEmitter();
    const source = {
      overview: async ({ fromMs }: PageRange) => {
        running.push(new Date(fromMs).toISOString().slice(0, 10));
        most.push(running.length);
        await once(store, 'read');
        running.shift();
        return await Promise.reject(new Error('nothing to overlook'));
      },
    };
    const pages = pageCache({ ...noted().source, ...source }, manualClock(NOW_MS));

    const both = Promise.all(
      ['/overview?last=7d', '/overview?last=30d'].map((each) => read(pages, each)),
    );
    await eventually('the first is read', 5_000, () => running[0] === '2026-11-16');
    store.emit('read');
    await eventually('the second is read', 5_000, () => running[0] === '2026-10-24');
    store.emit('read');
    await both;

    expect(most).toEqual([1, 1]);
  });

  it('read() compares the last seven days with the seven before by default', async () => {
    const { pages, sides } = noted();

    await read(pages, '/compare?journey=a');
    await read(pages, '/compare?journey=a&b=run:x');

    const before = {
      kind: 'range',
      range: { fromMs: NOW_MS - 2 * WEEK_MS, toMs: NOW_MS - WEEK_MS },
    };
    const last = { kind: 'range', range: { fromMs: NOW_MS - WEEK_MS, toMs: NOW_MS } };
    expect(sides).toEqual([
      { a: before, b: last },
      { a: before, b: { kind: 'run', runId: 'x' } },
    ]);
  });
});
