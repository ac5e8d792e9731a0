const ESC = String.fromCodePoint(0x1b);
const BEL = String.fromCodePoint(0x07);
/** The eight-bit forms of the sequences' openings, and of their end. */
const [DCS, SOS, CSI, ST, OSC, PM, APC] = [0x90, 0x98, 0x9b, 0x9c, 0x9d, 0x9e, 0x9f].map((code) =>
  String.fromCodePoint(code),
);

/** Control strings (OSC, DCS, SOS, PM, APC), then CSI sequences, then all other escapes: ECMA-48. */
const ESCAPE_SEQUENCES = new RegExp(
  [
    `(?:${ESC}[\\]PX^_]|[${DCS}${SOS}${OSC}${PM}${APC}])[^${ESC}${BEL}${ST}\\n]*(?:${BEL}|${ESC}\\\\|${ST})?`,
    `(?:${ESC}\\[|${CSI})[0-?]*[ -/]*[@-~]?`,
    `${ESC}[ -/]*[0-~]?`,
  ].join('|'),
  'gu',
);

/** Everything between a reader and a stable line: line ends of all kinds, tabs, odd spaces. */
const SPACES = /(?!\u{feff})[\s\p{Zs}\p{Zl}\p{Zp}]/gu;

/** Controls and format characters (bidi overrides, zero-width, tags), but the joiner of emoji. */
const INVISIBLE = /(?!\u{200d})[\p{Cc}\p{Cf}]/gu;

/** A joiner that joins no emoji hides text. */
const STRAY_JOINER =
  /(?<![\p{Extended_Pictographic}\p{Emoji_Modifier}\u{fe0f}])\u{200d}|\u{200d}(?!\p{Extended_Pictographic})/gu;

/** More marks than this on one letter climb over the lines around. */
const PILED_MARKS = /(\p{M}{3})\p{M}+/gu;

/** East Asian wide and fullwidth blocks: Unicode 16, EastAsianWidth.txt. Emoji are found by property. */
const WIDE_RANGES: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2329, 0x232a],
  [0x2e80, 0x303e],
  [0x3041, 0x3247],
  [0x3250, 0x4dbf],
  [0x4e00, 0xa4c6],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6b],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18d08],
  [0x1aff0, 0x1b2fb],
  [0x1f200, 0x1f265],
  [0x20000, 0x3fffd],
];

const EMOJI = /\p{Emoji_Presentation}|\p{Extended_Pictographic}\u{fe0f}|\u{20e3}/u;
const ZERO_WIDTH = /^[\p{Mn}\p{Me}\p{Cf}\p{Cc}\u{1160}-\u{11ff}]$/u;
/** Printable ASCII needs no segmentation: nearly all text. */
const SIMPLE = /^[ -~]*$/;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * A text of unknown origin as one harmless line: no escape sequences, no controls, no text that
 * runs backwards or hides, white space as single cells.
 */
export function cleanText(text: string): string {
  if (SIMPLE.test(text)) return text;

  return text
    .toWellFormed()
    .replaceAll(ESCAPE_SEQUENCES, '')
    .replaceAll('\r\n', ' ')
    .replaceAll(SPACES, ' ')
    .replaceAll(INVISIBLE, '')
    .replaceAll(STRAY_JOINER, '')
    .replaceAll(PILED_MARKS, '$1');
}

/** The harmless lines of a text of unknown origin, without empty ones at its end. */
export function cleanLines(text: string): readonly string[] {
  const withoutEscapes = text.toWellFormed().replaceAll(ESCAPE_SEQUENCES, '');
  const lines = withoutEscapes
    .split(/\r\n|[\n\r\u{2028}\u{2029}]/u)
    .map((line) => cleanText(line.replaceAll('\t', '  ')).trimEnd());
  const last = lines.findLastIndex((line) => line !== '');

  return lines.slice(0, last + 1);
}

/**
 * A command of a CI system anywhere in a line: `##[…]` of GitHub Actions and Azure Pipelines,
 * `##vso[…]`, `##teamcity[…]`.
 */
const LINE_COMMAND = /##(?=[a-z]*\[)/giu;
const LINE_END = /(\r\n|\r|\n)/u;
/** White space and characters without a glyph, which a CI system may skip in front of a command. */
const LEADING_INVISIBLE = /^[\s\p{Z}\p{Cc}\p{Cf}]+/u;
/** As much of an unfinished line as a command needs to begin in. */
const REMEMBERED_CHARACTERS = 32;

/**
 * Makes texts that are written one after another to one stream harmless in the logs of CI systems:
 * a line that would begin with `::` after its white space gets a `>` in front of it, and `##[` gets
 * a blank. Sources: `TryParseV2` and `TryParse` in
 * https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs, and
 * https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands.
 */
export function withoutWorkflowCommands(): (text: string) => string {
  let unfinished = '';

  return (text) =>
    text
      .split(LINE_END)
      .map((part) => {
        if (part === '') return part;
        if (LINE_END.test(part)) {
          unfinished = '';
          return part;
        }
        const safe = safePart(part, unfinished);
        unfinished = lineStart(unfinished + safe);
        return safe;
      })
      .join('');
}

