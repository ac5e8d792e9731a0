import {
  ImportProblem,
  isRecord,
  listOf,
  parseYaml,
  type Source,
  textField,
} from '../read-source.ts';

/** A part of an OpenAPI document, with references resolved where it was asked for. */
export type Node = Readonly<Record<string, unknown>>;

/** An OpenAPI document. */
export interface ApiDocument {
  readonly title: string;
  readonly root: Node;
  /** What a reference of the document stands for, followed to its end. */
  readonly resolve: (value: unknown) => Node;
}

/** One call that a document describes. */
export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly id: string | null;
  readonly summary: string | null;
  readonly tags: readonly string[];
  readonly parameters: readonly Parameter[];
  /** The schema and examples of its JSON or form body; null: it has none. */
  readonly body: { readonly kind: 'json' | 'form'; readonly media: Node } | null;
  /** The first status of success that is documented. */
  readonly status: number;
  /** Of the answer in JSON; null: none is documented. */
  readonly responseSchema: Node | null;
  /** Alternatives of what must be shown; each names schemes. Empty: nothing. */
  readonly security: readonly (readonly string[])[];
}

/** A parameter in the path, the query, a header, or a cookie. */
export interface Parameter {
  readonly name: string;
  readonly place: string;
  readonly isRequired: boolean;
  readonly node: Node;
}

const METHODS = ['get', 'head', 'post', 'put', 'patch', 'delete'] as const;
/** A chain of references longer than this leads in a circle. */
const MAX_REFERENCES = 20;

/** Whether a document is one of OpenAPI. */
export function looksLikeOpenApi(value: unknown): boolean {
  return isRecord(value) && ('openapi' in value || 'swagger' in value) && 'paths' in value;
}

/** Reads an OpenAPI document of version 3, in JSON or YAML. */
export function readDocument(source: Source): ApiDocument {
  const root = parseYaml(source);
  const version = textField(root, 'openapi') ?? '';
  if (!isRecord(root) || !isRecord(root['paths']) || !version.startsWith('3.')) {
    const found = textField(root, 'swagger') ?? version;
    const what = found === '' ? 'it does not say its version' : `it is of version ${found}`;
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
        `Cannot follow "${reference}" in ${source.label}: it leads into another document; expected one that is whole, such as a bundled one`,
      );
    }
    current = at(root, reference);
    if (current === undefined) {
      throw new ImportProblem(
        `Cannot follow "${reference}" in ${source.label}: there is no such part`,
      );
    }
  }
  throw new ImportProblem(`Cannot read ${source.label}: a "$ref" leads in a circle`);
}

function at(root: Node, reference: string): unknown {
  return reference
    .slice(2)
    .split('/')
    .map((part) => decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((node, key) => (isRecord(node) ? node[key] : undefined), root);
}

/** Every operation of a document, in its order. */
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
