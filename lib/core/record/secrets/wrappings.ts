import type { Unit, UnitEncoding } from './decode-units.ts';

/** Quoted-printable is looked for only where a unit of it is seen that addresses hardly have. */
const QUOTED_SIGNS = /=(?:3D|20|09|3F|5F|\r?\n|[C-F][\dA-F]=[89AB][\dA-F])/;
/** What its writers do encode (RFC 2045, 6.7): in `?q=100`, nothing is. */
const QUOTED_UNIT = /=(?:(3D|20|09|0D|0A|3F|5F|2E|[89A-F][\dA-F])|\r?\n)/y;

/** Whether a text may be quoted-printable. */
export function looksQuoted(text: string): boolean {
  return QUOTED_SIGNS.test(text);
}

/** Quoted-printable, with its soft line ends. */
export const QUOTED_PRINTABLE: UnitEncoding = { starts: /=/g, read: readQuoted };

/** The same within an address, where what follows the name of a parameter is a value as it is. */
export const QUOTED_VALUES: UnitEncoding = {
  starts: /=/g,
  read: (text, index) => {
    const unit = readQuoted(text, index);
    const isValue = PARAMETER.test(text.slice(Math.max(0, index - MAX_NAME), index));

    return unit !== null && unit.text !== '' && isValue ? null : unit;
  },
};

const PARAMETER = /[?&][\w.-]+$/;
const MAX_NAME = 64;

function readQuoted(text: string, index: number): Unit | null {
  const found = match(QUOTED_UNIT, text, index);
  if (found === null) return null;
  const [whole, digits] = found;
  const value = digits === undefined ? '' : String.fromCharCode(Number.parseInt(digits, 16));

  return { text: value, length: whole.length };
}

/** Lines of encoded bytes are at least this long, in characters. */
const MIN_LINE = 16;
const LINE_END = /\r?\n[ \t]*/y;
const BYTE_DIGIT = /[\w+/=-]/;

/** Line ends within Base64 and hexadecimal digits: they stand for nothing. */
export const WRAPPED_LINES: UnitEncoding = {
  starts: /\r?\n/g,
  read: (text, index) => {
    const [end] = match(LINE_END, text, index) ?? [];
    if (end === undefined || !BYTE_DIGIT.test(text[index + end.length] ?? '')) return null;
    for (let at = index - 1; at >= index - MIN_LINE; at -= 1) {
      if (!BYTE_DIGIT.test(text[at] ?? '')) return null;
    }

    return { text: '', length: end.length };
  },
};

/** A tag, an empty comment, or the marks of one that holds something. */
const TAG = /<(?:\/?[A-Za-z][^<>]{0,4000}>|!--\s*-->|!--)|-->/y;

/** Markup between the parts of a text: `<b>sec</b>ret`. It stands for nothing. */
export const MARKUP: UnitEncoding = {
  starts: /<|-->/g,
  read: (text, index) => nothing(TAG, text, index),
};

/** The border between two texts in the snapshots of a trace: `["B",{},"sec"],"ret"`. */
const SNAPSHOT_BORDER =
  /"(?:\]*,\["[A-Za-z][\w:-]*"(?:,\{(?:[^{}"\\]|"(?:[^"\\]|\\.)*")*\})?,|\]+,)"/y;

/** What is between the parts of a text in snapshots, which are JSON. */
export const SNAPSHOTS: UnitEncoding = {
  starts: /"(?=[\],])/g,
  read: (text, index) => nothing(SNAPSHOT_BORDER, text, index),
};

/** A unit that stands for no text. */
function nothing(pattern: RegExp, text: string, index: number): Unit | null {
  const [found] = match(pattern, text, index) ?? [];

  return found === undefined ? null : { text: '', length: found.length };
}

function match(pattern: RegExp, text: string, index: number): RegExpExecArray | null {
  pattern.lastIndex = index;

  return pattern.exec(text);
}
