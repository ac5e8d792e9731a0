import { sample } from 'openapi-sampler';
import { isRecord, listOf, textField } from '../read-source.ts';
import type { ApiDocument, Node } from './document.ts';
import { ownValue } from '../../../core/base/own-value.ts';

/** Limit of nesting, because a schema can contain itself. */
const MAX_DEPTH = 6;

/** The properties of an object schema, including those of `allOf` parts. */
export function propertiesOf(
  schema: Node,
  document: ApiDocument,
  depth = 0,
): Readonly<Record<string, Node>> {
  if (depth > MAX_DEPTH) return {};
  const parts = listOf(schema, 'allOf').map((part) =>
    propertiesOf(document.resolve(part), document, depth + 1),
  );
  const own = isRecord(schema['properties']) ? schema['properties'] : {};
  const resolved = Object.entries(own).map(
    ([key, value]) => [key, document.resolve(value)] as const,
  );

  return Object.assign({}, ...parts, Object.fromEntries(resolved));
}

/** Names of the required properties of a schema. */
export function requiredOf(schema: Node, document: ApiDocument, depth = 0): readonly string[] {
  if (depth > MAX_DEPTH) return [];
  const parts = listOf(schema, 'allOf').flatMap((part) =>
    requiredOf(document.resolve(part), document, depth + 1),
  );
  const own = listOf(schema, 'required').filter((each) => typeof each === 'string');

  return [...new Set([...parts, ...own])];
}

/** The JavaScript type of a schema's values; null: several types, or none documented. */
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

  return ownValue(names, String(types[0])) ?? null;
}

/** An example body: the document's own, else one generated from the schema. */
export function exampleOfMedia(media: Node, document: ApiDocument): unknown {
  const own = ownExample(media, document);
  if (own !== undefined) return own;

  return exampleOf(document.resolve(media['schema']), document, { skipReadOnly: true });
}

/** A value for a parameter: its example or that of its schema; undefined: the document has none. */
export function exampleOfParameter(node: Node, document: ApiDocument): unknown {
  const own = ownExample(node, document);
  if (own !== undefined) return own;
  const schema = document.resolve(node['schema']);
  const keyword = ['example', 'default', 'const'].find((key) => key in schema);
  if (keyword !== undefined) return schema[keyword];

  return [...listOf(schema, 'examples'), ...listOf(schema, 'enum')][0];
}

/** A generated value that a schema allows. */
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

/** The path of a list in a response and the schema of its items; null: there is no list. */
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
