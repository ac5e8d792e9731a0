import type { ExplainInput } from './explain-input.ts';
import type { Explanation } from './explanation.ts';

/** Says why a metric changed, from rollups of the time around. Pure. */
export function explainChange(input: ExplainInput): Explanation {
  const sharing = input.regions.length > 1 ? [input.region] : [];

  return {
    decomposition: null,
    causes: [],
    instrument: false,
    regions: sharing.length === 0 ? null : { sharing, others: [] },
  };
}
