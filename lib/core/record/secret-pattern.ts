/**
 * Patterns that find a text in whatever encoding it was written: each character is matched by any of
 * its spellings, so that a text is found too where one encoding lies within another or where a writer
 * encoded some characters and left the others. Repetitions are bounded: a long run of backslashes or
 * blanks costs linear time.
 */

/** Layers of escapes that are followed: JSON in JSON doubles its backslashes at each layer. */
const MAX_BACKSLASHES = 64;
const MAX_LAYERS = 4;
const MAX_BLANKS = 64;
/** A character in hexadecimal digits may be set apart from the next: `70 61`, `70:61`, `0x70, 0x61`. */
const HEX_GAP = '(?:[ :,-]{0,2}(?:0x)?)';
/** Lines of Base64 in mail and PEM break anywhere; in JSON the break is written as an escape. */
const BASE64_GAP = '(?:\\r?\\n[ \\t]{0,8}|(?:\\\\r)?\\\\n)?';

const BACKSLASHES = `(?:\\\\|%(?:25){0,${MAX_LAYERS}}5[Cc]|&#(?:92|[xX]5[cC]);){1,${MAX_BACKSLASHES}}`;
/** Before a mark that itself introduces an encoding. */
const FEW_BACKSLASHES = '\\\\{1,8}';
const PERCENT = `(?:%|&#(?:37|[xX]25);|&percnt;|${FEW_BACKSLASHES}u0025)(?:25){0,${MAX_LAYERS}}`;
const AMPERSAND = `(?:&|${PERCENT}26|${FEW_BACKSLASHES}(?:u00|x)26)(?:amp;|#38;|#[xX]26;){0,${MAX_LAYERS}}`;
/** A pattern that began within a run of backslashes would be tried at each of them. */
const NOT_WITHIN_RUN = '(?<!\\\\)';
/** One backslash; browsers write it in the path of an address as a slash. */
const BACKSLASH_RUN = `(?:${FEW_BACKSLASHES}(?:u005[cC]|x5[cC]|u\\{0{0,4}5[cC]\\}|0{0,5}5[cC] ?)|\\\\|${PERCENT}5[cC]|${AMPERSAND}(?:#0{0,5}92|#[xX]0{0,5}5[cC]|bsol);?|/)`;
/** White space is run together by terminals, HTML and `textContent`, and a plus in forms. */
const BLANK = `(?:\\s|\\+|${PERCENT}(?:[cC]2${PERCENT}[aA]0|20|[aA]0|09|0[A-Da-d])|${AMPERSAND}(?:nbsp|#0{0,5}(?:32|160|9|1[0-3])|#[xX]0{0,5}(?:20|[aA]0|[9a-dA-D]));|${BACKSLASHES}(?:[nrtfvb]|u00(?:20|[aA]0|0[9a-dA-D])|u\\{0{0,4}(?:20|[aA]0|[9a-dA-D])\\}|x(?:20|[aA]0|0[9a-dA-D])|[ ]))`;

/** Names of characters in HTML by code point: ASCII's marks, and Latin-1 from 160 on in order. */
const MARK_NAMES: Readonly<Record<string, string>> = {
  '!': 'excl',
  '"': 'quot|QUOT',
  '#': 'num',
  $: 'dollar',
  '%': 'percnt',
  '&': 'amp|AMP',
  "'": 'apos',
  '(': 'lpar',
  ')': 'rpar',
  '*': 'ast|midast',
  '+': 'plus',
  ',': 'comma',
  '.': 'period',
  '/': 'sol',
  ':': 'colon',
  ';': 'semi',
  '<': 'lt|LT',
  '=': 'equals',
  '>': 'gt|GT',
  '?': 'quest',
  '@': 'commat',
  '[': 'lsqb|lbrack',
  '\\': 'bsol',
  ']': 'rsqb|rbrack',
  '^': 'Hat',
  _: 'lowbar|UnderBar',
  '`': 'grave|DiacriticalGrave',
  '{': 'lcub|lbrace',
  '|': 'verbar|vert|VerticalLine',
  '}': 'rcub|rbrace',
};
const FIRST_LATIN = 160;
const LATIN_NAMES =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml'.split(
    ' ',
  );

/** The source of a pattern that finds a text in any mixture of encodings of its characters. */
export function textPattern(text: string): string {
  const forms = new Set([text, text.normalize('NFC'), text.normalize('NFD')]);

  return [...forms].map(writtenPattern).join('|');
}

