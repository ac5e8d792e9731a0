import type { ComparedMetric, Sides } from '../../core/compare/compared-runs.ts';
import type { MetricUnit } from '../../core/rollup/metric.ts';
import type { SampleComparison } from '../../core/stats/compare-samples.ts';
import { DAY_MS } from '../../core/base/time.ts';
import { mirrored } from './estimate.ts';
import { formatMetric, formatMetricInterval } from './metric.ts';
import { formatProbability } from './number.ts';
import { formatShare } from './share.ts';

/** What is said of a metric, in a sentence without its subject and full stop. */
export function comparisonWords({ result, conclusion, unit, q }: ComparedMetric): string {
  if (result.kind === 'refused') return `could not be told: ${result.reason}`;
  const sure = sureWords(result, q);
  switch (conclusion) {
    case 'worse':
      return `B is ${moreWords(unit)} than A by ${shiftWords(result, unit)}, ${sure}`;
    case 'allowed':
      return `B is ${moreWords(unit)} than A by ${shiftWords(result, unit)}, not beyond doubt by more than is allowed, ${sure}`;
    case 'better':
      return `B is ${lessWords(unit)} than A by ${shiftWords(result, unit)}, ${sure}`;
    case 'alike':
    case 'refused':
      return `no difference could be shown: ${seenWords(result, unit)}, ${sure}`;
  }
}

function moreWords(unit: MetricUnit): string {
  return unit === 'ms' ? 'slower' : 'higher';
}

function lessWords(unit: MetricUnit): string {
  return unit === 'ms' ? 'faster' : 'lower';
}

/** `12.0 ms (95%: 8.0 to 16.0 ms; 5.1%)`. */
function shiftWords({ shift, relative }: SampleComparison, unit: MetricUnit): string {
  const size = shift.value < 0 ? mirrored(shift) : shift;
  const share = relative === null ? '' : `; ${formatShare(Math.abs(relative.value))}`;

  return `${formatMetric(size.value, unit)} (${formatShare(size.confidence)}: ${formatMetricInterval(size.low, size.high, unit)}${share})`;
}

/** How large a difference these runs would have shown: half of the interval's width. */
function seenWords({ shift, relative }: SampleComparison, unit: MetricUnit): string {
  const half = (shift.high - shift.low) / 2;
  const share = relative === null ? null : (relative.high - relative.low) / 2;
  const size = share === null ? formatMetric(half, unit) : formatShare(share);

  return `it lies within ${formatMetricInterval(shift.low, shift.high, unit)} (${formatShare(shift.confidence)}), and one of about ${size} would have shown`;
}

function sureWords({ p, n }: SampleComparison, q: number | null): string {
  const corrected = q === null ? '' : `, q ${equalsWords(q)}`;

  return `p ${equalsWords(p)}${corrected}, n = ${n.a} and ${n.b}`;
}

function equalsWords(p: number): string {
  const text = formatProbability(p);

  return text.startsWith('<') ? `< ${text.slice(1)}` : `= ${text}`;
}

/**
 * What else is in a difference of two ranges, null where one is no range: of whole days, or of the
 * same hours, seasons cancel; else they are in it.
 */
export function hoursCaution({
  a,
  b,
}: Sides<{ readonly since: string; readonly until: string } | null>): string | null {
  if (a === null || b === null) return null;
  const [aMs, bMs] = [a, b].map(({ since, until }) => Date.parse(until) - Date.parse(since));
  const apartMs = Date.parse(b.since) - Date.parse(a.since);
  const sameHours = aMs === bMs && apartMs % DAY_MS === 0;
  const wholeDays = [aMs, bMs].every((ms) => (ms ?? 0) % DAY_MS === 0);
  if (sameHours || wholeDays) return null;

  return 'A and B are of different hours of the day: what differs between those is in the difference too.';
}
