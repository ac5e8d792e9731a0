import type { ComparePage } from '../core/dashboard/compare/compare-page.ts';
import type { Page, PageSource } from '../core/dashboard/pages.ts';
import { rangeAt } from './asked-range.ts';
import type { AskedPage } from './page-address.ts';
import { type CacheRule, type CacheTime, readingCache } from './reading-cache.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../core/base/time.ts';

/** Reads the contents of pages, and caches them for some seconds. */
export interface PageCache {
  /** Null: there is no such journey or run. */
  read(asked: AskedPage): Promise<Page | null>;
  /** Call it on news of a journey: its pages are read again. */
  recorded(journey: string): void;
}

/** The clock of a page cache. */
export interface PageCacheTime extends CacheTime {
  /** The present of the history: milliseconds since 1970. */
  readonly epochMs: () => number;
}

/** A large page takes about a megabyte. */
const MAX_PAGES = 64;

/** Reading a page takes milliseconds, or seconds when the store is far away or busy. */
const RULES: Readonly<Record<AskedPage['page'], CacheRule>> = {
  overview: { freshMs: 10 * SECOND_MS, staleMs: HOUR_MS },
  journey: { freshMs: 10 * SECOND_MS, staleMs: 10 * MINUTE_MS },
  run: { freshMs: 5 * SECOND_MS, staleMs: 0 },
  compare: { freshMs: 30 * SECOND_MS, staleMs: 0 },
  costs: { freshMs: MINUTE_MS, staleMs: HOUR_MS },
};

/** Caches the pages that a source reads. */
export function pageCache(source: PageSource, time: PageCacheTime): PageCache {
  const pages = readingCache<Page | null>(MAX_PAGES, time);
  const inTurn = oneByOne();

  async function read(asked: AskedPage): Promise<Page | null> {
    return await readPage(asked, source, time.epochMs());
  }

  return {
    read: async (asked) =>
      await pages.get(JSON.stringify(asked), RULES[asked.page], async () =>
        // An overview finds most of its series in the cache of the one before; two at once do not.
        asked.page === 'overview' ? await inTurn(() => read(asked)) : await read(asked),
      ),
    recorded: (journey) => {
      // With many journeys there is a run every moment: a dropped overview would never be cached.
      pages.expire((key) => askedOf(key).page === 'overview');
      pages.drop((key) => {
        const asked = askedOf(key);
        return 'journey' in asked && asked.journey === journey;
      });
    },
  };
}

/** Starts each piece of work when the one before has ended, even if that failed. */
function oneByOne(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();

  return async (work) => {
    const own = last.then(work);
    last = own.catch(() => undefined);

    return await own;
  };
}

function askedOf(key: string): AskedPage {
  const asked: AskedPage = JSON.parse(key);

  return asked;
}

async function readPage(asked: AskedPage, source: PageSource, nowMs: number): Promise<Page | null> {
  switch (asked.page) {
    case 'overview':
      return await source.overview(rangeAt(asked.range, nowMs));
    case 'journey': {
      const { journey, metric } = asked;
      return await source.journey({ journey, metric, range: rangeAt(asked.range, nowMs) });
    }
    case 'run':
      return await source.run(asked);
    case 'compare':
      return await source.compare({ journey: asked.journey, sides: sidesAt(asked.sides, nowMs) });
    case 'costs':
      return await source.costs();
  }
}

/** Default sides: the last seven days are the candidate, the seven days before the baseline. */
function sidesAt(
  { a, b }: Extract<AskedPage, { page: 'compare' }>['sides'],
  nowMs: number,
): ComparePage['sides'] {
  const lastWeek = { fromMs: nowMs - 7 * DAY_MS, toMs: nowMs };
  const weekBefore = { fromMs: nowMs - 14 * DAY_MS, toMs: nowMs - 7 * DAY_MS };

  return {
    a: a ?? { kind: 'range', range: weekBefore },
    b: b ?? { kind: 'range', range: lastWeek },
  };
}
