import type { Glyphs } from '../text/glyphs.ts';
import type { Style } from '../text/paint.ts';
import { valueTicks } from '../../format/axis-ticks.ts';
import { type Line, type Span, span } from '../text/styled-line.ts';
import { visibleWidth } from '../../format/terminal-text.ts';

/** A time axis that starts at 0 and is drawn over a number of cells. */
export interface TimeAxis {
  readonly endMs: number;
  readonly cells: number;
  /** Cells of round times, with their labels. */
  readonly ticks: readonly { readonly cell: number; readonly label: string }[];
}

/** A stretch of a bar in one style. */
export interface Segment {
  readonly startMs: number;
  readonly endMs: number;
  readonly style: Style;
  /** What fills the cells of a thin bar where there is no colour. */
  readonly fill: string;
}

/** Cells between two ticks, so that labels do not touch. */
const CELLS_PER_TICK = 10;

/** An axis whose ticks lie at round times. */
export function timeAxis(endMs: number, cells: number): TimeAxis {
  const end = Number.isFinite(endMs) && endMs > 0 ? endMs : 1;
  const ticks = valueTicks(end, 'ms', Math.floor(cells / CELLS_PER_TICK)).map(({ at, label }) => ({
    cell: Math.floor((at / end) * cells),
    label,
  }));

  return { endMs: end, cells, ticks: ticks.filter(({ cell }) => cell < cells) };
}

/** The labels of an axis, each beginning at its tick. */
export function axisLine(axis: TimeAxis): Line {
  let text = '';
  for (const { cell, label } of axis.ticks) {
    const fits = cell >= visibleWidth(text) && cell + visibleWidth(label) <= axis.cells;
    if (fits) text = text.padEnd(cell) + label;
  }

  return [span(text, 'dim')];
}

/** A thick bar: a step. */
export function thickBar(axis: TimeAxis, segment: Segment, glyphs: Glyphs): Line {
  const [start, end] = cellsOf(axis, segment);

  return row(axis, glyphs, (index) => {
    const character = thickCell(index, [start, end], glyphs);
    return character === null ? null : span(character, segment.style);
  });
}

/** A thin bar of several segments that follow each other: a request with its phases. */
export function thinBar(
  axis: TimeAxis,
  segments: readonly Segment[],
  style: { readonly glyphs: Glyphs; readonly coloured: boolean },
): Line {
  const first = segments[0];
  const last = segments.at(-1);
  if (first === undefined || last === undefined) return row(axis, style.glyphs, () => null);

  const whole = cellsOf(axis, { startMs: first.startMs, endMs: last.endMs });
  return row(axis, style.glyphs, (index) => {
    const shape = thinCell(index, whole, style.glyphs);
    if (shape === null) return null;

    const segment = dominant(axis, segments, index) ?? last;
    return span(style.coloured ? shape : segment.fill, segment.style);
  });
}

/** The segments that fill a cell of a thin bar: others are too short to be seen. */
export function visibleSegments(axis: TimeAxis, segments: readonly Segment[]): readonly Segment[] {
  const cells = Array.from({ length: axis.cells }, (_, index) => dominant(axis, segments, index));

  return segments.filter((segment) => cells.includes(segment));
}

function row(axis: TimeAxis, glyphs: Glyphs, draw: (index: number) => Span | null): Line {
  const grid = new Set(axis.ticks.map((tick) => tick.cell));
  const cells = Array.from(
    { length: axis.cells },
    (_, index) => draw(index) ?? span(grid.has(index) ? glyphs.grid : ' ', 'dim'),
  );

  return merge(cells);
}

/** Neighbours of one style become one span, so that colours cost few escape sequences. */
function merge(cells: readonly Span[]): Line {
  const merged: Span[] = [];
  for (const next of cells) {
    const last = merged.at(-1);
    if (last !== undefined && last.styles.join() === next.styles.join()) {
      merged[merged.length - 1] = { ...last, text: last.text + next.text };
    } else {
      merged.push(next);
    }
  }

  return merged;
}

function cellsOf(
  axis: TimeAxis,
  range: { readonly startMs: number; readonly endMs: number },
): readonly [number, number] {
  const scale = axis.cells / axis.endMs;
  const start = Math.min(Math.max(0, range.startMs * scale), axis.cells - 0.1);

  return [start, Math.min(axis.cells, Math.max(start, range.endMs * scale))];
}

function thickCell(
  index: number,
  [start, end]: readonly [number, number],
  glyphs: Glyphs,
): string | null {
  const first = Math.floor(start);
  const last = Math.max(first, Math.ceil(end) - 1);
  if (index < first || index > last) return null;
  if (index === first && start - first >= 0.5) return glyphs.rightHalf;

  const covered = Math.min(1, end - index);
  return glyphs.eighths[Math.max(1, Math.round(covered * 8)) - 1] ?? null;
}

function thinCell(
  index: number,
  [start, end]: readonly [number, number],
  glyphs: Glyphs,
): string | null {
  const first = Math.floor(start);
  const last = Math.max(first, Math.ceil(end) - 1);
  if (index < first || index > last) return null;
  if (index === first && start - first >= 0.5) return glyphs.thinRight;

  return index === last && end - index <= 0.5 ? glyphs.thinLeft : glyphs.thin;
}

/** The segment that holds most of a cell. */
function dominant(axis: TimeAxis, segments: readonly Segment[], index: number): Segment | null {
  let best: Segment | null = null;
  let most = 0;
  for (const segment of segments) {
    const [start, end] = cellsOf(axis, segment);
    const covered = Math.min(end, index + 1) - Math.max(start, index);
    if (covered > most) {
      most = covered;
      best = segment;
    }
  }

  return best;
}
