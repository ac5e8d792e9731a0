/** One value for each bucket; null: no value, and nothing is drawn. */
export type Row = readonly (number | null)[];

/** Coordinate system of a plot: buckets from left to right, values from 0 at the bottom to `top`. */
export interface Plane {
  readonly buckets: number;
  /** Share of the first and of the last bucket outside the range, 0 to 1; absent: none. */
  readonly missing?: { readonly first: number; readonly last: number };
  readonly width: number;
  readonly height: number;
  /** Value at the upper edge. */
  readonly top: number;
  /** `whole` rounds coordinates to whole numbers, which is shorter; absent: to tenths. */
  readonly grain?: 'whole';
}

/** y of values above the axis: just outside the visible area. */
const ABOVE = -6;

/** y of a value, from the upper edge down; values above the axis lie just outside. */
export function yOf(value: number, { height, top }: Plane): number {
  return Math.max(ABOVE, height - (value / top) * height);
}

/** SVG path of a line through the middles of buckets, interrupted where there is no value. */
export function linePath(row: Row, plane: Plane): string {
  return runsOf(row.map((value) => value !== null))
    .map((run) => polyline(upperEdge(row, run, plane), plane))
    .join('');
}

/** SVG path of the area between two rows, where both have a value. */
export function bandPath(upper: Row, lower: Row, plane: Plane): string {
  return runsOf(upper.map((value, index) => value !== null && (lower[index] ?? null) !== null))
    .map((run) => {
      const down = upperEdge(lower, run, plane).toReversed();
      return `${polyline([...upperEdge(upper, run, plane), ...down], plane)}z`;
    })
    .join('');
}

/** SVG path of the area between a row and 0. */
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

/** First and last bucket of an interrupted line, both inclusive. */
type Run = readonly [from: number, to: number];

function runsOf(known: readonly boolean[]): readonly Run[] {
  const starts = known.flatMap((is, index) => (is && known[index - 1] !== true ? [index] : []));
  const ends = known.flatMap((is, index) => (is && known[index + 1] !== true ? [index] : []));

  return starts.map((start, index) => [start, ends[index] ?? start]);
}

/** Points of a stretch of buckets; a single bucket spans its width, or it would be invisible. */
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

/** x of the start of a bucket. */
function edgeOf(index: number, { buckets, missing, width }: Plane): number {
  const { first, last } = missing ?? { first: 0, last: 0 };
  const within = Math.min(Math.max(index, first), buckets - last) - first;

  return (within / (buckets - first - last)) * width;
}

/** Rounded points, each relative to the one before: half as long as absolute coordinates. */
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

/** A coordinate rounded to tenths, in the shortest form for SVG: `12`, `-.5`. */
export function coordinate(value: number): string {
  return decimal(Math.round(value * 10));
}

function decimal(tenths: number): string {
  if (tenths % 10 === 0) return String(tenths / 10);

  return (tenths / 10).toFixed(1).replace(/^(-?)0/, '$1');
}
