/** Values of a row of buckets; null: there is none, and nothing is drawn. */
export type Row = readonly (number | null)[];

/** Where a chart's points lie in its picture. */
export interface Plane {
  readonly buckets: number;
  /** How much of the first and of the last bucket is not there, from 0 to 1; absent: all is. */
  readonly missing?: { readonly first: number; readonly last: number };
  readonly width: number;
  readonly height: number;
  /** The value at the upper edge; 0 lies at the lower. */
  readonly top: number;
  /** What coordinates are rounded to; absent: a tenth. Whole ones are shorter. */
  readonly grain?: 'whole';
}

/** How far above the upper edge what does not fit is drawn: out of sight. */
const ABOVE = -6;

/** Where a value lies, from the upper edge down. What does not fit lies just above it. */
export function yOf(value: number, { height, top }: Plane): number {
  return Math.max(ABOVE, height - (value / top) * height);
}

/** A line through the middles of buckets, interrupted where there is no value. */
export function linePath(row: Row, plane: Plane): string {
  return runsOf(row.map((value) => value !== null))
    .map((run) => polyline(upperEdge(row, run, plane), plane))
    .join('');
}

/** The area between two rows, where both have a value. */
export function bandPath(upper: Row, lower: Row, plane: Plane): string {
  return runsOf(upper.map((value, index) => value !== null && (lower[index] ?? null) !== null))
    .map((run) => {
      const down = upperEdge(lower, run, plane).toReversed();
      return `${polyline([...upperEdge(upper, run, plane), ...down], plane)}z`;
    })
    .join('');
}

/** The area between a row and 0. */
export function areaPath(row: Row, plane: Plane): string {
  return runsOf(row.map((value) => value !== null))
    .map((run) => {
      const edge = upperEdge(row, run, plane);
      const floor = coordinate(plane.height);
      return `${polyline(edge, plane)}V${floor}H${coordinate(edge[0]?.[0] ?? 0)}z`;
    })
    .join('');
}

type Point = readonly [x: number, y: number];

/** From a bucket to another, both inclusive. */
type Run = readonly [from: number, to: number];

function runsOf(known: readonly boolean[]): readonly Run[] {
  const starts = known.flatMap((is, index) => (is && known[index - 1] !== true ? [index] : []));
  const ends = known.flatMap((is, index) => (is && known[index + 1] !== true ? [index] : []));

  return starts.map((start, index) => [start, ends[index] ?? start]);
}

/** The points of a run; a bucket that stands alone is as wide as it is, or it would not be seen. */
function upperEdge(row: Row, [from, to]: Run, plane: Plane): readonly Point[] {
  if (from === to) {
    const y = yOf(row[from] ?? 0, plane);
    return [
      [edgeOf(from, plane), y],
      [edgeOf(from + 1, plane), y],
    ];
  }

  return row
    .slice(from, to + 1)
    .map((value, index) => [
      (edgeOf(from + index, plane) + edgeOf(from + index + 1, plane)) / 2,
      yOf(value ?? 0, plane),
    ]);
}

/** Where a bucket begins. */
function edgeOf(index: number, { buckets, missing, width }: Plane): number {
  const { first, last } = missing ?? { first: 0, last: 0 };
  const within = Math.min(Math.max(index, first), buckets - last) - first;

  return (within / (buckets - first - last)) * width;
}

/** Rounded points, each told by its distance from the one before: half as long as places. */
function polyline(points: readonly Point[], { grain }: Plane): string {
  const tenth = grain === 'whole' ? 10 : 1;
  const tenths = points.map(
    ([x, y]) =>
      [Math.round((x * 10) / tenth) * tenth, Math.round((y * 10) / tenth) * tenth] as const,
  );
  const [start = [0, 0]] = tenths;
  const moves = tenths.slice(1).map(([x, y], index) => {
    const [fromX, fromY] = tenths[index] ?? start;
    const dy = decimal(y - fromY);
    return `l${decimal(x - fromX)}${dy.startsWith('-') ? '' : ' '}${dy}`;
  });

  return `M${decimal(start[0])} ${decimal(start[1])}${moves.join('')}`;
}

/** A number to a tenth, as paths have it: `12`, `-.5`. */
export function coordinate(value: number): string {
  return decimal(Math.round(value * 10));
}

function decimal(tenths: number): string {
  if (tenths % 10 === 0) return String(tenths / 10);

  return (tenths / 10).toFixed(1).replace(/^(-?)0/, '$1');
}
