import type { ComparedMetric, Sides } from '../../core/compare/compared-runs.ts';
import type { MetricUnit } from '../../core/rollup/metric.ts';
import type { SampleComparison } from '../../core/stats/compare-samples.ts';
import { DAY_MS } from '../../core/base/time.ts';
import type { UnknownGate } from '../../core/compare/gate.ts';
import { formatConfidence, formatConfidenceInterval } from './confidence-interval.ts';
import { describeShortage } from './describe-shortage.ts';
import { mirrored } from './estimate.ts';
import { formatProbabilityOf, groupThousands } from './number.ts';
import { formatMetric, formatMetricInterval } from './metric.ts';
import { formatShare } from './share.ts';

/** The conclusion about a metric, as a sentence without its subject and full stop. */
export function describeComparison({ result, conclusion, unit, q }: ComparedMetric): string {
  if (result.kind === 'insufficient-data') {
    return `not enough data: ${describeShortage(result.shortage)}`;
  }
  const significance = describeSignificance(result, q);
  switch (conclusion) {
    case 'worse':
      return `B is ${unit === 'ms' ? 'slower' : 'higher'} than A by ${formatShift(result, unit)}, ${significance}`;
    case 'allowed':
      return `B is ${unit === 'ms' ? 'slower' : 'higher'} than A by ${formatShift(result, unit)}, not significantly more than allowed, ${significance}`;
    case 'better':
      return `B is ${unit === 'ms' ? 'faster' : 'lower'} than A by ${formatShift(result, unit)}, ${significance}`;
    case 'alike':
    case 'insufficient-data':
      return `no significant difference: ${describeDetectable(result, unit, significance)}`;
  }
}

/** Why a comparison has no conclusion, as a sentence without its full stop. */
export function describeUnknownGate(reason: UnknownGate): string {
  switch (reason.code) {
    case 'no-runs':
      return 'there are no runs on either side';
    case 'no-passed-run':
      return `${reason.side.toUpperCase()} has no passed run of ${reason.journey} in ${reason.region}`;
    case 'no-shared-metric':
      return 'no metric is on both sides';
    case 'too-few-runs':
      return `${reason.metrics} of ${reason.of} metrics have too few runs`;
    case 'more-timed-out':
      return "more of B's runs than of A's timed out: B may be slower than the numbers show";
  }
}

/** `12.0 ms (95% CI: 8.0 to 16.0 ms; 5.1%)`. */
function formatShift({ shift, relative }: SampleComparison, unit: MetricUnit): string {
  const size = shift.value < 0 ? mirrored(shift) : shift;
  const share = relative === null ? '' : `; ${formatShare(Math.abs(relative.value))}`;
  const interval = formatConfidenceInterval(size, (low, high) =>
    formatMetricInterval(low, high, unit),
  );

  return `${formatMetric(size.value, unit)} (${interval}${share})`;
}

/** The interval, and how large a difference these runs would show: half of the interval's width. */
function describeDetectable(
  { shift, relative }: SampleComparison,
  unit: MetricUnit,
  significance: string,
): string {
  const half = (shift.high - shift.low) / 2;
  const share = relative === null ? null : (relative.high - relative.low) / 2;
  const size = share === null ? formatMetric(half, unit) : formatShare(share);

  return `${formatMetricInterval(shift.low, shift.high, unit)} (${formatConfidence(shift.confidence)}; ${significance}). With this many runs, only a change of ${size} or more would be detected`;
}

function describeSignificance({ p, n }: SampleComparison, q: number | null): string {
  const corrected = q === null ? '' : `, ${formatProbabilityOf('q', q)}`;

  return `${formatProbabilityOf('p', p)}${corrected}, n = ${groupThousands(n.a)} and ${groupThousands(n.b)}`;
}

/**
 * A warning where two ranges cover different hours of the day; null: whole days, or the same hours,
 * where seasons cancel, or a side that is not a range.
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

  return 'A and B cover different hours of the day: part of the difference may be due to the time of day.';
}
