import type { Entry, Expression, Link } from './expression.ts';
import { isIdentifier, keyLiteral, stringLiteral, templateText, widthOf } from './literals.ts';

/** Columns of a line, as the formatter of this repository breaks them. */
export const PRINT_WIDTH = 100;
const INDENT = 2;
/** A chain of more calls than this is broken at each call, where an argument is no simple one. */
const MANY_CALLS = 3;
/** Regular expressions longer than this are no simple arguments. */
const SIMPLE_PATTERN = 5;

/** What stands around an expression on its lines. */
export interface Surroundings {
  /** Columns before its first line's code, the statement's own beginning included. */
  readonly column: number;
  /** Columns that its further lines are indented by. */
  readonly indent: number;
  /** Columns that follow it on its last line. */
  readonly after: number;
}

/** An expression as code, on one line where it fits, else broken as the formatter breaks it. */
export function printExpression(expression: Expression, around: Surroundings): string {
  const flat = flatCode(expression);
  if (flat !== null && around.column + widthOf(flat) + around.after <= PRINT_WIDTH) return flat;
  if (expression.kind === 'object') return printObject(expression.entries, around);
  if (expression.kind === 'array') return printItems(expression.items, around);
  if (expression.kind === 'chain') return printChain(expression.head, expression.links, around);

  // The rest is one word, however long.
  return flat ?? '';
}

/** An expression on one line; null where the formatter would break it at any width. */
function flatCode(expression: Expression): string | null {
  switch (expression.kind) {
    case 'text':
      return stringLiteral(expression.value);
    case 'literal':
      return expression.code;
    case 'reference':
      return expression.name;
    case 'template':
      return `\`${expression.parts.map(templatePart).join('')}\``;
    case 'object':
      return flatObject(expression.entries);
    case 'array':
      return isTable(expression.items) ? null : bracketed('[', expression.items, ']');
    case 'chain':
      return flatChain(expression.head, expression.links);
  }
}

function templatePart(part: string | Expression): string {
  return typeof part === 'string' ? templateText(part) : `\${${flatCode(part) ?? ''}}`;
}

function flatObject(entries: readonly Entry[]): string | null {
  if (entries.length === 0) return '{}';
  const printed = entries.map(([key, value]) => {
    const code = flatCode(value);

    return code === null ? null : entryCode([key, value], code);
  });

  return printed.includes(null) ? null : `{ ${printed.join(', ')} }`;
}

function entryCode([key, value]: Entry, code: string): string {
  const isShort = value.kind === 'reference' && key === code;

  return isShort ? key : `${keyLiteral(key)}: ${code}`;
}

/** Lists of objects or lists, each with more than one element, are always broken. */
function isTable(items: readonly Expression[]): boolean {
  return (
    items.length > 1 &&
    items.every(
      (item) =>
        (item.kind === 'object' && item.entries.length > 1) ||
        (item.kind === 'array' && item.items.length > 1),
    ) &&
    new Set(items.map(({ kind }) => kind)).size === 1
  );
}

function bracketed(open: string, items: readonly Expression[], close: string): string | null {
  const printed = items.map(flatCode);

  return printed.includes(null) ? null : `${open}${printed.join(', ')}${close}`;
}

function flatChain(head: Expression, links: readonly Link[]): string | null {
  if (breaksAlways(links)) return null;
  const parts = [flatCode(head), ...links.map(flatLink)];

  return parts.includes(null) ? null : parts.join('');
}

function flatLink({ name, args }: Link): string | null {
  const call = args === null ? '' : bracketed('(', args, ')');
  const member = name === null ? '' : memberCode(name);

  return call === null ? null : `${member}${call}`;
}

/** An index that a number writes as it is. */
const INDEX = /^(?:0|[1-9]\d{0,8})$/;

function memberCode(name: string): string {
  if (INDEX.test(name)) return `[${name}]`;

  return isIdentifier(name) ? `.${name}` : `[${stringLiteral(name)}]`;
}

function breaksAlways(links: readonly Link[]): boolean {
  const calls = links.filter(({ args }) => args !== null);

  return calls.length >= MANY_CALLS && calls.some(({ args }) => !(args ?? []).every(isSimple));
}

function isSimple(argument: Expression): boolean {
  if (argument.kind === 'object') return argument.entries.every(([, value]) => isSimple(value));
  if (argument.kind === 'array') return argument.items.every(isSimple);
  if (argument.kind !== 'literal' || !argument.code.startsWith('/')) return true;

  return argument.code.lastIndexOf('/') - 1 <= SIMPLE_PATTERN;
}

function printObject(entries: readonly Entry[], { indent }: Surroundings): string {
  const inner = indent + INDENT;
  const lines = entries.map((entry) => `${spaces(inner)}${printEntry(entry, inner)},`);

  return `{\n${lines.join('\n')}\n${spaces(indent)}}`;
}

/** Below a shorter key a text would gain no room. */
const SHORT_KEY = 5;

