import type { VitalName } from '../../core/record/run-record.ts';
import type { MetricUnit } from '../../core/rollup/metric.ts';
import { bytesScale, formatBytes } from './bytes.ts';
import { durationScale, formatDuration, formatExactDuration } from './duration.ts';
import { formatInterval } from './interval.ts';
import { formatNumber, trimZeros, UNKNOWN, withMinus } from './number.ts';
import { inScale, type Scale } from './scale.ts';

/** Numbers that are rounded like their larger neighbour keep at least so many steps of its last digit. */
const MIN_STEPS = 10;

/** A measured value with the unit of its metric: `214 ms`, `0.113`, `1.2 MB`, `12,345`. */
export function formatMetric(value: number, unit: MetricUnit): string {
  switch (unit) {
    case 'ms':
      return formatDuration(value);
    case 'bytes':
      return formatBytes(value);
    case 'score':
    case 'count':
      return formatNumber(value);
  }
}

/** A limit of a metric, without zeros at its end: `50 ms`, `1.5 s`, `200 kB`, `0.1`. */
export function formatLimit(value: number, unit: MetricUnit): string {
  if (unit === 'ms') return formatExactDuration(value);
  const [number = '', ...rest] = formatMetric(value, unit).split(' ');

  return [trimZeros(number), ...rest].join(' ');
}

/** A difference with its sign: `+12.0 ms`, `−3.4 kB`, `0 ms`. */
export function formatDifference(value: number, unit: MetricUnit): string {
  return `${value > 0 ? '+' : ''}${formatMetric(value, unit)}`;
}

/**
 * Two values with one unit between them: `8.0 to 16.0 ms`, `−127 to +69 ms`. Both have the digits of
 * the larger one, unless that would round the smaller one to fewer than two digits.
 */
export function formatMetricInterval(low: number, high: number, unit: MetricUnit): string {
  const coarse = [low, high].map((each) => scaleOf(Math.abs(each), unit));
  const [first, last] = coarse;
  const hasOneUnit = first?.unit === last?.unit;
  const digits = Math.min(first?.digits ?? 0, last?.digits ?? 0);

  return formatInterval([low, high], (value) => {
    const scale = scaleOf(Math.abs(value), unit);
    const steps = scale === null ? 0 : (Math.abs(value) / scale.divisor) * 10 ** digits;
    if (!hasOneUnit || scale === null || steps < MIN_STEPS) return formatMetric(value, unit);

    return withMinus(value, (size) => inScale(size, { ...scale, digits }));
  });
}

/**
 * The ends of an interval of which one may be unknown: null, or infinite. `1.84 to 1.97 s`,
 * `58.2 s or more`, `120 ms or less`.
 */
export function formatBounds(
  { low, high }: { readonly low: number | null; readonly high: number | null },
  unit: MetricUnit,
): string {
  const hasHigh = high !== null && Number.isFinite(high);
  if (low === null) return hasHigh ? `${formatMetric(high, unit)} or less` : UNKNOWN;

  return hasHigh ? formatMetricInterval(low, high, unit) : `${formatMetric(low, unit)} or more`;
}

function scaleOf(size: number, unit: MetricUnit): Scale | null {
  if (unit === 'ms') return durationScale(size);

  return unit === 'bytes' ? bytesScale(size) : null;
}

/** A vital's value in its own unit: milliseconds, or for `cls` a plain number of three decimals. */
export function formatVital(name: VitalName, value: number): string {
  if (name !== 'cls') return formatDuration(value);
  if (!Number.isFinite(value)) return UNKNOWN;

  return value === 0 ? '0' : value.toFixed(3);
}
