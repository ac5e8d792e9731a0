import type { Sides } from '../../../core/compare/compared-runs.ts';
import type { MetricUnit } from '../../../core/rollup/metric.ts';
import { glyphsOf, type Line, type Screen, span } from '../text/styled-line.ts';
import { padStart } from '../../format/terminal-text.ts';
import { formatMetric } from '../../format/metric.ts';

/** How two samples lie on one axis. */
export interface ValueStrips {
  readonly a: string;
  readonly b: string;
  /** The ends of the axis, as long as the strips. */
  readonly axis: string;
}

/** Of the values, so many lie on the axis; the others lie beyond its end. */
const SHOWN_SHARE = 0.98;
/** More pieces than so many times the root of the number of runs show gaps, not shapes. */
const PIECES_PER_ROOT = 2;
const MIN_PIECES = 6;

/**
 * How the values of both sides are spread over one axis of cells: the higher, the more of that
 * side's runs. The axis ends where 98% of the values lie below, with a `+`; the rest is not drawn.
 */
export function valueStrips(
  values: Sides<Float64Array>,
  unit: MetricUnit,
  { columns, screen }: { readonly columns: number; readonly screen: Screen },
): ValueStrips | null {
  const all = Float64Array.from([...values.a, ...values.b]).toSorted();
  const low = all[0];
  const high = all[Math.max(0, Math.ceil(all.length * SHOWN_SHARE) - 1)];
  if (low === undefined || high === undefined || !(high > low)) return null;
  const most = Math.max(values.a.length, values.b.length);
  const pieces = Math.max(MIN_PIECES, Math.ceil(PIECES_PER_ROOT * Math.sqrt(most)));
  const each = Math.max(1, Math.floor(columns / pieces));
  const ends = { low, high, pieces: Math.min(pieces, columns) };
  const [a, b] = [countsOf(values.a, ends), countsOf(values.b, ends)];
  const isCut = (all.at(-1) ?? high) > high;
  const right = `${formatMetric(high, unit)}${isCut ? '+' : ''}`;
  const left = formatMetric(low, unit);

  return {
    a: stripOf(a, each, screen),
    b: stripOf(b, each, screen),
    axis: left + padStart(right, ends.pieces * each - left.length),
  };
}

/** The strips with their labels, one below the other. */
export function stripLines(strips: ValueStrips, indent: string): readonly Line[] {
  return [
    [span(`${indent}A  `, 'dim'), span(strips.a, 'cyan')],
    [span(`${indent}B  `, 'dim'), span(strips.b, 'magenta')],
    [span(`${indent}   ${strips.axis}`, 'dim')],
  ];
}

function countsOf(
  values: Float64Array,
  { low, high, pieces }: { readonly low: number; readonly high: number; readonly pieces: number },
): readonly number[] {
  const counts = Array.from({ length: pieces }, () => 0);
  for (const value of values) {
    // Beyond the end of the axis, which has a plus sign.
    if (value > high) continue;
    const place = Math.floor(((value - low) / (high - low)) * pieces);
    const index = Math.min(pieces - 1, Math.max(0, place));
    counts[index] = (counts[index] ?? 0) + 1;
  }

  return counts;
}

/** To the fullest piece of its own side, so that sides of different size compare. */
function stripOf(counts: readonly number[], cells: number, screen: Screen): string {
  const { spark } = glyphsOf(screen);
  const most = Math.max(...counts);

  return counts
    .map((count) =>
      count === 0 ? ' ' : (spark[Math.ceil((count / most) * spark.length) - 1] ?? ''),
    )
    .map((drawn) => drawn.repeat(cells))
    .join('');
}
