import { asciiGlyphs, type Glyphs, unicodeGlyphs } from './glyphs.ts';
import type { Paint, Style } from './paint.ts';
import { cleanText, takeCells, visibleWidth } from '../../format/terminal-text.ts';
import { MINUS } from '../../format/number.ts';

/** The terminal that a picture is for. */
export interface Screen {
  readonly paint: Paint;
  /** Width in cells; used between 40 and 200. */
  readonly columns: number;
  /** Draw with ASCII only. */
  readonly ascii?: boolean;
}

/** A piece of a line in one style. Its text is clean: {@link span} is the only way to make one. */
export interface Span {
  readonly text: string;
  readonly styles: readonly Style[];
}

/** One line of a picture, before colours. */
export type Line = readonly Span[];

const MIN_COLUMNS = 40;
const MAX_COLUMNS = 200;

/** A piece of a line; whatever the text held, it cannot move the cursor or hide. */
export function span(text: string, ...styles: readonly Style[]): Span {
  return { text: cleanText(text), styles };
}

/** The width that pictures for a screen use. */
export function columnsOf(screen: Screen): number {
  return Math.min(MAX_COLUMNS, Math.max(MIN_COLUMNS, Math.floor(screen.columns)));
}

/** The characters that pictures for a screen use. */
export function glyphsOf(screen: Screen): Glyphs {
  return screen.ascii === true ? asciiGlyphs : unicodeGlyphs;
}

/** How many cells a line takes. */
export function lineWidth(line: Line): number {
  return line.reduce((sum, { text }) => sum + visibleWidth(text), 0);
}

/** A line cut to the screen's width, without spaces at its end, coloured. */
export function renderLine(line: Line, screen: Screen): string {
  return renderLong(fit(line, columnsOf(screen), glyphsOf(screen).ellipsis), screen);
}

/** As {@link renderLine}, but never cut: for paths and commands that people copy. */
export function renderLong(line: Line, screen: Screen): string {
  return trimEnd(line)
    .map(({ text, styles }) =>
      styles.reduce(
        (painted, style) => screen.paint[style](painted),
        screen.ascii === true ? text.replaceAll(MINUS, '-') : text,
      ),
    )
    .join('');
}

/** Left and right parts of a line, with as many spaces between as the screen's width asks for. */
export function justify(left: Line, right: Line, screen: Screen): Line {
  const columns = columnsOf(screen);
  const fitted = fit(left, columns - lineWidth(right) - 1, glyphsOf(screen).ellipsis);
  const gap = Math.max(1, columns - lineWidth(fitted) - lineWidth(right));

  return [...fitted, span(' '.repeat(gap)), ...right];
}

/** A line of exactly `columns` cells: cut or filled. */
export function cell(line: Line, columns: number, screen: Screen): Line {
  const fitted = fit(line, columns, glyphsOf(screen).ellipsis);

  return [...fitted, span(' '.repeat(columns - lineWidth(fitted)))];
}

/** Joins lines with a separator between, leaving out empty ones. */
export function joinLines(lines: readonly Line[], separator: Span): Line {
  return lines
    .filter((line) => line.length > 0)
    .flatMap((line, index) => (index === 0 ? line : [separator, ...line]));
}

/**
 * Parts on one line behind a label, a separator between them; those that do not fit go to further
 * lines, below the first.
 */
export function flow(label: Line, parts: readonly Line[], screen: Screen): readonly Line[] {
  const separator = span(` ${glyphsOf(screen).separator} `, 'dim');
  const lines: Line[] = [];
  let line: Line = [];
  for (const part of parts.filter(({ length }) => length > 0)) {
    const longer = joinLines([line, part], separator);
    if (line.length > 0 && lineWidth(label) + lineWidth(longer) > columnsOf(screen)) {
      lines.push(line);
      line = part;
    } else {
      line = longer;
    }
  }

  return hanging(label, [...lines, line]);
}

/** Lines behind a label: the label precedes the first line, the others are indented below it. */
export function hanging(label: Line, lines: readonly Line[]): readonly Line[] {
  const indent = span(' '.repeat(lineWidth(label)));

  return lines
    .filter(({ length }) => length > 0)
    .map((line, index) => (index === 0 ? [...label, ...line] : [indent, ...line]));
}

function fit(line: Line, columns: number, ellipsis: string): Line {
  if (lineWidth(line) <= columns) return line;
  if (columns < visibleWidth(ellipsis)) return [];

  const kept: Span[] = [];
  let room = columns - visibleWidth(ellipsis);
  for (const piece of line) {
    const width = visibleWidth(piece.text);
    if (width > room) {
      kept.push({ ...piece, text: takeCells(piece.text, room) + ellipsis });
      break;
    }
    kept.push(piece);
    room -= width;
  }

  return kept;
}

function trimEnd(line: Line): Line {
  const last = line.findLastIndex(({ text }) => text.trimEnd() !== '');

  return line
    .slice(0, last + 1)
    .map((piece, index) => (index === last ? { ...piece, text: piece.text.trimEnd() } : piece));
}

/** A label with its facts. */
export interface Entry {
  readonly label: Line;
  readonly facts: readonly Line[];
}

/** Each entry on one line where all fit; else its facts below its label, so that none is cut. */
export function entryLines(entries: readonly Entry[], screen: Screen): readonly Line[] {
  const separator = span(` ${glyphsOf(screen).separator} `, 'dim');
  const short = entries.map(({ label, facts }): Line => [
    ...label,
    span('  '),
    ...joinLines(facts, separator),
  ]);
  if (short.every((line) => lineWidth(line) <= columnsOf(screen))) return short;

  return entries.flatMap(({ label, facts }) => [label, ...flow([span('    ')], facts, screen)]);
}
