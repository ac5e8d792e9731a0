import {
  ImportProblem,
  isRecord,
  listOf,
  parseYaml,
  type Source,
  textField,
} from '../read-source.ts';
import { ownValue } from '../../../core/base/own-value.ts';

/** An object of an OpenAPI document. */
export type Node = Readonly<Record<string, unknown>>;

/** A parsed OpenAPI document of version 3. */
export interface ApiDocument {
  readonly title: string;
  readonly root: Node;
  /** Follows a `$ref` to its target; other values are returned unchanged. */
  readonly resolve: (value: unknown) => Node;
}

/** One operation of a document: a method of a path. */
export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly id: string | null;
  readonly summary: string | null;
  readonly tags: readonly string[];
  readonly parameters: readonly Parameter[];
  /** Media type object of its JSON or form body; null: it has none. */
  readonly body: { readonly kind: 'json' | 'form'; readonly media: Node } | null;
  /** The first documented 2xx status; 200 where none is documented. */
  readonly status: number;
  /** Schema of the JSON response; null: none is documented. */
  readonly responseSchema: Node | null;
  /** Alternative security requirements, each a list of scheme names; empty: none. */
  readonly security: readonly (readonly string[])[];
}

/** A parameter of an operation, in its path, query, headers or cookies. */
export interface Parameter {
  readonly name: string;
  readonly place: string;
  readonly isRequired: boolean;
  readonly node: Node;
}

const METHODS = ['get', 'head', 'post', 'put', 'patch', 'delete'] as const;
/** A longer chain of references is treated as circular. */
const MAX_REFERENCES = 20;

/** Whether a parsed document looks like OpenAPI or Swagger. */
export function looksLikeOpenApi(value: unknown): boolean {
  return isRecord(value) && ('openapi' in value || 'swagger' in value) && 'paths' in value;
}

/** Reads an OpenAPI document of version 3, in JSON or YAML. */
export function readDocument(source: Source): ApiDocument {
  const root = parseYaml(source);
  const version = textField(root, 'openapi') ?? '';
  if (!isRecord(root) || !isRecord(root['paths']) || !version.startsWith('3.')) {
    const found = textField(root, 'swagger') ?? version;
    const what = found === '' ? 'it has no version' : `it has version ${found}`;
    throw new ImportProblem(
      `Cannot read ${source.label} as OpenAPI: ${what}; expected version 3 with "paths"`,
    );
  }

  return {
    title: textField(root['info'], 'title') ?? '',
    root,
    resolve: (value) => resolved(root, value, source),
  };
}

function resolved(root: Node, value: unknown, source: Source): Node {
  let current = value;
  for (let step = 0; step < MAX_REFERENCES; step += 1) {
    const reference = textField(current, '$ref');
    if (reference === null) return isRecord(current) ? current : {};
    if (!reference.startsWith('#/')) {
      throw new ImportProblem(
        `Cannot follow "${reference}" in ${source.label}: it points to another file; expected a bundled document in one file`,
      );
    }
    current = at(root, reference);
    if (current === undefined) {
      throw new ImportProblem(`Cannot follow "${reference}" in ${source.label}: it does not exist`);
    }
  }
  throw new ImportProblem(`Cannot read ${source.label}: a "$ref" is circular`);
}

function at(root: Node, reference: string): unknown {
  return reference
    .slice(2)
    .split('/')
    .map((part) => decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((node, key) => (isRecord(node) ? ownValue(node, key) : undefined), root);
}

/** All operations of a document, in document order. */
export function operationsOf(document: ApiDocument): readonly Operation[] {
  const paths = document.resolve(document.root['paths']);

  return Object.entries(paths).flatMap(([path, value]) => {
    const item = document.resolve(value);

    return METHODS.filter((method) => isRecord(item[method])).map((method) =>
      operationOf(document, { method, path, item }),
    );
  });
}

function operationOf(
  document: ApiDocument,
  { method, path, item }: { readonly method: string; readonly path: string; readonly item: Node },
): Operation {
  const node = document.resolve(item[method]);
  const { status, response } = successOf(document, node);
  const security =
    'security' in node ? listOf(node, 'security') : listOf(document.root, 'security');

  return {
    method: method.toUpperCase(),
    path,
    id: textField(node, 'operationId'),
    summary: textField(node, 'summary'),
    tags: listOf(node, 'tags').filter((tag) => typeof tag === 'string'),
    parameters: parametersOf(document, item, node),
    body: bodyOf(document, node),
    status,
    responseSchema: responseSchemaOf(document, response),
    security: security.map((each) => (isRecord(each) ? Object.keys(each) : [])),
  };
}

function parametersOf(document: ApiDocument, item: Node, node: Node): readonly Parameter[] {
  const all = [...listOf(item, 'parameters'), ...listOf(node, 'parameters')].map((each) => {
    const parameter = document.resolve(each);

    return {
      name: textField(parameter, 'name') ?? '',
      place: textField(parameter, 'in') ?? 'query',
      isRequired: parameter['required'] === true,
      node: parameter,
    };
  });
  const byPlace = new Map(all.map((each) => [`${each.place} ${each.name}`, each]));

  return [...byPlace.values()];
}

function bodyOf(document: ApiDocument, node: Node): Operation['body'] {
  const content = document.resolve(document.resolve(node['requestBody'])['content']);
  const types = Object.keys(content);
  const json = types.find((type) => /[/+]json\b/.test(type));
  const form = types.find((type) => /form-urlencoded/.test(type));
  if (json !== undefined) return { kind: 'json', media: document.resolve(content[json]) };

  return form === undefined ? null : { kind: 'form', media: document.resolve(content[form]) };
}

function successOf(
  document: ApiDocument,
  node: Node,
): { readonly status: number; readonly response: Node } {
  const responses = document.resolve(node['responses']);
  const statuses = Object.keys(responses).filter((status) => status.startsWith('2'));
  const first = statuses.toSorted()[0];
  const status = first === undefined || !/^\d{3}$/.test(first) ? 200 : Number(first);

  return { status, response: first === undefined ? {} : document.resolve(responses[first]) };
}

function responseSchemaOf(document: ApiDocument, response: Node): Node | null {
  const content = document.resolve(response['content']);
  const json = Object.keys(content).find((type) => /[/+]json\b/.test(type));
  if (json === undefined) return null;
  const media = document.resolve(content[json]);

  return 'schema' in media ? document.resolve(media['schema']) : null;
}
