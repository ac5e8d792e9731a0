import type { TrendStanding } from '../../../core/dashboard/status/status.ts';

/** What there could have been findings of. */
export interface Looked {
  readonly trends: readonly TrendStanding[];
  /** What is said where all was looked at: `No drift, step or forecast stands in any series`. */
  readonly quiet: string;
  /** What the trends are of: `rows`. */
  readonly of: string;
}

/** Nothing found is good news only where somebody could have found something. */
export function noFindings({ trends, quiet, of }: Looked): string {
  const unknown = trends.filter(({ direction }) => direction === 'unknown');
  if (unknown.length === 0) return `${quiet}.`;
  const why = [...new Set(unknown.map(({ words }) => words))];
  const reasons = why.length === 1 ? `: ${why[0] ?? ''}` : '; the column of trends says why';

  return unknown.length === trends.length
    ? `Whether anything drifts or stepped cannot be told${reasons}.`
    : `No drift, step or forecast stands where it can be told; of ${unknown.length} of ${trends.length} ${of} it cannot${reasons}.`;
}
