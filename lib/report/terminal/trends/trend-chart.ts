import type { MetricUnit } from '../../../core/rollup/metric.ts';
import type { HourlySeries } from '../../../core/stats/series.ts';
import {
  type Buckets,
  bucketsOf,
  type Extent,
  extentOf,
  heightOf,
} from '../../format/trend-buckets.ts';
import {
  cell,
  columnsOf,
  glyphsOf,
  type Line,
  type Screen,
  type Span,
  span,
} from '../text/styled-line.ts';
import { padEnd, padStart, visibleWidth } from '../../format/terminal-text.ts';
import { HOUR_MS } from '../../../core/base/time.ts';
import { formatShortDay } from '../../format/instant.ts';
import { formatMetric } from '../../format/metric.ts';

/** The data of a chart. */
export interface ChartSubject {
  readonly hourly: HourlySeries;
  readonly unit: MetricUnit;
  /** Moments where the level moved, in milliseconds since 1970. */
  readonly changes: readonly number[];
  /** Moments of notes. */
  readonly notes: readonly number[];
}

const ROWS = 4;
/** Dots of a braille cell: https://www.unicode.org/charts/PDF/U2800.pdf */
const DOTS = { across: 2, down: 4 } as const;
const BRAILLE = 0x2800;
const BRAILLE_BITS = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
] as const;
const MAX_COLUMNS = 96;
const INDENT = 2;
const GAP = 2;

/**
 * The medians of a series' days (of a short one: hours) as dots over a time axis. Its height goes
 * from the lowest to the highest, both labelled; changes are upright lines, notes carets on the axis.
 */
export function trendChart(subject: ChartSubject, screen: Screen): readonly Line[] {
  const room = Math.min(MAX_COLUMNS, columnsOf(screen) - INDENT - labelRoom(subject) - GAP);
  const across = screen.ascii === true ? 1 : DOTS.across;
  const buckets = bucketsOf(subject.hourly, room * across);
  if (buckets.values.length === 0) return [];
  const frame = frameOf(buckets, { room, across });
  const extent = extentOf(buckets.values);
  const labels = [formatMetric(extent.high, subject.unit), formatMetric(extent.low, subject.unit)];
  const width = Math.max(...labels.map(visibleWidth));

  return [
    ...rowsOf(subject, { ...frame, buckets, extent }, screen).map((row, index): Line => {
      const label = index === 0 ? labels[0] : index === ROWS - 1 ? labels[1] : '';
      return [
        span(`${' '.repeat(INDENT)}${padStart(label ?? '', width)}${' '.repeat(GAP)}`, 'dim'),
        ...row,
      ];
    }),
    axisLine(subject, { ...frame, buckets, indent: INDENT + width + GAP }),
  ];
}

/** A line of the same, one cell for each piece, from low to high. */
export function trendSparkline(hourly: HourlySeries, columns: number, screen: Screen): Line {
  const { spark } = glyphsOf(screen);
  const { values } = bucketsOf(hourly, columns);
  const extent = extentOf(values);
  const text = values.map((value) => {
    if (value === null) return ' ';
    return spark[Math.min(spark.length - 1, Math.floor(heightOf(value, extent) * spark.length))];
  });

  return cell([span(text.join(''), 'cyan')], columns, screen);
}

interface Frame {
  /** Cells of the picture. */
  readonly cells: number;
  /** Points across a cell, and across one piece of the series. */
  readonly across: number;
  readonly each: number;
}

/** A short series is drawn wider, so that it fills what it can. */
function frameOf(
  { values }: Buckets,
  { room, across }: { readonly room: number; readonly across: number },
): Frame {
  const each = Math.max(1, Math.floor((room * across) / values.length));

  return { across, each, cells: Math.ceil((values.length * each) / across) };
}

function labelRoom({ unit, hourly }: ChartSubject): number {
  const { low, high } = extentOf(bucketsOf(hourly, MAX_COLUMNS).values);

  return Math.max(...[low, high].map((value) => visibleWidth(formatMetric(value, unit))));
}

