import type { Availability } from '../../../core/dashboard/status/status.ts';
import type { Outcome } from '../../../core/record/outcome.ts';
import type { MetricUnit } from '../../../core/rollup/metric.ts';
import type { QuantileEstimate } from '../../../core/stats/quantile.ts';
import type { InsufficientData } from '../../../core/stats/series.ts';
import { type Html, html, type HtmlValue } from './html.ts';
import { formatConfidence } from '../../format/confidence-interval.ts';
import { formatCount } from '../../format/count.ts';
import { describeInsufficientData } from '../../format/describe-shortage.ts';
import { formatBounds, formatMetric } from '../../format/metric.ts';
import { groupThousands } from '../../format/number.ts';
import { formatShare, formatShareInterval } from '../../format/share.ts';

const OUTCOMES: readonly Outcome[] = ['passed', 'failed', 'errored', 'skipped', 'missing'];

/**
 * A text (`.estimate`) with a tooltip (`.tip`) that is shown on hover and focus, and read aloud after
 * the text. Works without a script.
 */
export function withTip(text: HtmlValue, tip: HtmlValue): Html {
  return html`<span class="estimate" tabindex="0"
    >${text}<span class="tip" role="tooltip">${tip}</span></span
  >`;
}

/** A percentile with its unit; the tip has its confidence interval and number of values. */
export function percentileValue(estimate: QuantileEstimate, unit: MetricUnit): Html {
  return withTip(formatEstimate(estimate, unit), describeEstimate(estimate, unit));
}

/** A percentile, or what is missing to estimate it. */
export function percentileOrShortage(
  estimate: QuantileEstimate | InsufficientData,
  unit: MetricUnit,
): Html {
  return estimate.kind === 'insufficient-data'
    ? shortageNote(estimate)
    : percentileValue(estimate, unit);
}

/** `1.90 s`; where time-outs leave only a lower bound: `at least 60.0 s`. */
export function formatEstimate({ value, bound }: QuantileEstimate, unit: MetricUnit): string {
  return `${bound === 'at-least' ? 'at least ' : ''}${formatMetric(value, unit)}`;
}

/** What a percentile is based on: `95% CI: 1.84 to 1.97 s; n = 8,640 values`. */
export function describeEstimate(estimate: QuantileEstimate, unit: MetricUnit): string {
  const { confidence, n, censored } = estimate;
  const interval = formatBounds(estimate, unit);
  const cut = censored === 0 ? '' : `, ${formatCount(censored, 'value')} timed out`;

  return `${formatConfidence(confidence)}: ${interval}; n = ${formatCount(n, 'value')}${cut}`;
}

/** Why there is no estimate, in place of a number. */
export function shortageNote(missing: InsufficientData): Html {
  return html`<span class="shortage">${shortageText(missing)}</span>`;
}

/** The same as text: `not enough data: p75 needs 11 values, there are 4`. */
export function shortageText(missing: InsufficientData): string {
  return `not enough data: ${describeInsufficientData(missing)}`;
}

/** Availability; the tip has its confidence interval and the runs by outcome. */
export function availabilityValue({ share, counts }: Availability): Html {
  if (share === null) {
    return html`<span class="shortage">${nothingJudged(counts)}</span>`;
  }
  const { value, low, high, confidence } = share;
  const judged = formatCount(counts.passed + counts.failed, 'run');
  const tip = `${formatConfidence(confidence)}: ${formatShareInterval(low, high)}; n = ${judged}. ${formatOutcomes(counts)}`;

  return withTip(formatShare(value), tip);
}

/** Runs on demand are not counted, so there may be some. */
const NOTHING = 'no scheduled run';

/** Runs by outcome, without those that did not occur: `8,634 passed, 6 failed, 2 missing`. */
export function formatOutcomes(counts: Availability['counts']): string {
  const present = OUTCOMES.filter((outcome) => counts[outcome] > 0);
  const words = present.map((outcome) => `${groupThousands(counts[outcome])} ${outcome}`);

  return present.length === 0 ? NOTHING : words.join(', ');
}

function nothingJudged(counts: Availability['counts']): string {
  const words = formatOutcomes(counts);

  return words === NOTHING ? `${NOTHING} in this period` : `no run passed or failed: ${words}`;
}
