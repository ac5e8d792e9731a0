import type { Page } from '../core/dashboard/pages.ts';
import { errorText } from '../core/base/error-text.ts';
import { SECOND_MS } from '../core/base/time.ts';
import { formatExactDuration } from '../report/format/duration.ts';
import type { PageLinks } from '../report/html/parts/html-page.ts';
import type { RequestedPage } from './page-address.ts';
import type { PageCache } from './page-cache.ts';
import type { PageProblem } from './problem-views.ts';
import { isoOf } from './range-query.ts';
import { type KnownSeries, unknownNames, unknownWord } from './unknown-address.ts';

/** A page, or why there is none. */
export type FoundPage =
  | { readonly kind: 'page'; readonly page: Page }
  | { readonly kind: 'problem'; readonly problem: PageProblem };

/** Everything that finding a page takes. */
export interface FindPageParts {
  readonly pages: Pick<PageCache, 'read'>;
  /** Journeys of the project and series of the store. */
  readonly knownSeries: () => Promise<readonly KnownSeries[]>;
  readonly links: PageLinks;
  /** The present of the history: milliseconds since 1970. */
  readonly epochMs: () => number;
  /** Calls back after a delay; the returned function cancels. */
  readonly after: (delayMs: number, action: () => void) => () => void;
}

/** A reader waits this long for a page; then the page asks again by itself. */
const PAGE_DEADLINE_MS = 20 * SECOND_MS;
/** A repeated request shares the reading in progress, and waits for it again. */
const RETRY_AFTER_S = 2;

/** Finds a page. It never rejects: what cannot be read is a problem. */
export async function findPage(requested: RequestedPage, parts: FindPageParts): Promise<FoundPage> {
  const early = futureProblem(requested, parts.epochMs());
  if (early !== null) return { kind: 'problem', problem: early };
  try {
    const page = await inTime(parts.pages.read(requested), parts);
    if (page === 'late') return { kind: 'problem', problem: LATE };
    if (page !== null) return narrowed(page, requested, parts.links);

    return {
      kind: 'problem',
      problem: unknownNames(requested, await parts.knownSeries(), parts.links),
    };
  } catch (error) {
    return { kind: 'problem', problem: storeProblem(error) };
  }
}

/** The problem of a store that cannot be read. */
export function storeProblem(error: unknown): PageProblem {
  return { status: 503, message: errorText(error), nearest: null };
}

const LATE: PageProblem = {
  status: 503,
  message: `Reading the history takes longer than ${formatExactDuration(PAGE_DEADLINE_MS)}: with many journeys, the first reading takes longest`,
  nearest: null,
  retryAfterS: RETRY_AFTER_S,
};

async function inTime<T>(
  work: Promise<T>,
  { after }: Pick<FindPageParts, 'after'>,
): Promise<T | 'late'> {
  return await new Promise((resolve, reject) => {
    const cancel = after(PAGE_DEADLINE_MS, () => resolve('late'));
    work.finally(cancel).then(resolve, reject);
  });
}

function futureProblem(requested: RequestedPage, nowMs: number): PageProblem | null {
  if (!('range' in requested) || requested.range.kind === 'last') return null;
  const { fromMs } = requested.range.range;
  if (fromMs <= nowMs) return null;

  return {
    status: 400,
    message: `Cannot show the time from ${isoOf(fromMs)}: it is in the future; expected a start before ${isoOf(nowMs)}`,
    nearest: null,
  };
}

/** Leaves the requested region of a journey's page. The metric and the region must be known. */
function narrowed(page: Page, requested: RequestedPage, links: PageLinks): FoundPage {
  if (page.kind !== 'journey' || requested.page !== 'journey') return { kind: 'page', page };
  const { journey, metric, region } = requested;
  // Of a range without any value the page itself says so.
  const isKnown = page.metrics.length === 0 || page.limits.length > 0;
  if (metric !== null && metric !== 'duration' && !isKnown && !page.metrics.includes(metric)) {
    const context = { known: page.metrics, links };
    return { kind: 'problem', problem: unknownWord('metric', { word: metric, journey }, context) };
  }
  if (region === null) return { kind: 'page', page };
  const regions = page.regions.filter((each) => each.region === region);
  if (regions.length === 0) {
    const context = { known: page.regions.map((each) => each.region), links };
    return { kind: 'problem', problem: unknownWord('region', { word: region, journey }, context) };
  }

  return { kind: 'page', page: { ...page, regions } };
}
