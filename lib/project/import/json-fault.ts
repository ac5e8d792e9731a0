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
