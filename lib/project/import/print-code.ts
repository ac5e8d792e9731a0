import type { Entry, Expression, Link } from './expression.ts';

const IDENTIFIER = /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u;
/** Characters that a literal cannot hold, or that an editor shows as something else. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const SHORT_ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
/** An index that needs no quotes between brackets. */
const INDEX = /^(?:0|[1-9]\d{0,8})$/;
/** Longer objects and lists have one entry a line, in characters. */
const MAX_INLINE = 60;

/** An expression as code. `indent` is the indentation, in spaces, of the line that it starts on. */
export function printExpression(expression: Expression, indent: number): string {
  switch (expression.kind) {
    case 'text':
      return stringLiteral(expression.value);
    case 'literal':
      return expression.code;
    case 'reference':
      return expression.name;
    case 'template':
      return `\`${expression.parts.map((part) => printPart(part, indent)).join('')}\``;
    case 'object':
      return braced(
        ['{ ', ' }'],
        expression.entries.map((entry) => printEntry(entry, indent + 2)),
        indent,
      );
    case 'array':
      return braced(
        ['[', ']'],
        expression.items.map((item) => printExpression(item, indent + 2)),
        indent,
      );
    case 'chain':
      return [
        printExpression(expression.head, indent),
        ...expression.links.map((link) => printLink(link, indent)),
      ].join('');
  }
}

function printPart(part: string | Expression, indent: number): string {
  return typeof part === 'string' ? templateText(part) : `\${${printExpression(part, indent)}}`;
}

/** One line where it is short, else one entry a line. */
function braced(
  [open, close]: readonly [string, string],
  codes: readonly string[],
  indent: number,
): string {
  if (codes.length === 0) return `${open.trim()}${close.trim()}`;
  const line = `${open}${codes.join(', ')}${close}`;
  if (line.length <= MAX_INLINE && !line.includes('\n')) return line;
  const lines = codes.map((code) => `${spaces(indent + 2)}${code},\n`);

  return `${open.trim()}\n${lines.join('')}${spaces(indent)}${close.trim()}`;
}

function printEntry([key, value]: Entry, indent: number): string {
  const isShort = value.kind === 'reference' && value.name === key;

  return isShort ? key : `${keyLiteral(key)}: ${printExpression(value, indent)}`;
}

function printLink({ name, args }: Link, indent: number): string {
  const member = name === null ? '' : memberCode(name);

  return args === null
    ? member
    : `${member}(${args.map((arg) => printExpression(arg, indent)).join(', ')})`;
}

function memberCode(name: string): string {
  if (INDEX.test(name)) return `[${name}]`;

  return IDENTIFIER.test(name) ? `.${name}` : `[${stringLiteral(name)}]`;
}

/** A string literal in the quotes that need fewer escapes; single quotes where both need as many. */
export function stringLiteral(value: string): string {
  const singles = value.split("'").length;
  const doubles = value.split('"').length;
  const quote = singles > doubles ? '"' : "'";
  const body = value.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`);

  return `${quote}${printable(body)}${quote}`;
}

function templateText(value: string): string {
  const body = value.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${');

  return printable(body);
}

function keyLiteral(key: string): string {
  // A plain or quoted `__proto__` sets the object's prototype; a computed key does not.
  if (key === '__proto__') return "['__proto__']";

  return IDENTIFIER.test(key) ? key : stringLiteral(key);
}

/** The source of a regular expression that matches exactly this text, without its slashes. */
export function regexText(value: string): string {
  return printable(value.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
}

function printable(body: string): string {
  return body.replaceAll(UNPRINTABLE, (character) => {
    const hex = (character.codePointAt(0) ?? 0).toString(16);

    return (
      SHORT_ESCAPES[character] ?? (hex.length > 4 ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`)
    );
  });
}

/** Indentation of a code line by `count` characters. */
export function spaces(count: number): string {
  return ' '.repeat(count);
}
