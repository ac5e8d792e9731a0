/** A piece of a journey's code as data, so that it can be printed and searched for references. */
export type Expression =
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'literal'; readonly code: string }
  | { readonly kind: 'reference'; readonly name: string }
  | { readonly kind: 'template'; readonly parts: readonly (string | Expression)[] }
  | { readonly kind: 'object'; readonly entries: readonly Entry[] }
  | { readonly kind: 'array'; readonly items: readonly Expression[] }
  | { readonly kind: 'chain'; readonly head: Expression; readonly links: readonly Link[] };

/** One property of an object. */
export type Entry = readonly [key: string, value: Expression];

/** One `.name(…)` of a chain; without arguments a property, without a name a call of the head. */
export interface Link {
  readonly name: string | null;
  readonly args: readonly Expression[] | null;
}

/** A string literal of this value. */
export function text(value: string): Expression {
  return { kind: 'text', value };
}

/** Code that is printed as it is: a number, `true`, a regular expression. */
export function literal(code: string): Expression {
  return { kind: 'literal', code };
}

/** A variable, or a member of the journey's context. */
export function reference(name: string): Expression {
  return { kind: 'reference', name };
}

/** An object literal, its properties in this order. */
export function object(entries: readonly Entry[]): Expression {
  return { kind: 'object', entries };
}

/** A call such as `secret('x')`, or with a dotted name `page.goto('/')`. */
export function call(callee: string, ...args: readonly Expression[]): Expression {
  const [head = '', ...names] = callee.split('.');
  if (names.length === 0) {
    return { kind: 'chain', head: reference(head), links: [{ name: null, args }] };
  }
  const links = names.map((name, index) => ({
    name,
    args: index === names.length - 1 ? args : null,
  }));

  return { kind: 'chain', head: reference(head), links };
}

/** A method call on an expression: `subject.name(…)`. */
export function chained(
  subject: Expression,
  name: string,
  ...args: readonly Expression[]
): Expression {
  const link = { name, args };
  if (subject.kind === 'chain') return { ...subject, links: [...subject.links, link] };

  return { kind: 'chain', head: subject, links: [link] };
}

/** A property of an expression: `subject.name`. */
export function property(subject: Expression, name: string): Expression {
  const link = { name, args: null };
  if (subject.kind === 'chain') return { ...subject, links: [...subject.links, link] };

  return { kind: 'chain', head: subject, links: [link] };
}

/** Strings and expressions joined: a string literal where possible, else a template literal. */
export function template(parts: readonly (string | Expression)[]): Expression {
  const kept = joined(parts);
  if (kept.every((part) => typeof part === 'string')) return text(kept.join(''));
  const [only] = kept;
  if (kept.length === 1 && only !== undefined && typeof only !== 'string') return only;

  return { kind: 'template', parts: kept };
}

/** Joins neighbouring strings: printed apart, a `$` at the end of one and a `{` after it would be code. */
function joined(parts: readonly (string | Expression)[]): readonly (string | Expression)[] {
  const all: (string | Expression)[] = [];
  for (const part of parts) {
    const last = all.at(-1);
    if (typeof part === 'string' && typeof last === 'string') all[all.length - 1] = last + part;
    else all.push(part);
  }

  return all.filter((part) => part !== '');
}

/** A JSON value as code. `leaf` may replace a string or a number by another expression. */
export function jsonExpression(
  value: unknown,
  leaf: (value: string | number, path: readonly string[]) => Expression | null = () => null,
  path: readonly string[] = [],
): Expression {
  if (Array.isArray(value)) {
    const items = value.map((each, index) => jsonExpression(each, leaf, [...path, `${index}`]));

    return { kind: 'array', items };
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(
      ([key, each]) => [key, jsonExpression(each, leaf, [...path, key])] as const,
    );

    return object(entries);
  }
  if (typeof value === 'string') return leaf(value, path) ?? text(value);
  if (typeof value === 'number') return leaf(value, path) ?? literal(String(value));

  return literal(String(value));
}

/** Every name that an expression refers to. */
export function namesIn(expression: Expression): readonly string[] {
  switch (expression.kind) {
    case 'text':
    case 'literal':
      return [];
    case 'reference':
      return [expression.name];
    case 'template':
      return expression.parts.flatMap((part) => (typeof part === 'string' ? [] : namesIn(part)));
    case 'object':
      return expression.entries.flatMap(([, value]) => namesIn(value));
    case 'array':
      return expression.items.flatMap(namesIn);
    case 'chain':
      return [
        ...namesIn(expression.head),
        ...expression.links.flatMap(({ args }) => (args ?? []).flatMap(namesIn)),
      ];
  }
}
