import { commonReason } from './common-values.ts';
import { readBackslash, readEntity, readPercent, readUtf8 } from './escapes.ts';
import { decodeUnits, type UnitReader } from './decode-units.ts';
import { originalLayer } from './layer.ts';

/** Words of JSON: replacing them would break traces, and they hide nothing. */
const JSON_WORDS = ['true', 'false', 'null'];

/** The texts to replace: each value, and each text and number in a value that is a JSON object. */
export function secretTexts(values: readonly string[]): readonly string[] {
  const fields = values.flatMap((value) => textsIn(parsed(value)));
  const all = [...values, ...fields.filter((text) => !JSON_WORDS.includes(text))];

  return [...new Set(all)].filter(isHidden);
}

/** Whether a text is replaced wherever it occurs. */
export function isHidden(text: string): boolean {
  return commonReason(text) === null;
}

/** Whether a value is a JSON object or list, whose fields are secrets of their own. */
export function isJson(value: string): boolean {
  return parsed(value) !== null;
}

function parsed(value: string): unknown {
  try {
    const content: unknown = JSON.parse(value);

    return typeof content === 'object' ? content : null;
  } catch {
    // Most secrets are plain text.
    return null;
  }
}

function textsIn(content: unknown): readonly string[] {
  if (typeof content === 'string') return [content];
  if (typeof content === 'number') return numberTexts(content);
  if (typeof content !== 'object' || content === null) return [];

  return Object.values(content).flatMap(textsIn);
}

/** Marks between groups of three digits: of English, German, French and Swiss texts. */
const GROUP_MARKS = [',', '.', ' ', '\u00a0', '\u202f', "'", '\u2019', '_'];

/** A number as programs and pages write it. */
function numberTexts(value: number): readonly string[] {
  const plain = String(value);
  const [whole = '', fraction] = plain.split('.');
  if (!/^-?\d+$/.test(whole)) return [plain];
  const groups = GROUP_MARKS.map((mark) => whole.replaceAll(/\B(?=(?:\d{3})+$)/g, mark));
  const marked = ['.', ','].flatMap((point) =>
    [whole, ...groups].map((each) => (fraction === undefined ? each : each + point + fraction)),
  );

  return [...new Set([plain, ...marked, value.toExponential()])];
}

/** What browsers, pages and files make of a text without encoding it. */
const MAKERS: readonly ((text: string) => string)[] = [
  (text) => text.trim(),
  (text) => text.trim().replaceAll(/\s+/g, ' '),
  // Forms, then addresses, then the marks between words on pages.
  (text) => text.replaceAll(' ', '+'),
  (text) => text.trim().replaceAll(' ', '+'),
  // Whatever lists the parameters of an address takes a plus for a space.
  (text) => text.replaceAll('+', ' '),
  (text) => text.replaceAll(' ', '\u00a0'),
  (text) => text.replaceAll(/[\t\r\n]/g, ''),
  (text) => text.replaceAll('\\', '/'),
  (text) => text.replaceAll(/\r?\n/g, '\r\n'),
  (text) => text.replaceAll('\r\n', '\n'),
  // Tables and databases.
  (text) => text.replaceAll('"', '""'),
  (text) => text.replaceAll("'", "''"),
  (text) => text.toWellFormed(),
];

/**
 * Of an address that a page made without encoding a secret, browsers show parts: up to `#`, and to `&`;
 * a parameter that begins after `&` is listed as a name and a value.
 */
const MIN_PART = 8;

/** A secret as it may be shown, without an encoding: normal forms, white space, single lines. */
export function shownForms(text: string): readonly string[] {
  const lines = text.split(/\r?\n/);
  const [first = '', ...others] = text.split(/[#&]/);
  const parts = [first, ...others, ...others.flatMap((part) => part.split('=', 2))].filter(
    (part) => part.trim().length >= MIN_PART,
  );
  const texts = [text, ...parts, ...(lines.length > 1 ? lines.map((line) => line.trim()) : [])];
  const normal = texts.flatMap((each) => [each, each.normalize('NFC'), each.normalize('NFD')]);
  const made = normal.flatMap((each) => [each, ...MAKERS.map((make) => make(each))]);

  return [...new Set(made)].filter(isHidden);
}

/** Escapes that a secret may hold itself, such as `%41` in `a%41b`. */
const READERS: Readonly<Record<string, UnitReader>> = {
  '%': readPercent,
  '&': readEntity,
  '\\': readBackslash,
};
const BEGUN_ESCAPE = /(?:\\|%[\da-fA-F]?|&#?\w{0,6})$/;
/** More forms than this are not made of one text. */
const MAX_FORMS = 100;

/**
 * A text, and what it becomes when escapes that it holds itself are undone along with those around it:
 * all of them, or any of their kinds.
 */
export function decodedForms(text: string): readonly string[] {
  // What follows a secret may complete an escape that its last characters begin.
  const forms = new Set([text, text.replace(BEGUN_ESCAPE, '')].filter(isHidden));
  const kinds = Object.keys(READERS);
  for (const form of forms) {
    for (let chosen = 1; chosen < 1 << (kinds.length + 1) && forms.size < MAX_FORMS; chosen += 1) {
      const undone = undo(form, (kind) => ((chosen >> (kinds.indexOf(kind) + 1)) & 1) === 1);
      if (isHidden(undone)) forms.add(undone);
    }
  }

  return [...forms];
}

/** Undoes the escapes of the chosen kinds once; the kind of bytes of UTF-8 is the empty text. */
function undo(text: string, isChosen: (kind: string) => boolean): string {
  const decoded = decodeUnits(
    originalLayer(text),
    {
      starts: /[%&\\\u00c2-\u00f4]/g,
      read: (from, index) => {
        const kind = from[index] ?? '';
        const reader = READERS[kind];
        if (reader === undefined) return isChosen('') ? readUtf8(from, index) : null;

        return isChosen(kind) ? reader(from, index) : null;
      },
    },
    text.length,
  );

  return decoded?.text ?? text;
}
