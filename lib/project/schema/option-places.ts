import { parse } from '@babel/parser';
import { CHECKS } from '../../core/journey/checks/all-checks.ts';

/** A position in a source file, counted from 1. */
export interface OptionPlace {
  readonly line: number;
  readonly column: number;
}

/** What a problem is about: an argument of the defining call, and a path into it. */
export interface OptionTarget {
  readonly root: 'name' | 'options' | 'body';
  readonly path: readonly PropertyKey[];
  /** `key`: the option's name itself is wrong. */
  readonly part: 'key' | 'value';
}

/** Finds positions of options in a source file. */
export interface OptionPlaces {
  /** The position of an option, or of its nearest parent in the source; null: no definition was found. */
  of(target: OptionTarget): OptionPlace | null;
  /** The first top-level loop or throw statement: the likely cause when evaluation failed. */
  suspect(kind: 'loop' | 'throw'): OptionPlace | null;
}

type Program = ReturnType<typeof parse>['program'];
type Statement = Program['body'][number];
type Expression = Extract<Statement, { type: 'ExpressionStatement' }>['expression'];
type ObjectLiteral = Extract<Expression, { type: 'ObjectExpression' }>;
type Property = Exclude<ObjectLiteral['properties'][number], { type: 'SpreadElement' }>;
interface SyntaxNode {
  readonly type: string;
  readonly loc?: { readonly start: { readonly line: number; readonly column: number } } | null;
}

interface Found {
  /** The node of its value in the source. */
  readonly written: SyntaxNode;
  readonly key: SyntaxNode | null;
}

const DEFINERS = ['apiJourney', 'browserJourney', ...Object.keys(CHECKS), 'defineConfig'];
const MAX_ALIASES = 8;

/** Parses a source file; never throws, whatever the file contains. */
export function optionPlaces(source: string): OptionPlaces {
  const program = parseProgram(source);
  if (program === null) return { of: () => null, suspect: () => null };
  const scope = topLevelNames(program);

  return {
    of: (target) => placeOf(locate(target, program, scope)),
    suspect: (kind) => placeOf(program.body.find((statement) => isSuspect(statement, kind))),
  };
}

function parseProgram(source: string): Program | null {
  try {
    return parse(source, { sourceType: 'module', plugins: ['typescript'], errorRecovery: true })
      .program;
  } catch {
    // The bundler reports what is wrong with the syntax; here it only means that no place is known.
    return null;
  }
}

function locate(target: OptionTarget, program: Program, scope: Scope): SyntaxNode | undefined {
  const exported = defaultExport(program);
  if (exported === null) return undefined;
  const definition = resolve(exported, scope);
  const root = rootOf(definition, target.root);
  if (root === null) return definition;

  return walk(root, target, scope);
}

function rootOf(definition: SyntaxNode, root: OptionTarget['root']): SyntaxNode | null {
  if (!isCall(definition)) return root === 'options' ? definition : null;
  const isConfig = calleeName(definition) === 'defineConfig';
  const index = isConfig ? 0 : ['name', 'options', 'body'].indexOf(root);

  return definition.arguments[index] ?? null;
}

function walk(root: SyntaxNode, target: OptionTarget, scope: Scope): SyntaxNode {
  let place: Found = { written: root, key: null };
  for (const key of target.path) {
    const next = child(resolve(place.written, scope), key, scope);
    if (next === null) return place.written;
    place = next;
  }

  return target.part === 'key' ? (place.key ?? place.written) : place.written;
}

function child(node: SyntaxNode, key: PropertyKey, scope: Scope): Found | null {
  if (isObject(node)) return property(node, key, scope);
  if (isCall(node)) return scheduleArgument(node, key, scope);
  if (!isArray(node) || typeof key !== 'number') return null;

  const before = node.elements.slice(0, key + 1);
  const element = before[key];
  // After a spread, the index in the source is not the index in the list.
  if (before.some((each) => each?.type === 'SpreadElement') || !element) return null;

  return { written: element, key: null };
}

