import type { PageLinks } from '../parts/links.ts';

/** Where the parts of a report begin. */
export const REPORT_ANCHORS = { overview: 'overview', costs: 'costs' } as const;

/** The anchor of a journey in a report that has these journeys, in their order; null: it has not. */
export function journeyAnchor(journey: string, journeys: readonly string[]): string | null {
  const index = journeys.indexOf(journey);

  return index < 0 ? null : `journey-${index + 1}`;
}

/** Links within one file: what is not in it has none. */
export function reportLinks(journeys: readonly string[], hasCosts: boolean): PageLinks {
  return {
    overview: () => `#${REPORT_ANCHORS.overview}`,
    journey: (journey) => {
      const anchor = journeyAnchor(journey, journeys);
      return anchor === null ? null : `#${anchor}`;
    },
    run: () => null,
    compare: () => null,
    costs: () => (hasCosts ? `#${REPORT_ANCHORS.costs}` : null),
    evidence: () => null,
  };
}
