import { LineCounter, parseDocument } from 'yaml';
import { errorText } from '../../core/base/error-text.ts';
import { ownValue } from '../../core/base/own-value.ts';

/** The source of an import: its text, and its name in messages. */
export interface Source {
  readonly label: string;
  readonly text: string;
}

/** Parses JSON; throws an {@link ImportProblem} with line and column. */
export function parseJson({ label, text }: Source): unknown {
  try {
    return JSON.parse(withoutMark(text));
  } catch (error) {
    const reason = errorText(error);
    const place = placeIn(label, text, jsonFault(text));
    throw new ImportProblem(`Cannot read ${place}: it is not valid JSON: ${shortReason(reason)}`, {
      cause: error,
    });
  }
}

/** Parses YAML or JSON; throws an {@link ImportProblem} with line and column. */
export function parseYaml(source: Source): unknown {
  if (/^\s*[{[]/.test(withoutMark(source.text))) return parseJson(source);
  const lineCounter = new LineCounter();
  const document = parseDocument(withoutMark(source.text), { lineCounter, prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) {
    const { line, col } = lineCounter.linePos(error.pos[0]);
    throw new ImportProblem(
      `Cannot read ${source.label}:${line}:${col}: it is not valid YAML: ${error.message}`,
    );
  }
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error_) {
    const reason = errorText(error_);
    throw new ImportProblem(`Cannot read ${source.label}: ${reason}`, { cause: error_ });
  }
}

/** Limit of resolved aliases, against files that expand until memory is full ("billion laughs"). */
const MAX_ALIASES = 1_000;

/** Without the byte order mark that editors on Windows write. */
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

/** A property that is a string; null where it is missing or something else. */
export function textField(value: unknown, key: string): string | null {
  const found = isRecord(value) ? ownValue(value, key) : undefined;

  return typeof found === 'string' ? found : null;
}

/** A property that is an array; empty where it is missing or something else. */
export function listOf(value: unknown, key: string): readonly unknown[] {
  const found = isRecord(value) ? ownValue(value, key) : undefined;

  return Array.isArray(found) ? found : [];
}

/** Parsed JSON; null for text that is not valid JSON. */
export function jsonOf(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    // Truncated by the browser, or declared as JSON by mistake: treated as unknown.
    return null;
  }
}

/** An import that cannot be done; the message says what is wrong, where, and what was expected. */
export class ImportProblem extends Error {
  override readonly name = 'ImportProblem';
}

/** A position in a text as `source:line:column`, such as `shop.har:3:14`. */
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

/** What the JSON grammar allows next. */
type Expected = 'value' | 'value or end' | 'key' | 'key or end' | 'colon' | 'comma or end' | 'end';

/** Tokens allowed in each state. */
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
 * The offset at which a text stops being valid JSON: that of the first token that is not allowed, or the
 * text's length. The errors of `JSON.parse` do not always contain a position.
 */
export function jsonFault(text: string): number {
  const open: string[] = [];
  let expected: Expected = 'value';
  let at = 0;
  for (;;) {
    const start = at + (matchAt(SPACE, text, at)?.length ?? 0);
    const token = tokenAt(text, start);
    if (token === null || !isAllowed(token.kind, expected, open)) return start;
    expected = after(token.kind, expected, open);
    at = start + token.length;
  }
}

function matchAt(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;

  return pattern.exec(text)?.[0] ?? null;
}

function tokenAt(
  text: string,
  at: number,
): { readonly kind: string; readonly length: number } | null {
  const mark = matchAt(MARK, text, at);
  if (mark !== null) return { kind: mark, length: 1 };
  const string = matchAt(STRING, text, at);
  if (string !== null) return { kind: 'string', length: string.length };
  const literal = matchAt(LITERAL, text, at);

  return literal === null ? null : { kind: 'literal', length: literal.length };
}

function isAllowed(kind: string, expected: Expected, open: readonly string[]): boolean {
  if (!ALLOWED[expected].split(' ').includes(kind)) return false;
  if (kind === '}') return open.at(-1) === '{';

  return kind !== ']' || open.at(-1) === '[';
}

/** The next state. After a value it depends on the enclosing object or array. */
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