interface Drawing extends Frame {
  readonly buckets: Buckets;
  readonly extent: Extent;
}

function rowsOf(subject: ChartSubject, drawing: Drawing, screen: Screen): readonly Line[] {
  const { cells } = drawing;
  const marked = new Set(subject.changes.map((atMs) => cellAt(atMs, drawing)));
  const texts = screen.ascii === true ? asciiRows(drawing) : brailleRows(drawing);

  return texts.map((text) => {
    const pieces = Array.from(text);
    return Array.from({ length: cells }, (_, index): Span => {
      const drawn = pieces[index] ?? ' ';
      return marked.has(index) && isEmpty(drawn)
        ? span(glyphsOf(screen).grid, 'yellow')
        : span(isEmpty(drawn) ? ' ' : drawn, 'cyan');
    });
  });
}

function isEmpty(character: string): boolean {
  return character === ' ' || character === String.fromCodePoint(BRAILLE);
}

function brailleRows(drawing: Drawing): readonly string[] {
  const grid = Array.from({ length: ROWS }, () => new Uint8Array(drawing.cells));
  const levels = ROWS * DOTS.down;
  for (const [point, level] of levelsOf(drawing, levels)) {
    const fromTop = levels - 1 - level;
    const row = grid[Math.floor(fromTop / DOTS.down)];
    const bits = BRAILLE_BITS[point % DOTS.across === 0 ? 0 : 1];
    const column = Math.floor(point / DOTS.across);
    if (row !== undefined) row[column] = (row[column] ?? 0) | (bits[fromTop % DOTS.down] ?? 0);
  }

  return grid.map((row) =>
    Array.from(row, (bits) => String.fromCodePoint(BRAILLE + bits)).join(''),
  );
}

function asciiRows(drawing: Drawing): readonly string[] {
  const grid = Array.from({ length: ROWS }, () => Array.from({ length: drawing.cells }, () => ' '));
  for (const [point, level] of levelsOf(drawing, ROWS)) {
    const row = grid[ROWS - 1 - level];
    if (row !== undefined) row[point] = '*';
  }

  return grid.map((row) => row.join(''));
}

/** Each point across, with its level from 0 up; pieces without a value have none. */
function levelsOf(
  { buckets, extent, each }: Drawing,
  levels: number,
): readonly (readonly [point: number, level: number])[] {
  return buckets.values.flatMap((value, index) => {
    if (value === null) return [];
    const level = Math.min(levels - 1, Math.floor(heightOf(value, extent) * levels));
    return Array.from({ length: each }, (_, step) => [index * each + step, level] as const);
  });
}

function cellAt(
  atMs: number,
  { buckets, each, across }: Frame & { readonly buckets: Buckets },
): number {
  const piece = (atMs - buckets.startMs) / (buckets.hours * HOUR_MS);

  return Math.floor((piece * each) / across);
}

/** The first day, the last one, those of changes between, where there is room, and a caret for each note. */
function axisLine(
  subject: ChartSubject,
  frame: Frame & { readonly buckets: Buckets; readonly indent: number },
): Line {
  const { buckets, cells, indent } = frame;
  const endMs = buckets.startMs + buckets.values.length * buckets.hours * HOUR_MS - 1;
  const labels = [
    { at: 0, text: formatShortDay(buckets.startMs) },
    { at: cells - formatShortDay(endMs).length, text: formatShortDay(endMs) },
    ...subject.changes.map((atMs) => ({ at: cellAt(atMs, frame), text: formatShortDay(atMs) })),
    ...subject.notes.map((atMs) => ({ at: cellAt(atMs, frame), text: '^' })),
  ];
  let line = ' '.repeat(cells);
  for (const { at, text } of labels) {
    const isInside = at >= 0 && at + text.length <= cells;
    const around = line.slice(Math.max(0, at - 1), at + text.length + 1);
    if (isInside && around.trim() === '')
      line = line.slice(0, at) + text + line.slice(at + text.length);
  }

  return [span(padEnd('', indent) + line, 'dim')];
}
