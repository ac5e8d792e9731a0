import type { RunRecord } from '../record/run-record.ts';

/** The parts of a vital's time, as metrics of their own; each a fact of its attribution. */
const LCP_PARTS = {
  'lcp:ttfb': 'timeToFirstByte',
  'lcp:load-delay': 'resourceLoadDelay',
  'lcp:load-duration': 'resourceLoadDuration',
  'lcp:render-delay': 'elementRenderDelay',
} as const;

/** The names of the parts of `lcp`: of the same page view they add up to it. */
export const LCP_PART_METRICS: readonly string[] = Object.keys(LCP_PARTS);

/** What the parts of a run's worst `lcp` took, by metric; empty where the browser did not tell. */
export function lcpPartsOf({ vitals }: RunRecord): readonly (readonly [string, number])[] {
  const facts = vitals?.lcp?.attribution ?? {};

  return Object.entries(LCP_PARTS).flatMap(([metric, fact]) => {
    const ms = Object.hasOwn(facts, fact) ? facts[fact] : undefined;

    return typeof ms === 'number' ? [[metric, ms] as const] : [];
  });
}
