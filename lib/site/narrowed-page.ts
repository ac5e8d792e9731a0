import type { Page } from '../core/dashboard/pages.ts';
import type { PageLinks } from '../report/html/parts/html-page.ts';
import { unknownWord } from './nearest-page.ts';
import type { AskedPage } from './page-address.ts';
import type { PageProblem } from './problem-views.ts';

/** A page, or why there is none. */
export type NarrowedPage =
  | { readonly kind: 'page'; readonly page: Page }
  | { readonly kind: 'problem'; readonly problem: PageProblem };

/** Leaves of a journey's page the region that is asked for; a metric or region must be one of its. */
export function narrowed(page: Page, asked: AskedPage, links: PageLinks): NarrowedPage {
  if (page.kind !== 'journey' || asked.page !== 'journey') return { kind: 'page', page };
  const { journey, metric, region } = asked;
  // Of a time without any value the page itself says so.
  const isKnown = page.metrics.length === 0 || page.limits.length > 0;
  if (metric !== null && metric !== 'duration' && !isKnown && !page.metrics.includes(metric)) {
    const problem = unknownWord(
      'metric',
      { word: metric, journey },
      { known: page.metrics, links },
    );
    return { kind: 'problem', problem };
  }
  if (region === null) return { kind: 'page', page };
  const regions = page.regions.filter((each) => each.region === region);
  if (regions.length === 0) {
    const known = page.regions.map((each) => each.region);
    return {
      kind: 'problem',
      problem: unknownWord('region', { word: region, journey }, { known, links }),
    };
  }

  return { kind: 'page', page: { ...page, regions } };
}
