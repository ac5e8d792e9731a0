import type { QuantileTrack } from '../../../core/dashboard/journey/journey-page.ts';
import type { BudgetCheck } from '../../../core/dashboard/status/status.ts';
import type { VitalName } from '../../../core/record/run-record.ts';
import type { QuantileEstimate } from '../../../core/stats/quantile.ts';
import type { InsufficientData } from '../../../core/stats/series.ts';
import { VITAL_THRESHOLDS } from '../../format/vitals.ts';
import { coordinate, linePath } from './chart-paths.ts';
import { type Html, html } from '../parts/html.ts';

/** Width of the box of coordinates; pictures are stretched to the available width. */
const WIDTH = 100;
const GAUGE_HEIGHT = 16;
const SPARK_HEIGHT = 40;
/** A gauge reaches at least this factor beyond the threshold of `poor`. */
const POOR_ROOM = 1.35;
const HEADROOM = 1.1;
/** Position of a budget's limit within {@link WIDTH}. */
const LIMIT_AT = 70;

/** Upper end of a vital's gauges, the same for all regions. */
export function gaugeTop(
  name: VitalName,
  estimates: readonly (QuantileEstimate | InsufficientData)[],
): number {
  const ends = estimates.map((each) => (each.kind === 'insufficient-data' ? 0 : farEnd(each)));

  return Math.max(VITAL_THRESHOLDS[name][1] * POOR_ROOM, ...ends.map((end) => end * HEADROOM));
}

/** A vital's p75 on the zones good, needs improvement and poor, with its interval as a whisker. */
export function vitalGauge(name: VitalName, estimate: QuantileEstimate, top: number): Html {
  const scale = { top, width: WIDTH };
  const [good, fair] = VITAL_THRESHOLDS[name].map((threshold) => xOf(threshold, scale));

  return html`<svg
    class="gauge"
    aria-hidden="true"
    viewBox="0 0 ${WIDTH} ${GAUGE_HEIGHT}"
    preserveAspectRatio="none"
  >
    <rect class="zone-poor" width="${WIDTH}" height="${GAUGE_HEIGHT}" />
    <rect class="zone-fair" width="${fair}" height="${GAUGE_HEIGHT}" />
    <rect class="zone-good" width="${good}" height="${GAUGE_HEIGHT}" />
    <path class="whisker" d="M${xOf(estimate.low, scale)} 8H${xOf(farEnd(estimate), scale)}" />
    <path class="needle" d="M${xOf(estimate.value, scale)} 1v14" />
  </svg>`;
}

/** A budget's percentile as a bar, with its interval and a line at the limit; null: no estimate. */
export function budgetBullet({ estimate, max, status }: BudgetCheck): Html | null {
  if (estimate.kind === 'insufficient-data' || !(max > 0)) return null;
  const scale = { top: max, width: LIMIT_AT };

  return html`<svg
    class="bullet is-${status}"
    aria-hidden="true"
    viewBox="0 0 ${WIDTH} 10"
    preserveAspectRatio="none"
  >
    <path class="bullet-rail" d="M0 5H${WIDTH}" />
    <path class="bullet-value" d="M0 5H${xOf(estimate.value, scale)}" />
    <path class="whisker" d="M${xOf(estimate.low, scale)} 5H${xOf(farEnd(estimate), scale)}" />
    <path class="bullet-limit" d="M${LIMIT_AT} 0v10" />
  </svg>`;
}

/** x of a value: `top` is at `width`; higher values stop at the right edge. */
function xOf(
  value: number,
  { top, width }: { readonly top: number; readonly width: number },
): string {
  return coordinate(Math.min(WIDTH, (value / top) * width));
}

/** Small line of a percentile over time; null: it has no value. */
export function sparkLine({ values }: QuantileTrack, top: number): Html | null {
  if (values.every((value) => value === null)) return null;
  const width = values.length * 2;
  const plane = {
    buckets: values.length,
    width,
    height: SPARK_HEIGHT,
    top,
    grain: 'whole',
  } as const;

  return html`<svg
    class="spark"
    aria-hidden="true"
    viewBox="0 0 ${width} ${SPARK_HEIGHT}"
    preserveAspectRatio="none"
  >
    <path class="spark-floor" d="M0 ${SPARK_HEIGHT}H${width}" />
    <path class="line is-median" d="${linePath(values, plane)}" />
  </svg>`;
}

/** Upper end of an interval; without one (null in JSON), the value itself. */
function farEnd({ high, value }: QuantileEstimate): number {
  return high !== null && Number.isFinite(high) ? high : value;
}
