import { sample } from 'openapi-sampler';
import { isRecord, listOf, textField } from '../read-source.ts';
import type { ApiDocument, Node } from './document.ts';

/** Schemas within schemas that are looked into: one can hold itself. */
const DEEPEST = 6;

/** The properties of an object's schema, with those that its parts bring. */
export function propertiesOf(
  schema: Node,
  document: ApiDocument,
  depth = 0,
): Readonly<Record<string, Node>> {
  if (depth > DEEPEST) return {};
  const parts = listOf(schema, 'allOf').map((part) =>
    propertiesOf(document.resolve(part), document, depth + 1),
  );
  const own = isRecord(schema['properties']) ? schema['properties'] : {};
  const resolved = Object.entries(own).map(
    ([key, value]) => [key, document.resolve(value)] as const,
  );

  return Object.assign({}, ...parts, Object.fromEntries(resolved));
}

/** Names of what an object of this schema always has. */
export function requiredOf(schema: Node, document: ApiDocument, depth = 0): readonly string[] {
  if (depth > DEEPEST) return [];
  const parts = listOf(schema, 'allOf').flatMap((part) =>
    requiredOf(document.resolve(part), document, depth + 1),
  );
  const own = listOf(schema, 'required').filter((each) => typeof each === 'string');

  return [...new Set([...parts, ...own])];
}

/** The type of a schema's values, as JavaScript calls it; null: several, or none is said. */
export function typeOf(schema: Node): string | null {
  const type = schema['type'];
  const types = Array.isArray(type) ? type.filter((each) => each !== 'null') : [type];
  const mayBeNull = schema['nullable'] === true || (Array.isArray(type) && type.includes('null'));
  const names: Readonly<Record<string, string>> = {
    string: 'String',
    integer: 'Number',
    number: 'Number',
    boolean: 'Boolean',
    array: 'Array',
    object: 'Object',
  };
  if (mayBeNull || types.length !== 1) return null;

  return names[String(types[0])] ?? null;
}

/** An example of a body: the document's own, else one made of the schema. */
export function exampleOfMedia(media: Node, document: ApiDocument): unknown {
  const own = ownExample(media, document);
  if (own !== undefined) return own;

  return exampleOf(document.resolve(media['schema']), document, { skipReadOnly: true });
}

/** A value for a parameter: its example, else one of its schema; undefined: the document has none. */
export function exampleOfParameter(node: Node, document: ApiDocument): unknown {
  const own = ownExample(node, document);
  if (own !== undefined) return own;
  const schema = document.resolve(node['schema']);
  const told = ['example', 'default', 'const'].find((key) => key in schema);
  if (told !== undefined) return schema[told];

  return [...listOf(schema, 'examples'), ...listOf(schema, 'enum')][0];
}

/** A value that a schema allows. */
export function exampleOf(
  schema: Node,
  document: ApiDocument,
  options: { readonly skipReadOnly?: boolean } = {},
): unknown {
  return sample(schema, { quiet: true, ...options }, document.root);
}

function ownExample(node: Node, document: ApiDocument): unknown {
  if ('example' in node) return node['example'];
  const [first] = Object.values(document.resolve(node['examples']));

  return first === undefined ? undefined : document.resolve(first)['value'];
}

/** Where in an answer a list of things is, and what one of them is; null: it has none. */
export function listIn(
  schema: Node | null,
  document: ApiDocument,
): { readonly path: readonly string[]; readonly item: Node } | null {
  if (schema === null) return null;
  if (textField(schema, 'type') === 'array') {
    return { path: [], item: document.resolve(schema['items']) };
  }
  const found = Object.entries(propertiesOf(schema, document)).find(
    ([, each]) => textField(each, 'type') === 'array',
  );

  return found === undefined
    ? null
    : { path: [found[0]], item: document.resolve(found[1]['items']) };
}
