import type { RunPage } from '../../../core/dashboard/run/run-page.ts';
import type { QuantileEstimate } from '../../../core/stats/quantile.ts';
import { formatMany, formatSpan } from '../../format/trend-format.ts';
import { badge } from '../parts/badges.ts';
import { quantileText, quantileWords, withTip } from '../parts/estimates.ts';
import { type Html, html } from '../parts/html.ts';

/** What is usual of a metric. */
export type Usual = RunPage['usual'][number];

/** What is known of a metric; null: nothing, as of a step beyond those that are kept. */
export function usualOf(usual: RunPage['usual'], metric: string): Usual | null {
  return usual.find((each) => each.metric === metric) ?? null;
}

/**
 * What a metric took in the days before, and whether this run took longer than that beyond doubt:
 * above the whole interval of p95.
 */
export function usualWords(usual: RunPage['usual'], metric: string, tookMs: number): Html | null {
  const known = usualOf(usual, metric);
  if (known === null) return null;
  const slower = isSlower(known, tookMs);

  return html`${rangeWords(known)}
  ${slower && badge({ tone: 'warn', icon: 'over', word: 'slower than usual' })}`;
}

/** Whether a run took longer than nearly all of the days before. */
export function isSlower({ p95 }: Usual, tookMs: number): boolean {
  // A high end that is null or infinite is one that nobody knows.
  return (
    p95.kind === 'quantile' && p95.high !== null && Number.isFinite(p95.high) && tookMs > p95.high
  );
}

function rangeWords({ p50, p95 }: Usual): Html {
  if (p50.kind === 'refused') {
    return html`<span class="refusal">not known: ${p50.reason}</span>`;
  }
  const n = formatMany(p50.n, 'value');
  if (p95.kind === 'refused') {
    return html`${withTip(html`${quantileText(p50, 'ms')} in the median`, html`p50 ${quantileWords(p50, 'ms')}`)}
      <span class="small">of ${n} in 7 days; ${p95.reason}</span>`;
  }
  const words = bothWords(p50, p95);

  return html`${withTip(words, tipWords(p50, p95))}
    <span class="small">p50 to p95 of ${n} in 7 days</span>`;
}

function bothWords(p50: QuantileEstimate, p95: QuantileEstimate): string {
  return p50.bound === 'exact' && p95.bound === 'exact'
    ? formatSpan(p50.value, p95.value, 'ms')
    : `${quantileText(p50, 'ms')} to ${quantileText(p95, 'ms')}`;
}

function tipWords(p50: QuantileEstimate, p95: QuantileEstimate): string {
  return `p50 ${quantileText(p50, 'ms')} (${quantileWords(p50, 'ms')}); p95 ${quantileText(p95, 'ms')} (${quantileWords(p95, 'ms')}); of the seven days before this run`;
}