function writtenPattern(text: string): string {
  const parts = text.split(/(\s+|\\+)/).filter((part) => part !== '');

  return parts.map((part, index) => partPattern(part, index === 0)).join('');
}

/** Runs of blanks and of backslashes are matched as one: taken singly, they could share a run in many ways. */
function partPattern(part: string, isFirst: boolean): string {
  if (/^\s/.test(part)) return blankPattern(part);
  const whole = isFirst ? NOT_WITHIN_RUN : '';
  if (part.startsWith('\\')) return `${whole}${BACKSLASH_RUN}{${part.length},${MAX_BACKSLASHES}}`;

  return Array.from(part, (each, index) =>
    characterPattern(each, index === 0 ? `${whole}${BACKSLASHES}` : BACKSLASHES),
  ).join('');
}

function blankPattern(blanks: string): string {
  const wide = Array.from(blanks.replaceAll(/[ \t-\r\u00a0]/g, ''), (each) =>
    characterPattern(each),
  );
  // Browsers drop tabs and line breaks from addresses.
  const min = /^[\t\r\n]+$/.test(blanks) ? 0 : 1;

  return `(?:${[BLANK, ...new Set(wide)].join('|')}){${min},${MAX_BLANKS}}`;
}

/** The source of a pattern that finds bytes as hexadecimal digits. */
export function hexPattern(bytes: Uint8Array): string {
  return Array.from(bytes, hexByte).join(HEX_GAP);
}

/** The source of a pattern that finds a Base64 text: both alphabets, broken lines, itself encoded. */
export function base64Pattern(base64: string): string {
  return `${Array.from(base64, (each) =>
    each === '+' || each === '-'
      ? `(?:${characterPattern('+')}|-)`
      : each === '/' || each === '_'
        ? `(?:${characterPattern('/')}|_)`
        : literal(each),
  ).join(BASE64_GAP)}(?:${BASE64_GAP}(?:=|${PERCENT}3[dD])){0,2}`;
}

function characterPattern(character: string, backslashes = BACKSLASHES): string {
  const point = character.codePointAt(0) ?? 0;
  // The longest first: a `%` that is `%25` must not be taken for itself.
  const spellings = [
    percentBytes(new TextEncoder().encode(character.toWellFormed())),
    `${AMPERSAND}(?:${entitiesOf(character, point).join('|')});?`,
  ];
  // Pages that are not UTF-8 have Latin-1 bytes in their addresses; `escape()` writes `%u` beyond it.
  if (point > 0x7f && point <= 0xff) spellings.push(`${PERCENT}${hexByte(point)}`);
  if (point > 0xff) {
    spellings.push(
      unitsOf(character)
        .map((unit) => `${PERCENT}[uU]${hexDigits(unit, 4)}`)
        .join(''),
    );
  }
  spellings.push(literal(character));
  // Shells, JSON and patterns put backslashes before marks, and never before a letter that is meant.
  const escaped = /[A-Za-z0-9]/.test(character) ? '' : `(?:${backslashes})?`;

  return `(?:${backslashes}(?:${escapesOf(character, point).join('|')})|${escaped}(?:${spellings.join('|')}))`;
}

function escapesOf(character: string, point: number): readonly string[] {
  const units = unitsOf(character).map((unit) => `[uU]${hexDigits(unit, 4)}`);

  return [
    units.join(BACKSLASHES),
    `u\\{0{0,6}${hexDigits(point)}\\}`,
    `0{0,5}${hexDigits(point)} ?`,
    ...(point <= 0xff ? [`[xX]${hexByte(point)}`] : []),
  ];
}

function entitiesOf(character: string, point: number): readonly string[] {
  const name = MARK_NAMES[character] ?? LATIN_NAMES[point - FIRST_LATIN];

  return [
    `#0{0,6}${point}`,
    `#[xX]0{0,6}${hexDigits(point)}`,
    ...(name === undefined ? [] : [name]),
  ];
}

function percentBytes(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => `${PERCENT}${hexByte(byte)}`).join('');
}

function unitsOf(character: string): readonly number[] {
  return Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
}

function hexByte(byte: number): string {
  return hexDigits(byte, 2);
}

/** Digits of either case. */
function hexDigits(value: number, length = 0): string {
  return value
    .toString(16)
    .padStart(length, '0')
    .replaceAll(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}

function literal(character: string): string {
  return character.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
}