function property(node: ObjectLiteral, key: PropertyKey, scope: Scope): Found | null {
  for (const entry of node.properties.toReversed()) {
    if (entry.type === 'SpreadElement') {
      const spread = resolve(entry.argument, scope);
      const inside = isObject(spread) ? property(spread, key, scope) : null;
      if (inside !== null) return inside;
    } else if (keyName(entry) === String(key)) {
      return { written: entry.type === 'ObjectProperty' ? entry.value : entry, key: entry.key };
    }
  }

  return null;
}

/** `every('5m')`: what the schedule holds as `interval` was written as the first argument. */
function scheduleArgument(
  node: Extract<Expression, { type: 'CallExpression' }>,
  key: PropertyKey,
  scope: Scope,
): Found | null {
  const [first, second] = node.arguments;
  if ((key === 'interval' || key === 'expression') && first) return { written: first, key: null };
  if (key !== 'timeZone' || !second) return null;

  return child(resolve(second, scope), key, scope);
}

function keyName(entry: Property): string | null {
  const { key } = entry;
  if (key.type === 'Identifier' && !entry.computed) return key.name;
  if (key.type === 'StringLiteral') return key.value;

  return key.type === 'NumericLiteral' ? String(key.value) : null;
}

function defaultExport(program: Program): SyntaxNode | null {
  const exported = program.body.find((statement) => statement.type === 'ExportDefaultDeclaration');

  return exported?.declaration ?? firstDefinition(program);
}

/** For other forms of export, such as `export { journey as default }`. */
function firstDefinition(program: Program): SyntaxNode | null {
  const calls = program.body
    .flatMap(declared)
    .flatMap(({ init }) => (init ? [init] : []))
    .filter((init) => isCall(init) && DEFINERS.includes(calleeName(init) ?? ''));

  return calls[0] ?? null;
}

type Scope = ReadonlyMap<string, SyntaxNode>;

function topLevelNames(program: Program): Scope {
  return new Map(
    program.body
      .flatMap(declared)
      .flatMap(({ id, init }) => (id.type === 'Identifier' && init ? [[id.name, init]] : [])),
  );
}

function declared(
  statement: Statement,
): Extract<Statement, { type: 'VariableDeclaration' }>['declarations'] {
  if (statement.type === 'VariableDeclaration') return statement.declarations;
  if (statement.type !== 'ExportNamedDeclaration') return [];

  return statement.declaration?.type === 'VariableDeclaration'
    ? statement.declaration.declarations
    : [];
}

/** Resolves `as`, `satisfies`, parentheses and names of constants. */
function resolve(node: SyntaxNode, scope: Scope): SyntaxNode {
  let current = node;
  for (let aliases = 0; aliases < MAX_ALIASES; aliases += 1) {
    const inner = unwrap(current, scope);
    if (inner === null) return current;
    current = inner;
  }

  return current;
}

function unwrap(node: SyntaxNode, scope: Scope): SyntaxNode | null {
  if ('expression' in node && isNode(node.expression)) return node.expression;
  if (node.type !== 'Identifier' || !('name' in node)) return null;

  return scope.get(String(node.name)) ?? null;
}

function isSuspect(statement: Statement, kind: 'loop' | 'throw'): boolean {
  if (kind === 'throw') return statement.type === 'ThrowStatement';

  return /^(?:While|DoWhile|For|ForOf|ForIn)Statement$/.test(statement.type);
}

function calleeName(node: Extract<Expression, { type: 'CallExpression' }>): string | null {
  if (node.callee.type === 'Identifier') return node.callee.name;
  if (node.callee.type !== 'MemberExpression') return null;

  return node.callee.property.type === 'Identifier' ? node.callee.property.name : null;
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'loc' in value;
}

function isCall(node: SyntaxNode): node is Extract<Expression, { type: 'CallExpression' }> {
  return node.type === 'CallExpression';
}

function isObject(node: SyntaxNode): node is ObjectLiteral {
  return node.type === 'ObjectExpression';
}

function isArray(node: SyntaxNode): node is Extract<Expression, { type: 'ArrayExpression' }> {
  return node.type === 'ArrayExpression';
}

function placeOf(node: SyntaxNode | undefined): OptionPlace | null {
  if (!node?.loc) return null;

  return { line: node.loc.start.line, column: node.loc.start.column + 1 };
}