/** A property; a text that is too long beside its key stands below it. */
function printEntry([key, value]: Entry, indent: number): string {
  const before = `${keyLiteral(key)}: `;
  const column = indent + before.length;
  const code = printExpression(value, { column, indent, after: 1 });
  const isShort = before.length - 2 < SHORT_KEY;
  const fits = isShort || column + widthOf(code) + 1 <= PRINT_WIDTH;
  if (value.kind !== 'text' || fits) return entryCode([key, value], code);

  return `${before.trimEnd()}
${spaces(indent + INDENT)}${code}`;
}

function printItems(items: readonly Expression[], { indent }: Surroundings): string {
  const inner = indent + INDENT;
  const around = { column: inner, indent: inner, after: 1 };
  const lines = items.map((item) => `${spaces(inner)}${printExpression(item, around)},`);

  return `[\n${lines.join('\n')}\n${spaces(indent)}]`;
}

function printChain(head: Expression, links: readonly Link[], around: Surroundings): string {
  const calls = links.filter(({ args }) => args !== null);
  const isMemberChain = calls.length > 1 && links[0]?.name !== null;
  if (isMemberChain && calls.length === links.length) return printLinks(head, links, around);

  return printOnOneLine(head, links, around);
}

/** Each call on a line of its own. */
function printLinks(head: Expression, links: readonly Link[], around: Surroundings): string {
  const inner = around.indent + INDENT;
  const lines = links.map((link, index) => {
    const member = link.name === null ? '' : memberCode(link.name);
    const after = index === links.length - 1 ? around.after : 0;
    const args = printArgs(link.args ?? [], {
      column: inner + member.length,
      indent: inner,
      after,
    });

    return `${spaces(inner)}${member}${args}`;
  });

  return [flatCode(head) ?? '', ...lines].join('\n');
}

/** The calls stay on one line; the first whose arguments do not fit has them broken. */
function printOnOneLine(head: Expression, links: readonly Link[], around: Surroundings): string {
  let code = flatCode(head) ?? '';
  for (const [index, link] of links.entries()) {
    code += link.name === null ? '' : memberCode(link.name);
    if (link.args !== null) {
      const column = columnAfter(code, around.column);
      const after = roomAfter(links.slice(index + 1), around.after);
      code += printArgs(link.args, { column, indent: around.indent, after });
    }
  }

  return code;
}

/** What must follow on the same line: up to the next arguments, which can break. */
function roomAfter(rest: readonly Link[], after: number): number {
  const [next, ...further] = rest;
  if (next === undefined) return after;
  const member = next.name === null ? '' : memberCode(next.name);
  if (next.args === null) return member.length + roomAfter(further, after);

  return next.args.length === 0 ? member.length + 2 + roomAfter(further, after) : member.length + 1;
}

function columnAfter(code: string, column: number): number {
  const lastBreak = code.lastIndexOf('\n');

  return lastBreak === -1 ? column + widthOf(code) : widthOf(code.slice(lastBreak + 1));
}

function printArgs(args: readonly Expression[], around: Surroundings): string {
  const flat = bracketed('(', args, ')');
  if (flat !== null && around.column + widthOf(flat) + around.after <= PRINT_WIDTH) return flat;

  return printHugged(args, around) ?? printApart(args, around);
}

/** Only the last argument is broken, where it is an object or a list and the others fit before it. */
function printHugged(args: readonly Expression[], around: Surroundings): string | null {
  const last = args.at(-1);
  const first = args.slice(0, -1).map(flatCode);
  if (last === undefined || first.includes(null)) return null;
  if (last.kind !== 'object' && last.kind !== 'array') return null;
  const before = `(${first.map((code) => `${code}, `).join('')}`;
  if (around.column + widthOf(before) + 1 > PRINT_WIDTH) return null;
  const column = PRINT_WIDTH;

  return `${before}${printExpression(last, { column, indent: around.indent, after: 1 })})`;
}

function printApart(args: readonly Expression[], { indent }: Surroundings): string {
  const inner = indent + INDENT;
  const around = { column: inner, indent: inner, after: 1 };
  const lines = args.map((arg) => `${spaces(inner)}${printArgument(arg, around)},`);

  return `(\n${lines.join('\n')}\n${spaces(indent)})`;
}

/** A chain stays on one line where breaking it would not spare its last object from being broken. */
function printArgument(argument: Expression, around: Surroundings): string {
  const code = printExpression(argument, around);
  if (argument.kind !== 'chain' || !/\n\s*\}\)$/.test(code)) return code;
  const hugged = printOnOneLine(argument.head, argument.links, around);
  const [first = ''] = hugged.split('\n');
  const before = flatChain(argument.head, argument.links.slice(0, -1)) ?? '\n';
  const isHugged =
    first.startsWith(before) &&
    first.endsWith('{') &&
    widthOf(first) + around.column <= PRINT_WIDTH;

  return isHugged ? hugged : code;
}

/** So many spaces. */
export function spaces(count: number): string {
  return ' '.repeat(count);
}