/** A part of a line, with a mark before a command that begins in it or in `before`. */
function safePart(part: string, before: string): string {
  const text = part.replaceAll(LINE_COMMAND, '# #');
  const isSplit = (before + text).search(LINE_COMMAND) >= 0;
  const joined = isSplit ? ` ${text}` : text;
  if (!lineStart(before + joined).startsWith('::')) return joined;

  return joined.replace(/^\s*/u, (spaces) => `${spaces}> `);
}

/** What a line begins with, without what is invisible; of a long line, `x` and its end. */
function lineStart(line: string): string {
  const start = line.replaceAll(ESCAPE_SEQUENCES, '').replace(LEADING_INVISIBLE, '');

  return start.length > REMEMBERED_CHARACTERS && !start.startsWith('::')
    ? `x${start.slice(-REMEMBERED_CHARACTERS)}`
    : start;
}

/** How many terminal cells a cleaned text takes. */
export function visibleWidth(text: string): number {
  if (SIMPLE.test(text)) return text.length;

  let width = 0;
  for (const piece of pieces(text)) width += graphemeWidth(piece);

  return width;
}

/** How many cells the widest of some texts takes once cleaned, at most `limit`. */
export function widestOf(texts: readonly string[], limit: number): number {
  return Math.min(limit, Math.max(0, ...texts.map((text) => visibleWidth(cleanText(text)))));
}

/** At most `columns` cells of a cleaned text, its end replaced by `ellipsis` where it is longer. */
export function truncate(text: string, columns: number, ellipsis = '…'): string {
  if (visibleWidth(text) <= columns) return text;

  const room = columns - visibleWidth(ellipsis);
  if (room < 0) return '';

  return takeCells(text, room) + ellipsis;
}

/** As {@link truncate}, but the middle goes: for addresses and paths, whose ends matter most. */
export function truncateMiddle(text: string, columns: number, ellipsis = '…'): string {
  if (visibleWidth(text) <= columns) return text;

  const room = columns - visibleWidth(ellipsis);
  if (room < 2) return truncate(text, columns, ellipsis);

  const start = takeCells(text, Math.ceil(room / 2));
  return start + ellipsis + tail(text, room - visibleWidth(start));
}

/** Fills a cleaned text with spaces up to `columns` cells. */
export function padEnd(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - visibleWidth(text)));
}

/** Puts spaces before a cleaned text up to `columns` cells. */
export function padStart(text: string, columns: number): string {
  return ' '.repeat(Math.max(0, columns - visibleWidth(text))) + text;
}

/** Breaks a cleaned line at spaces into lines of at most `columns` cells; long words break anywhere. */
export function wrap(text: string, columns: number): readonly string[] {
  const spaces = /^ */.exec(text)?.[0] ?? '';
  const indent = spaces.length * 2 > columns - 2 ? '' : spaces;
  const words = text.trim().split(' ');
  const lines: string[] = [];
  let line = indent;
  for (const word of words.flatMap((part) => chop(part, columns - indent.length))) {
    const longer = line.trimEnd() === '' ? line + word : `${line} ${word}`;
    if (visibleWidth(longer) <= columns) {
      line = longer;
    } else {
      lines.push(line);
      line = word;
    }
  }

  return [...lines, line];
}

function chop(word: string, columns: number): readonly string[] {
  if (SIMPLE.test(word) && word.length <= columns) return [word];
  const chopped: string[] = [];
  let line = '';
  let width = 0;
  for (const piece of pieces(word)) {
    const cells = graphemeWidth(piece);
    if (width > 0 && width + cells > columns) {
      chopped.push(line);
      line = '';
      width = 0;
    }
    line += piece;
    width += cells;
  }

  return [...chopped, line];
}

/** As much of the start of a cleaned text as fits into `columns` cells. */
export function takeCells(text: string, columns: number): string {
  let width = 0;
  let result = '';
  for (const piece of pieces(text)) {
    width += graphemeWidth(piece);
    if (width > columns) break;
    result += piece;
  }

  return result;
}

function tail(text: string, columns: number): string {
  const segments = [...pieces(text)];
  let width = 0;
  let start = segments.length;
  while (start > 0) {
    width += graphemeWidth(segments[start - 1] ?? '');
    if (width > columns) break;
    start -= 1;
  }

  return segments.slice(start).join('');
}

/**
 * Graphemes, one after another for as long as they are asked for; those that some scripts pile up
 * wider than two cells, by code point.
 */
function* pieces(text: string): Generator<string> {
  for (const { segment } of graphemes.segment(text)) {
    if (graphemeWidth(segment) > 2) yield* segment;
    else yield segment;
  }
}

function graphemeWidth(grapheme: string): number {
  if (EMOJI.test(grapheme)) return 2;

  return Array.from(grapheme, codePointWidth).reduce((sum, width) => sum + width, 0);
}

function codePointWidth(character: string): number {
  if (ZERO_WIDTH.test(character)) return 0;
  const code = character.codePointAt(0) ?? 0;

  return WIDE_RANGES.some(([first, last]) => code >= first && code <= last) ? 2 : 1;
}
