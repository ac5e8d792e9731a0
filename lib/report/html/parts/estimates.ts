import type { Availability } from '../../../core/dashboard/status/status.ts';
import type { Outcome } from '../../../core/record/outcome.ts';
import type { MetricUnit } from '../../../core/rollup/metric.ts';
import type { QuantileEstimate } from '../../../core/stats/quantile.ts';
import type { InsufficientData } from '../../../core/stats/series.ts';
import { groupThousands } from '../../format/cost-money.ts';
import {
  formatConfidence,
  formatMany,
  formatMetric,
  formatProbability,
  formatSpan,
} from '../../format/trend-format.ts';
import { type Html, html, type HtmlValue } from './html.ts';

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

/** What a quantile rests on: `95 %: 1.84 to 1.97 s; n = 8,640, 12 of them cut off`. */
export function quantileWords(estimate: QuantileEstimate, unit: MetricUnit): string {
  const { low, high, confidence, n, censored } = estimate;
  // JSON has null for what is not bounded.
  const bounded = high !== null && Number.isFinite(high);
  const interval = bounded
    ? formatSpan(low, high, unit)
    : `${formatMetric(low, unit)} or more, without an upper end`;
  const cut = censored === 0 ? '' : `, ${formatMany(censored, 'value')} cut off by a time-out`;

  return `${formatConfidence(confidence)}: ${interval}; n = ${formatMany(n, 'value')}${cut}`;
}

/** Why there is no number, and what is needed for one. */
export function refusal(refused: InsufficientData): Html {
  return html`<span class="refusal">${refusalWords(refused)}</span>`;
}

/** The same as words: `not enough data: p75 needs 11 values, there are 4; about 3 more days …`. */
export function refusalWords({ reason, moreDays }: InsufficientData): string {
  const needed =
    moreDays === null ? '' : `; about ${formatMany(Math.ceil(moreDays), 'more day')} will do`;

  return `not enough data: ${reason}${needed}`;
}

/** How often users got through, with interval and counts beside, all to be seen. */
export function availabilityValue({ share, counts }: Availability): Html {
  if (share === null) {
    return html`<span class="refusal">${nothingJudged(counts)}</span>`;
  }
  const { value, low, high, confidence } = share;
  const judged = formatMany(counts.passed + counts.failed, 'run');
  const tip = `${formatConfidence(confidence)}: ${availabilitySpan(low, high)}; n = ${judged}. ${countWords(counts)}`;

  return withTip(formatAvailability(value), tip);
}

/** Where an availability lies, for small print: `99.90 to 99.95 %`. */
export function availabilitySpan(low: number, high: number): string {
  return `${formatAvailability(low).replace(' %', '')} to ${formatAvailability(high)}`;
}

/** Runs on demand are not counted: there may be some. */
const NOTHING = 'no scheduled run';

/** Runs by outcome, none left out that there was: `8,634 passed, 6 failed, 2 missing`. */
export function countWords(counts: Availability['counts']): string {
  const told = OUTCOMES.filter((outcome) => counts[outcome] > 0);
  const words = told.map((outcome) => `${groupThousands(counts[outcome])} ${outcome}`);

  return told.length === 0 ? NOTHING : words.join(', ');
}

/**
 * A share of successes, rounded towards 0, so that 100 % means all: `99.93 %`, `99.9988 %`,
 * `87.4 %`.
 */
export function formatAvailability(share: number): string {
  const percent = share * 100;
  if (!Number.isFinite(percent)) return '? %';
  if (percent >= 100) return '100 %';
  if (percent <= 0) return '0 %';
  const digits = percent < 99 ? 1 : percent < 99.995 ? 2 : 4;

  return `${floored(percent, digits)} %`;
}

/** A probability with its letter: `p = 0.012`, `p < 0.0001`. */
export function probabilityText(letter: 'p' | 'q', value: number): string {
  const text = formatProbability(value);

  return text.startsWith('<') ? `${letter} < ${text.slice(1)}` : `${letter} = ${text}`;
}

function floored(value: number, digits: number): string {
  const factor = 10 ** digits;

  // The small number is less than any digit that is shown, and more than floats are off by.
  return (Math.floor(value * factor + 1e-7) / factor).toFixed(digits);
}

function nothingJudged(counts: Availability['counts']): string {
  const words = countWords(counts);

  return words === NOTHING ? `${NOTHING} in this time` : `no run passed or failed: ${words}`;
}
