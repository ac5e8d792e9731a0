import { OperationRefused, Unmodelled } from './failures.ts';
import { type Fields, isFields, type Json, sameJson, textOf } from './json.ts';

/** What the functions of a template refer to. */
export interface Scope {
  /** Value of a parameter, a pseudo parameter or a resource's `Ref`. */
  readonly ref: (name: string) => Json;
  readonly attribute: (id: string, name: string) => Json;
  readonly importValue: (name: string) => string;
  readonly conditions: Fields;
  readonly mappings: Fields;
  readonly region: string;
}

/** What stands for a property that is left out. */
const NO_VALUE = Symbol('AWS::NoValue');

type Resolved = Json | typeof NO_VALUE;
type Apply = (argument: Json, scope: Scope) => Resolved;

/**
 * Replaces all intrinsic functions of a value. A function that is not modelled throws.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
 */
export function resolve(value: Json, scope: Scope): Json {
  const resolved = resolvePart(value, scope);

  return resolved === NO_VALUE ? {} : resolved;
}

/** The properties of a resource with all functions replaced. */
export function resolveFields(properties: Fields, scope: Scope): Fields {
  const resolved = resolve(properties, scope);
  if (isFields(resolved)) return resolved;
  throw new TypeError('Cannot resolve properties: they are no object');
}

/** Whether a condition of the template holds. */
export function holds(condition: Json, scope: Scope): boolean {
  if (!isFields(condition))
    throw new OperationRefused('Template error: a condition is no function');
  const [[name, argument] = ['', null]] = Object.entries(condition);
  const items = Array.isArray(argument) ? argument : [];
  if (name === 'Condition') return namedCondition(textOf(argument), scope);
  const judge = CONDITIONS[name];
  if (judge === undefined) throw new Unmodelled(`the condition function ${name} is not modelled`);

  return judge(items, scope);
}

type Judge = (items: readonly Json[], scope: Scope) => boolean;

const CONDITIONS: Readonly<Record<string, Judge>> = {
  'Fn::Not': (items, scope) => !items.some((each) => holds(each, scope)),
  'Fn::And': (items, scope) => items.every((each) => holds(each, scope)),
  'Fn::Or': (items, scope) => items.some((each) => holds(each, scope)),
  'Fn::Equals': ([a = null, b = null], scope) => sameJson(resolve(a, scope), resolve(b, scope)),
  'Fn::Contains': contains,
};

function contains([list, value]: readonly Json[], scope: Scope): boolean {
  const values = resolve(list ?? [], scope);

  return Array.isArray(values) && values.includes(resolve(value ?? null, scope));
}

function namedCondition(name: string, scope: Scope): boolean {
  const condition = scope.conditions[name];
  if (condition !== undefined) return holds(condition, scope);
  throw new OperationRefused(`Template error: unresolved condition ${name}`);
}

function resolvePart(value: Json, scope: Scope): Resolved {
  if (isList(value)) {
    return value.map((each) => resolvePart(each, scope)).filter((each) => each !== NO_VALUE);
  }
  if (!isFields(value)) return value;
  const [entry, ...others] = Object.entries(value);
  if (entry !== undefined && others.length === 0 && isFunction(entry[0])) {
    return applyFunction(entry[0], entry[1], scope);
  }

  return Object.fromEntries(
    Object.entries(value).flatMap(([key, each]): [string, Json][] => {
      const resolved = resolvePart(each, scope);
      return resolved === NO_VALUE ? [] : [[key, resolved]];
    }),
  );
}

/** `Condition` is also a key of policies, so it counts as a function within conditions only. */
function isFunction(key: string): boolean {
  return key === 'Ref' || key.startsWith('Fn::');
}

function applyFunction(name: string, argument: Json, scope: Scope): Resolved {
  const apply = FUNCTIONS[name];
  if (apply === undefined) throw new Unmodelled(`the function ${name} is not modelled`);

  return apply(argument, scope);
}

const FUNCTIONS: Readonly<Record<string, Apply>> = {
  Ref: (name, scope) => (name === 'AWS::NoValue' ? NO_VALUE : scope.ref(textOf(name))),
  'Fn::GetAtt': (argument, scope) => {
    const [id, ...path] =
      typeof argument === 'string' ? argument.split('.') : texts(argument, scope);
    return scope.attribute(id ?? '', path.join('.'));
  },
  'Fn::Join': (argument, scope) => {
    const [separator, parts] = pair(argument);
    return texts(parts, scope).join(textOf(separator));
  },
  'Fn::Sub': substitute,
  'Fn::Select': (argument, scope) => {
    const [index, items] = pair(argument);
    const found = itemsOf(items, scope)[Number(index)];
    if (found !== undefined) return found;
    throw new OperationRefused('Template error: Fn::Select cannot select a nonexistent value');
  },
  'Fn::Split': (argument, scope) => {
    const [separator, source] = pair(argument);
    return textOf(resolve(source, scope)).split(textOf(separator));
  },
  'Fn::If': (argument, scope) => {
    if (!isList(argument)) throw new TypeError('Cannot apply Fn::If: it has no list');
    const [name, then, otherwise] = argument;
    const branch = namedCondition(textOf(name), scope) ? then : otherwise;
    return resolvePart(branch ?? null, scope);
  },
  'Fn::ImportValue': (name, scope) => scope.importValue(textOf(resolve(name, scope))),
  'Fn::FindInMap': (argument, scope) => {
    const [map = '', first = '', second = ''] = texts(argument, scope);
    const value = inside(inside(scope.mappings[map], first), second);
    if (value !== undefined) return value;
    throw new OperationRefused(
      `Template error: unable to get mapping for ${map}::${first}::${second}`,
    );
  },
  'Fn::Base64': (argument, scope) =>
    Buffer.from(textOf(resolve(argument, scope))).toString('base64'),
  'Fn::GetAZs': (argument, scope) => {
    const region = textOf(resolve(argument, scope));
    return ['a', 'b', 'c'].map((zone) => `${region === '' ? scope.region : region}${zone}`);
  },
};

function substitute(argument: Json, scope: Scope): string {
  const [source, own] = typeof argument === 'string' ? [argument, {}] : pair(argument);
  const values = isFields(own) ? own : {};

  return textOf(source).replaceAll(/\$\{(?<name>!?[^}]+)\}/g, (_whole, name: string) => {
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    const value = values[name];
    if (value !== undefined) return plain(resolve(value, scope));
    const [id = '', ...path] = name.split('.');
    return plain(path.length === 0 ? scope.ref(name) : scope.attribute(id, path.join('.')));
  });
}

/** A text or number as text. Throws for anything else. */
export function plain(value: Json): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  throw new OperationRefused(`Template error: ${JSON.stringify(value)} is no text`);
}

function pair(argument: Json): readonly [Json, Json] {
  if (!isList(argument)) throw new TypeError('Cannot apply a function: it has no list');
  const [first, second, ...others] = argument;
  if (first !== undefined && second !== undefined && others.length === 0) return [first, second];
  throw new TypeError(
    `Cannot apply a function to ${JSON.stringify(argument)}: expected two values`,
  );
}

function texts(value: Json, scope: Scope): readonly string[] {
  return itemsOf(value, scope).map(plain);
}

function itemsOf(value: Json, scope: Scope): readonly Json[] {
  const resolved = resolve(value, scope);
  if (isList(resolved)) return resolved;
  throw new OperationRefused(`Template error: ${JSON.stringify(resolved)} is no list`);
}

function inside(value: Json | undefined, key: string): Json | undefined {
  return isFields(value) ? value[key] : undefined;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
