import { glyphsOf, type Line, type Screen, span } from '../text/styled-line.ts';
import { cleanText, visibleWidth } from '../../format/terminal-text.ts';

/** Lines shown before and after the one in question. */
const CONTEXT_LINES = 2;

/** A place in a source file; line and column are 1-based. */
export interface SourcePlace {
  readonly line: number;
  readonly column: number | null;
}

/**
 * Up to five lines of a source around a place, with a caret under its column. No lines where the
 * source has no such line: it may have changed since.
 */
export function codeFrame(
  source: readonly string[],
  place: SourcePlace,
  screen: Screen,
): readonly Line[] {
  if (place.line < 1 || place.line > source.length) return [];

  const first = Math.max(1, place.line - CONTEXT_LINES);
  const last = Math.min(source.length, place.line + CONTEXT_LINES);
  const digits = String(last).length;

  return source.slice(first - 1, last).flatMap((text, index) => {
    const number = String(first + index).padStart(digits);
    const isPlace = first + index === place.line;
    return isPlace
      ? [markedLine(number, text, screen), ...caretLine(text, { place, digits }, screen)]
      : [plainLine(number, text, screen)];
  });
}

function plainLine(number: string, text: string, screen: Screen): Line {
  return [span(`  ${number} ${glyphsOf(screen).gutter} ${expandTabs(text)}`, 'dim')];
}

function markedLine(number: string, text: string, screen: Screen): Line {
  const { pointer, gutter } = glyphsOf(screen);

  return [
    span(`${pointer} `, 'red', 'bold'),
    span(`${number} ${gutter} `, 'dim'),
    span(expandTabs(text)),
  ];
}

function caretLine(
  text: string,
  at: { readonly place: SourcePlace; readonly digits: number },
  screen: Screen,
): readonly Line[] {
  const { column } = at.place;
  if (column === null || column < 1 || column > text.length + 1) return [];

  const before = ' '.repeat(visibleWidth(expandTabs(text.slice(0, column - 1))));
  return [
    [
      span(`  ${' '.repeat(at.digits)} ${glyphsOf(screen).gutter} `, 'dim'),
      span(`${before}^`, 'red', 'bold'),
    ],
  ];
}

function expandTabs(text: string): string {
  return cleanText(text.replaceAll('\t', '  '));
}
