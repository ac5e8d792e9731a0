import { LineCounter, parseDocument } from 'yaml';
import { errorText } from '../../core/base/error-text.ts';

/** What is imported: its text, and what messages call it. */
export interface Source {
  readonly label: string;
  readonly text: string;
}

/** Parses JSON; a mistake is told with its line and column. */
export function parseJson({ label, text }: Source): unknown {
  try {
    return JSON.parse(withoutMark(text));
  } catch (error) {
    const reason = errorText(error);
    const place = placeIn(label, text, jsonFault(text));
    throw new ImportProblem(`Cannot read ${place}: it is no JSON: ${shortReason(reason)}`, {
      cause: error,
    });
  }
}

/** Parses YAML or JSON; a mistake is told with its line and column. */
export function parseYaml(source: Source): unknown {
  if (/^\s*[{[]/.test(withoutMark(source.text))) return parseJson(source);
  const lineCounter = new LineCounter();
  const document = parseDocument(withoutMark(source.text), { lineCounter, prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) {
    const { line, col } = lineCounter.linePos(error.pos[0]);
    throw new ImportProblem(
      `Cannot read ${source.label}:${line}:${col}: it is no YAML: ${error.message}`,
    );
  }
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error_) {
    const reason = errorText(error_);
    throw new ImportProblem(`Cannot read ${source.label}: ${reason}`, { cause: error_ });
  }
}

/** Aliases that grow a small file into one that fills the memory. */
const MAX_ALIASES = 1_000;

/** Windows' editors put a mark before the first character. */
function withoutMark(text: string): string {
  return text.replace(/^\u{FEFF}/u, '');
}

function shortReason(reason: string): string {
  return reason
    .replace(/ in JSON at position \d+.*$/s, '')
    .replace(/, "[^]*" is not valid JSON$/, '');
}

/** Whether a value is an object with properties. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A property that is a text, or null. */
export function textField(value: unknown, key: string): string | null {
  const found = isRecord(value) ? value[key] : undefined;

  return typeof found === 'string' ? found : null;
}

/** A property that is a list, or an empty one. */
export function listOf(value: unknown, key: string): readonly unknown[] {
  const found = isRecord(value) ? value[key] : undefined;

  return Array.isArray(found) ? found : [];
}

/** Parsed JSON; null for what is none. */
export function jsonOf(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    // Cut off by the browser, or called JSON by mistake: nothing is known of it.
    return null;
  }
}

/** What was to be imported cannot be: the message says what it is, where, and what was expected. */
export class ImportProblem extends Error {
  override readonly name = 'ImportProblem';
}

/** Where in a text something is, for people: `shop.har:3:14`. */
export function placeIn(source: string, text: string, offset: number): string {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  const column = offset - before.lastIndexOf('\n');

  return `${source}:${line}:${column}`;
}

const SPACE = /\s*/y;
const MARK = /[{}[\],:]/y;
const STRING = /"(?:[^"\\\p{Cc}]|\u{7F}|\\(?:["\\/bfnrt]|u[\da-f]{4}))*"/iuy;
const LITERAL = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?|true|false|null)(?![\w.])/iy;

/** What may come next. */
type Expected = 'value' | 'value or end' | 'key' | 'key or end' | 'colon' | 'comma or end' | 'end';

/** Which tokens may stand where what is expected. */
const ALLOWED: Readonly<Record<Expected, string>> = {
  value: '{ [ string literal',
  'value or end': '{ [ string literal ]',
  key: 'string',
  'key or end': 'string }',
  colon: ':',
  'comma or end': ', } ]',
  end: '',
};

/**
 * Where a text stops being JSON: the offset of the first thing that cannot stand where it is, or the
 * text's end. JavaScript's own parser does not always tell.
 */
export function jsonFault(text: string): number {
  const open: string[] = [];
  let expected: Expected = 'value';
  let at = 0;
  for (;;) {
    const start = at + (found(SPACE, text, at)?.length ?? 0);
    const token = tokenAt(text, start);
    if (token === null || !isAllowed(token.kind, expected, open)) return start;
    expected = after(token.kind, expected, open);
    at = start + token.length;
  }
}

function found(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;

  return pattern.exec(text)?.[0] ?? null;
}

function tokenAt(
  text: string,
  at: number,
): { readonly kind: string; readonly length: number } | null {
  const mark = found(MARK, text, at);
  if (mark !== null) return { kind: mark, length: 1 };
  const string = found(STRING, text, at);
  if (string !== null) return { kind: 'string', length: string.length };
  const literal = found(LITERAL, text, at);

  return literal === null ? null : { kind: 'literal', length: literal.length };
}

function isAllowed(kind: string, expected: Expected, open: readonly string[]): boolean {
  if (!ALLOWED[expected].split(' ').includes(kind)) return false;
  if (kind === '}') return open.at(-1) === '{';

  return kind !== ']' || open.at(-1) === '[';
}

/** After what opens or separates; a value's end depends on what it is in. */
function after(kind: string, expected: Expected, open: string[]): Expected {
  const inObject = open.at(-1) === '{';
  if (kind === '{' || kind === '[') open.push(kind);
  if (kind === '}' || kind === ']') open.pop();
  const fixed: Readonly<Record<string, Expected>> = {
    '{': 'key or end',
    '[': 'value or end',
    ':': 'value',
    ',': inObject ? 'key' : 'value',
  };
  const isKey = kind === 'string' && expected.startsWith('key');

  return fixed[kind] ?? (isKey ? 'colon' : afterValue(open));
}

function afterValue(open: readonly string[]): Expected {
  return open.length === 0 ? 'end' : 'comma or end';
}
