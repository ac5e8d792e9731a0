import type { RunPage } from '../../lib/core/dashboard/run/run-page.ts';
import type { RunRecord } from '../../lib/core/record/run-record.ts';
import type { QuantileEstimate } from '../../lib/core/stats/quantile.ts';
import type { PageContext } from '../../lib/report/html/parts/html-page.ts';

/** Makes a quantile of 2,016 values that were all measured. */
export function quantileEstimate(
  value: number,
  [low, high]: readonly [low: number, high: number],
  changes: Partial<QuantileEstimate> = {},
): QuantileEstimate {
  return {
    kind: 'quantile',
    value,
    low,
    high,
    confidence: 0.95,
    n: 2016,
    censored: 0,
    bound: 'exact',
    ...changes,
  };
}

/** Makes the page of a run without a history, whose evidence is all there. */
export function runPage(record: RunRecord, changes: Partial<RunPage> = {}): RunPage {
  return {
    kind: 'run',
    stage: 'dev',
    source: 'local',
    readAtMs: Date.UTC(2026, 10, 23, 12),
    banner: null,
    record,
    evidence: record.evidence.map((item) => ({ item, available: true, command: null })),
    budgets: [],
    detection: { outageMs: 672_000, alarmedWithinMs: 780_000, clockChangeMs: 0 },
    usual: [],
    previous: null,
    next: null,
    ...changes,
  };
}

/** A page that stands alone, with links that tell what they lead to. */
export const PAGE_CONTEXT: PageContext = {
  links: {
    overview: () => '/overview',
    journey: (journey, { region } = {}) => `/journey?${encodeURIComponent(journey)}&${region}`,
    run: ({ runId }) => `/run?${encodeURIComponent(runId)}`,
    compare: (journey, sides) =>
      `/compare?${encodeURIComponent(JSON.stringify([journey, sides?.a, sides?.b]))}`,
    costs: () => '/costs',
    evidence: (run, { kind }) => `/evidence?${encodeURIComponent(run.runId)}&${kind}`,
  },
  json: null,
  idPrefix: '',
};

/** What of a page a person reads: its texts without markup, spaces as one. */
export function textOf(markup: string): string {
  const text = markup
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

  return text.replaceAll(/\s+/g, ' ').trim();
}
