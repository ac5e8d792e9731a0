import type {
  ComparedMetric,
  ComparedQuantile,
  Side,
} from '../../../core/compare/compared-runs.ts';
import type { MetricUnit } from '../../../core/rollup/metric.ts';
import { valueTicks } from '../../format/axis-ticks.ts';
import { type Html, html } from '../parts/html.ts';
import { formatCount } from '../../format/count.ts';
import { formatMetric } from '../../format/metric.ts';

/** At most this many dots for each side; of more runs, evenly spaced ranks are drawn. */
export const MAX_DOTS = 400;

/** Width of a strip in SVG units; it is stretched to the available width. */
const WIDTH = 1_000;
const HEIGHT = 44;
const MIDDLE = HEIGHT / 2;
/** Dots closer together than this are stacked. */
const COLUMN = 6;
const ROOMY = 4;
/** The axis ends before outliers: it covers this share of the values, and a note counts the rest. */
const SHOWN_SHARE = 0.98;
const FAR_OUT = 1.25;
/** Fewer dots than this are drawn larger, and none is cut off. */
const FEW = 20;
const MAX_TICKS = 7;
/** Limit for ticks counted from 0; only those within the axis are drawn. */
const MAX_FROM_ZERO = 2_000;

/** Value axis shared by both strips. */
interface StripAxis {
  readonly low: number;
  readonly high: number;
  readonly unit: MetricUnit;
}

/**
 * Distributions of both sides on one axis: a dot for each run, lines at p50, p75 and p95, and their
 * confidence intervals. Null: neither side has a value.
 */
export function dotStrips({ values, quantiles, unit }: ComparedMetric): Html | null {
  const axis = axisOf(values, unit);
  if (axis === null) return null;
  const notes = (['a', 'b'] as const).flatMap((side) => notesOf(side, values[side], axis));

  return html`<figure class="dot-strips">
    ${(['a', 'b'] as const).map(
      (side) =>
        html`<span class="side">${side.toUpperCase()}</span>
          ${strip(side, values[side], { axis, quantiles })}`,
    )}
    ${axisOfStrips(axis)}
    ${notes.length > 0 && html`<figcaption class="small">${notes.join(' ')}</figcaption>`}
  </figure>`;
}

/** At most {@link MAX_DOTS} values, sorted: all, or evenly spaced ranks, which keep the shape. */
export function thinned(values: ArrayLike<number>): readonly number[] {
  const sorted = Float64Array.from(values).toSorted();
  if (sorted.length <= MAX_DOTS) return [...sorted];

  return Array.from(
    { length: MAX_DOTS },
    (_, index) => sorted[Math.floor(((index + 0.5) * sorted.length) / MAX_DOTS)] ?? Number.NaN,
  );
}

function axisOf({ a, b }: ComparedMetric['values'], unit: MetricUnit): StripAxis | null {
  const sorted = Float64Array.from([...a, ...b]).toSorted();
  const [low, most] = [sorted[0], sorted.at(-1)];
  if (low === undefined || most === undefined) return null;
  // With few runs, every one of them is shown.
  const few = [a, b].filter(({ length }) => length < FEW).flatMap((values) => [...values]);
  const usual = Math.max(sorted[Math.ceil(sorted.length * SHOWN_SHARE) - 1] ?? most, ...few);
  const end = usual > low ? low + FAR_OUT * (usual - low) : most;
  const high = sorted.findLast((value) => value <= end) ?? most;
  if (high > low) return { low, high, unit };
  // A single value has no scale of its own.
  const room = Math.abs(low) * 0.1 || 1;

  return { low: low - room, high: low + room, unit };
}

function strip(
  side: Side,
  values: Float64Array,
  {
    axis,
    quantiles,
  }: { readonly axis: StripAxis; readonly quantiles: readonly ComparedQuantile[] },
): Html {
  const dots = thinned(values).filter((value) => value <= axis.high);

  return html`<svg
    class="dot-strip side-${side}"
    viewBox="0 0 ${WIDTH} ${HEIGHT}"
    preserveAspectRatio="none"
    aria-hidden="true"
  >
    ${quantiles.map((quantile) => percentileMark(quantile, side, axis))}
    <path class="dots ${values.length < FEW ? 'few' : 'many'}" d="${dotPath(dots, axis)}" />
  </svg>`;
}

/** Zero-length lines with round caps: dots that stay round when the strip is stretched. */
function dotPath(values: readonly number[], axis: StripAxis): string {
  const columns = new Map<number, number>();
  const placed = values.map((value) => {
    const x = placeOf(value, axis);
    const column = Math.floor(x / COLUMN);
    const above = columns.get(column) ?? 0;
    columns.set(column, above + 1);
    return { x, above };
  });
  const tallest = Math.max(0, ...columns.values());
  const gap = Math.min(ROOMY, (MIDDLE - 3) / Math.max(1, Math.floor(tallest / 2)));

  return placed
    .map(({ x, above }) => {
      const step = Math.ceil(above / 2) * (above % 2 === 0 ? 1 : -1);
      return `M${short(x)} ${short(MIDDLE + step * gap)}h0`;
    })
    .join('');
}

function percentileMark(
  { q, estimates }: ComparedQuantile,
  side: Side,
  axis: StripAxis,
): Html | null {
  const estimate = estimates[side];
  if (estimate.kind === 'insufficient-data' || estimate.value > axis.high) return null;
  const high = Number.isFinite(estimate.high) ? estimate.high : axis.high;
  const [from, at, to] = [estimate.low, estimate.value, high].map((each) => placeOf(each, axis));

  return html`<rect
      class="dot-interval"
      x="${short(from ?? 0)}"
      width="${short((to ?? 0) - (from ?? 0))}"
      height="${HEIGHT}"
    />
    <line
      class="dot-mark p${Math.round(q * 100)}"
      x1="${short(at ?? 0)}"
      x2="${short(at ?? 0)}"
      y2="${HEIGHT}"
    />`;
}

function axisOfStrips(axis: StripAxis): Html {
  const { low, high, unit } = axis;
  const most = Math.min(MAX_FROM_ZERO, Math.ceil((MAX_TICKS * high) / (high - low)));
  const ticks = valueTicks(high, unit, most).filter(({ at }) => at >= low);

  return html`<svg class="dots-axis" height="16" aria-hidden="true">
    ${ticks.map(({ at, label }) => {
      const x = `${short((placeOf(at, axis) / WIDTH) * 100)}%`;
      return html`<line x1="${x}" x2="${x}" y2="4" /><text x="${x}" y="14">${label}</text>`;
    })}
  </svg>`;
}

function notesOf(side: Side, values: Float64Array, { high, unit }: StripAxis): readonly string[] {
  const name = side.toUpperCase();
  const beyond = values.filter((value) => value > high);
  const most = beyond.reduce((all, value) => Math.max(all, value), high);

  return [
    ...(values.length > MAX_DOTS
      ? [
          `${name}: ${MAX_DOTS} of ${formatCount(values.length, 'run')} shown, evenly spaced by rank.`,
        ]
      : []),
    ...(beyond.length > 0
      ? [
          `${name}: ${formatCount(beyond.length, 'run')} above ${formatMetric(high, unit)} not shown, up to ${formatMetric(most, unit)}.`,
        ]
      : []),
  ];
}

function placeOf(value: number, { low, high }: StripAxis): number {
  return Math.min(1, Math.max(0, (value - low) / (high - low))) * WIDTH;
}

function short(value: number): string {
  return String(Number(value.toFixed(1)));
}
