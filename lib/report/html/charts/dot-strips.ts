import type {
  ComparedMetric,
  ComparedQuantile,
  Side,
} from '../../../core/compare/compared-runs.ts';
import type { MetricUnit } from '../../../core/rollup/metric.ts';
import { valueTicks } from './chart-ticks.ts';
import { type Html, html } from '../parts/html.ts';
import { formatCount } from '../../format/count.ts';
import { formatMetric } from '../../format/metric.ts';

/** Dots of a side: of more runs, as many are drawn, evenly by their rank. */
export const MAX_DOTS = 400;

/** The width of a strip in its own units: it is stretched to the room that there is. */
const WIDTH = 1_000;
const HEIGHT = 44;
const MIDDLE = HEIGHT / 2;
/** Dots nearer than this are drawn above and below each other. */
const COLUMN = 6;
const ROOMY = 4;
/** Where a few values lie far out, the axis ends before them, and says how many they are. */
const SHOWN_SHARE = 0.98;
const FAR_OUT = 1.25;
/** Fewer dots than so many are drawn larger, and never left out. */
const FEW = 20;
const MAX_TICKS = 7;
/** Ticks from 0 on of which only those within the axis are drawn. */
const MAX_FROM_ZERO = 2_000;

/** The axis of both strips. */
interface StripAxis {
  readonly low: number;
  readonly high: number;
  readonly unit: MetricUnit;
}

/**
 * How the values of both sides lie on one axis: a dot for each run, with the median, p75 and p95 and
 * their intervals. Null: there is nothing to draw.
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

/** At most {@link MAX_DOTS} values: all, or every so many by rank, so that the shape stays. */
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
  // Of a few runs each is what somebody wants to see.
  const few = [a, b].filter(({ length }) => length < FEW).flatMap((values) => [...values]);
  const usual = Math.max(sorted[Math.ceil(sorted.length * SHOWN_SHARE) - 1] ?? most, ...few);
  const end = usual > low ? low + FAR_OUT * (usual - low) : most;
  const high = sorted.findLast((value) => value <= end) ?? most;
  if (high > low) return { low, high, unit };
  // One value alone has no scale of its own.
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
    ${quantiles.map((quantile) => quantileMark(quantile, side, axis))}
    <path class="dots ${values.length < FEW ? 'few' : 'many'}" d="${dotPath(dots, axis)}" />
  </svg>`;
}

/** Lines of no length with round ends: dots that stay round however the strip is stretched. */
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

function quantileMark(
  { q, estimates }: ComparedQuantile,
  side: Side,
  axis: StripAxis,
): Html | null {
  const estimate = estimates[side];
  if (estimate.kind === 'refused' || estimate.value > axis.high) return null;
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
      ? [`Of ${name}'s ${formatCount(values.length, 'run')} ${MAX_DOTS} are drawn, evenly by rank.`]
      : []),
    ...(beyond.length > 0
      ? [
          `Not drawn: ${formatCount(beyond.length, 'run')} of ${name} beyond ${formatMetric(high, unit)}, up to ${formatMetric(most, unit)}.`,
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
