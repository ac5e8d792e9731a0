import { isNode, parsedProgram, type SyntaxNode, visitNodes } from './syntax-tree.ts';

/** The function that a probed source calls with each value that its statements leave behind. */
const PROBE = '__waywiserLeftBehind';

/** Declares that function: it takes everything but a promise, also one that is only possible. */
export const PROBE_DECLARATION = `declare function ${PROBE}<T>(value: T extends PromiseLike<any> ? never : T): void;\n`;

/** A place in a source, and the beginning of its code. */
export interface CodePlace {
  /** From 1, as the column. */
  readonly line: number;
  readonly column: number;
  readonly code: string;
}

/** A statement that leaves a value behind. */
export interface LeftValue extends CodePlace {
  /** Position of the value in the probed source. */
  readonly probed: { readonly line: number; readonly column: number };
}

/** A source in which every statement's value is an argument of a function. */
export interface ProbedSource {
  readonly text: string;
  readonly values: readonly LeftValue[];
  /** Calls of `forEach` with an async function, whose promises `forEach` drops. */
  readonly asyncLoops: readonly CodePlace[];
  /** The modules that it imports by relative paths. */
  readonly imports: readonly string[];
}

/** Longest code that a message quotes, in characters. */
const MAX_CODE = 80;

/** Rewrites a source; null if it cannot be parsed. Lines stay where they are. */
export function probedSource(source: string): ProbedSource | null {
  const program = parsedProgram(source);
  if (program === null) return null;
  const ranges: Range[] = [];
  const asyncLoops: CodePlace[] = [];
  const imports: string[] = [];
  visitNodes(program, (node) => {
    const range = leftBehind(node);
    if (range !== null) ranges.push(range);
    if (isAsyncLoop(node)) asyncLoops.push(placeOf(source, rangeOf(node)));
    const imported = importOf(node);
    if (imported !== null) imports.push(imported);
  });

  return { ...withProbes(source, ranges), asyncLoops, imports };
}

interface Range {
  readonly start: number;
  readonly end: number;
}

function rangeOf(node: SyntaxNode): Range {
  return { start: Number(node['start']), end: Number(node['end']) };
}

/** A statement that is only an expression, whose value nothing takes. */
function leftBehind({ type, expression }: SyntaxNode): Range | null {
  if (type !== 'ExpressionStatement' || !isNode(expression)) return null;
  if (expression.type === 'AssignmentExpression' || isHandled(expression)) return null;

  return rangeOf(expression);
}

/** `promise.catch(handler)` and `promise.then(handler, handler)` wait for the promise. */
function isHandled(call: SyntaxNode): boolean {
  const { method, args } = methodCall(call);

  return (method === 'catch' && args.length > 0) || (method === 'then' && args.length > 1);
}

function isAsyncLoop(node: SyntaxNode): boolean {
  const { method, args } = methodCall(node);

  return method === 'forEach' && isNode(args[0]) && args[0]['async'] === true;
}

function methodCall({ callee, arguments: args }: SyntaxNode): {
  readonly method: unknown;
  readonly args: readonly unknown[];
} {
  const property = isNode(callee) ? callee['property'] : null;

  return isNode(property) && Array.isArray(args)
    ? { method: property['name'], args }
    : { method: null, args: [] };
}

function importOf({ source, type, arguments: args }: SyntaxNode): string | null {
  const isCall = type === 'CallExpression' || type === 'ImportExpression';
  const from: unknown = isCall && Array.isArray(args) ? args[0] : source;
  if (!isNode(from) || from.type !== 'StringLiteral') return null;
  const text = String(from['value']);

  return /^\.\.?\//.test(text) ? text : null;
}

interface Edit {
  readonly at: number;
  readonly text: string;
  /** The value that begins here; null: one ends here. */
  readonly opens: Range | null;
}

function withProbes(
  source: string,
  ranges: readonly Range[],
): Pick<ProbedSource, 'text' | 'values'> {
  // Where one value ends and another begins, the one that ends comes first.
  const edits = ranges
    .flatMap((range): readonly Edit[] => [
      { at: range.start, text: `${PROBE}(`, opens: range },
      { at: range.end, text: ')', opens: null },
    ])
    .toSorted((a, b) => a.at - b.at || Number(a.opens !== null) - Number(b.opens !== null));
  const values: LeftValue[] = [];
  let text = '';
  let from = 0;
  for (const { at, text: inserted, opens } of edits) {
    text += withoutExceptions(source.slice(from, at)) + inserted;
    from = at;
    if (opens !== null) values.push({ ...placeOf(source, opens), probed: positionAt(text) });
  }

  return { text: text + withoutExceptions(source.slice(from)), values };
}

/** Comments that switch the compiler off must not hide what is looked for. */
function withoutExceptions(source: string): string {
  return source.replaceAll(/@ts-(?=nocheck|ignore|expect-error)/g, '@ts_');
}

function placeOf(source: string, { start, end }: Range): CodePlace {
  const [code = ''] = source.slice(start, end).split('\n', 1);
  const isWhole = code.length <= MAX_CODE && start + code.length === end;

  return {
    ...positionAt(source.slice(0, start)),
    code: isWhole ? code : `${code.slice(0, MAX_CODE).trimEnd()}…`,
  };
}

/** The position behind a text, from 1. */
function positionAt(text: string): { readonly line: number; readonly column: number } {
  return { line: text.split('\n').length, column: text.length - text.lastIndexOf('\n') };
}
