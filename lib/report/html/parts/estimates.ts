import type { Availability } from '../../../core/dashboard/status/status.ts';
import type { Outcome } from '../../../core/record/outcome.ts';
import type { MetricUnit } from '../../../core/rollup/metric.ts';
import type { QuantileEstimate } from '../../../core/stats/quantile.ts';
import type { InsufficientData } from '../../../core/stats/series.ts';
import { type Html, html, type HtmlValue } from './html.ts';
import { formatCount } from '../../format/count.ts';
import { formatMetric, formatMetricInterval } from '../../format/metric.ts';
import { groupThousands } from '../../format/number.ts';
import { formatShare, formatShareInterval } from '../../format/share.ts';

const OUTCOMES: readonly Outcome[] = ['passed', 'failed', 'errored', 'skipped', 'missing'];

/**
 * A text with more to know: `.estimate`, and in it `.tip`, which is seen when it is pointed at or
 * focused, and read aloud behind the text. Works without a script.
 */
export function withTip(text: HtmlValue, tip: HtmlValue): Html {
  return html`<span class="estimate" tabindex="0"
    >${text}<span class="tip" role="tooltip">${tip}</span></span
  >`;
}

/** A quantile with its unit; its number of values and its interval when asked. */
export function quantileValue(estimate: QuantileEstimate, unit: MetricUnit): Html {
  return withTip(quantileText(estimate, unit), quantileWords(estimate, unit));
}

/** A quantile, or in words that there are too few values and how many are needed. */
export function quantileOrWhy(
  estimate: QuantileEstimate | InsufficientData,
  unit: MetricUnit,
): Html {
  return estimate.kind === 'refused' ? refusal(estimate) : quantileValue(estimate, unit);
}

/** `1.90 s`; where time-outs cut it off: `at least 60.0 s`. */
export function quantileText({ value, bound }: QuantileEstimate, unit: MetricUnit): string {
  return `${bound === 'at-least' ? 'at least ' : ''}${formatMetric(value, unit)}`;
}

/** What a quantile rests on: `95%: 1.84 to 1.97 s; n = 8,640, 12 of them cut off`. */
export function quantileWords(estimate: QuantileEstimate, unit: MetricUnit): string {
  const { low, high, confidence, n, censored } = estimate;
  // JSON has null for what is not bounded.
  const bounded = high !== null && Number.isFinite(high);
  const interval = bounded
    ? formatMetricInterval(low, high, unit)
    : `${formatMetric(low, unit)} or more, without an upper end`;
  const cut = censored === 0 ? '' : `, ${formatCount(censored, 'value')} cut off by a time-out`;

  return `${formatShare(confidence)}: ${interval}; n = ${formatCount(n, 'value')}${cut}`;
}

/** Why there is no number, and what is needed for one. */
export function refusal(refused: InsufficientData): Html {
  return html`<span class="refusal">${refusalWords(refused)}</span>`;
}

/** The same as words: `not enough data: p75 needs 11 values, there are 4; about 3 more days …`. */
export function refusalWords({ reason, moreDays }: InsufficientData): string {
  const needed =
    moreDays === null ? '' : `; about ${formatCount(Math.ceil(moreDays), 'more day')} will do`;

  return `not enough data: ${reason}${needed}`;
}

/** How often users got through, with interval and counts beside, all to be seen. */
export function availabilityValue({ share, counts }: Availability): Html {
  if (share === null) {
    return html`<span class="refusal">${nothingJudged(counts)}</span>`;
  }
  const { value, low, high, confidence } = share;
  const judged = formatCount(counts.passed + counts.failed, 'run');
  const tip = `${formatShare(confidence)}: ${formatShareInterval(low, high)}; n = ${judged}. ${countWords(counts)}`;

  return withTip(formatShare(value), tip);
}

/** Runs on demand are not counted: there may be some. */
const NOTHING = 'no scheduled run';

/** Runs by outcome, none left out that there was: `8,634 passed, 6 failed, 2 missing`. */
export function countWords(counts: Availability['counts']): string {
  const told = OUTCOMES.filter((outcome) => counts[outcome] > 0);
  const words = told.map((outcome) => `${groupThousands(counts[outcome])} ${outcome}`);

  return told.length === 0 ? NOTHING : words.join(', ');
}

function nothingJudged(counts: Availability['counts']): string {
  const words = countWords(counts);

  return words === NOTHING ? `${NOTHING} in this time` : `no run passed or failed: ${words}`;
}
