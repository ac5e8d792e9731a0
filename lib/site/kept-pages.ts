import type { ComparePage } from '../core/dashboard/compare/compare-page.ts';
import type { Page, PageSource } from '../core/dashboard/pages.ts';
import { rangeAt } from './asked-range.ts';
import { keeper, type KeepRule, type KeeperTime } from './keeper.ts';
import type { AskedPage } from './page-address.ts';
import { MINUTE_MS } from '../core/base/time.ts';

/** Pages' contents, kept for a moment. */
export interface KeptPages {
  /** Null: there is no such journey or run. */
  read(asked: AskedPage): Promise<Page | null>;
  /** Something happened to this journey: what is kept of it is no longer all. */
  recorded(journey: string): void;
}

/** What pages are kept with. */
export interface KeptPagesTime extends KeeperTime {
  /** The present of the history: milliseconds since 1970. */
  readonly epochMs: () => number;
}

const WEEK_MS = 7 * 24 * 60 * MINUTE_MS;
/** Pages whose contents are kept at a time: a large one takes about a megabyte. */
const CAPACITY = 64;

/** A page is read in milliseconds or, from a far or busy store, in seconds: nobody is to wait. */
const RULES: Readonly<Record<AskedPage['page'], KeepRule>> = {
  overview: { freshMs: 10_000, staleMs: 60 * MINUTE_MS },
  journey: { freshMs: 10_000, staleMs: 10 * MINUTE_MS },
  run: { freshMs: 5_000, staleMs: 0 },
  compare: { freshMs: 30_000, staleMs: 0 },
  costs: { freshMs: MINUTE_MS, staleMs: 60 * MINUTE_MS },
};

/** Keeps what a source reads, for a moment. */
export function keptPages(source: PageSource, time: KeptPagesTime): KeptPages {
  const pages = keeper<Page | null>(CAPACITY, time);
  const inTurn = oneByOne();

  async function read(asked: AskedPage): Promise<Page | null> {
    return await readPage(asked, source, time.epochMs());
  }

  return {
    read: async (asked) =>
      await pages.get(JSON.stringify(asked), RULES[asked.page], async () =>
        // One of all journeys finds most in what the one before has read: two at once read it twice.
        asked.page === 'overview' ? await inTurn(() => read(asked)) : await read(asked),
      ),
    recorded: (journey) => {
      // Of all journeys: some run is recorded every moment, and nobody would ever find it kept.
      pages.expire((key) => askedOf(key).page === 'overview');
      pages.drop((key) => {
        const asked = askedOf(key);
        return 'journey' in asked && asked.journey === journey;
      });
    },
  };
}

/** Begins each piece of work when the one before has ended, however that ended. */
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

/** Where nothing is asked for: the last seven days, and the seven before them. */
function sidesAt(
  { a, b }: Extract<AskedPage, { page: 'compare' }>['sides'],
  nowMs: number,
): ComparePage['sides'] {
  const lastWeek = { fromMs: nowMs - WEEK_MS, toMs: nowMs };
  const weekBefore = { fromMs: nowMs - 2 * WEEK_MS, toMs: nowMs - WEEK_MS };

  return {
    a: a ?? { kind: 'range', range: weekBefore },
    b: b ?? { kind: 'range', range: lastWeek },
  };
}
