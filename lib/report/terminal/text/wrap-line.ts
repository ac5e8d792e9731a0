import { columnsOf, hanging, type Line, lineWidth, type Screen, type Span } from './styled-line.ts';
import { takeCells, visibleWidth } from '../../format/terminal-text.ts';

/** A word with its style; words that follow each other without space between stay together. */
type Word = readonly Span[];

/**
 * A sentence behind a label, broken at spaces so that each line fits the screen; further lines are
 * indented below the first. Styles stay with their words; a word longer than a line breaks anywhere.
 */
export function paragraph(label: Line, sentence: Line, screen: Screen): readonly Line[] {
  const columns = Math.max(1, columnsOf(screen) - lineWidth(label));

  return hanging(label, wrapLine(sentence, columns));
}

/** Breaks a line at spaces into lines of at most `columns` cells. */
export function wrapLine(line: Line, columns: number): readonly Line[] {
  const lines: Span[][] = [[]];
  let width = 0;
  for (const word of wordsOf(line).flatMap((each) => chopped(each, columns))) {
    const cells = lineWidth(word);
    const room = width === 0 ? 0 : 1;
    if (width > 0 && width + room + cells > columns) {
      lines.push([...word]);
      width = cells;
    } else {
      const last = lines.at(-1);
      if (room === 1) last?.push({ text: ' ', styles: [] });
      last?.push(...word);
      width += room + cells;
    }
  }

  return lines.map(joinAlike);
}

function wordsOf(line: Line): readonly Word[] {
  const words: Span[][] = [[]];
  for (const { text, styles } of line) {
    for (const [index, piece] of text.split(' ').entries()) {
      if (index > 0) words.push([]);
      if (piece !== '') words.at(-1)?.push({ text: piece, styles });
    }
  }

  return joinUnits(words.filter(({ length }) => length > 0));
}

/** A number and its unit stay together. */
function joinUnits(words: readonly Word[]): readonly Word[] {
  const joined: Span[][] = [];
  for (const word of words) {
    const last = joined.at(-1);
    const isUnit = last !== undefined && UNIT.test(textOf(word)) && NUMBER.test(textOf(last));
    if (isUnit) last.push({ text: ' ', styles: last.at(-1)?.styles ?? [] }, ...word);
    else joined.push([...word]);
  }

  return joined;
}

const UNIT = /^(?:ms|s|%|[kMGT]?B)[).,;:]*$/;
const NUMBER = /[\d]$/;

function textOf(word: Word): string {
  return word.map(({ text }) => text).join('');
}

function chopped(word: Word, columns: number): readonly Word[] {
  if (lineWidth(word) <= columns) return [word];

  return word.flatMap(({ text, styles }) => {
    const pieces: Word[] = [];
    let rest = text;
    while (visibleWidth(rest) > columns) {
      const piece = takeCells(rest, columns);
      if (piece === '') break;
      pieces.push([{ text: piece, styles }]);
      rest = rest.slice(piece.length);
    }
    return [...pieces, [{ text: rest, styles }]];
  });
}

/** Neighbours of one style become one span, spaces between them too, so that colours are set once. */
function joinAlike(line: Line): Line {
  const joined: Span[] = [];
  for (const [index, piece] of line.entries()) {
    const last = joined.at(-1);
    const next = piece.text === ' ' ? line[index + 1] : piece;
    if (last !== undefined && next !== undefined && isAlike(last, next)) {
      joined[joined.length - 1] = { ...last, text: last.text + piece.text };
    } else {
      joined.push(piece);
    }
  }

  return joined;
}

function isAlike(one: Span, other: Span): boolean {
  return one.styles.join() === other.styles.join();
}
