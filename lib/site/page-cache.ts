import type { ComparePage } from '../core/dashboard/compare/compare-page.ts';
import type { Page, PageSource } from '../core/dashboard/pages.ts';
import { rangeAt } from './range-query.ts';
import type { RequestedPage } from './page-address.ts';
import { type CacheRule, type CacheTime, readingCache } from './reading-cache.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../core/base/time.ts';

/** Reads the contents of pages, and caches them for some seconds. */
export interface PageCache {
  /** Null: there is no such journey or run. */
  read(requested: RequestedPage): Promise<Page | null>;
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
const RULES: Readonly<Record<RequestedPage['page'], CacheRule>> = {
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

  async function read(requested: RequestedPage): Promise<Page | null> {
    return await readPage(requested, source, time.epochMs());
  }

  return {
    read: async (requested) =>
      await pages.get(JSON.stringify(requested), RULES[requested.page], async () =>
        // An overview finds most of its series in the cache of the one before; two at once do not.
        requested.page === 'overview' ? await inTurn(() => read(requested)) : await read(requested),
      ),
    recorded: (journey) => {
      // With many journeys there is a run every moment: a dropped overview would never be cached.
      pages.expire((key) => requestedOf(key).page === 'overview');
      pages.drop((key) => {
        const requested = requestedOf(key);
        return 'journey' in requested && requested.journey === journey;
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

function requestedOf(key: string): RequestedPage {
  const requested: RequestedPage = JSON.parse(key);

  return requested;
}

async function readPage(
  requested: RequestedPage,
  source: PageSource,
  nowMs: number,
): Promise<Page | null> {
  switch (requested.page) {
    case 'overview':
      return await source.overview(rangeAt(requested.range, nowMs));
    case 'journey': {
      const { journey, metric } = requested;
      return await source.journey({ journey, metric, range: rangeAt(requested.range, nowMs) });
    }
    case 'run':
      return await source.run(requested);
    case 'compare':
      return await source.compare({
        journey: requested.journey,
        sides: sidesAt(requested.sides, nowMs),
      });
    case 'costs':
      return await source.costs();
  }
}

/** Default sides: the last seven days are the candidate, the seven days before the baseline. */
function sidesAt(
  { a, b }: Extract<RequestedPage, { page: 'compare' }>['sides'],
  nowMs: number,
): ComparePage['sides'] {
  const lastWeek = { fromMs: nowMs - 7 * DAY_MS, toMs: nowMs };
  const weekBefore = { fromMs: nowMs - 14 * DAY_MS, toMs: nowMs - 7 * DAY_MS };

  return {
    a: a ?? { kind: 'range', range: weekBefore },
    b: b ?? { kind: 'range', range: lastWeek },
  };
}
