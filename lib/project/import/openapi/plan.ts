import { isSafeMethod } from '../api-request.ts';
import { resourceOf, variableName } from '../names.ts';
import { isSecretName } from '../secret-signs.ts';
import type { ApiDocument, Node, Operation } from './document.ts';
import { exampleOfParameter, listIn, propertiesOf, typeOf } from './schemas.ts';
import { ownValue } from '../../../core/base/own-value.ts';

/** A value of an operation's response that later operations need. */
export interface Given {
  readonly name: string;
  readonly type: 'string' | 'number';
  /** Its path in the response. */
  readonly path: readonly string[];
  readonly from: Operation;
}

/** The value for a path parameter. */
type PathValue =
  | { readonly kind: 'given'; readonly given: Given }
  | { readonly kind: 'example'; readonly value: string };

/** An operation that becomes a step, with values for its path parameters. */
export interface PlannedOperation {
  readonly operation: Operation;
  readonly values: ReadonlyMap<string, PathValue>;
}

/** The operations of a journey in order, and the ones that are left out. */
export interface OperationPlan {
  readonly planned: readonly PlannedOperation[];
  readonly given: readonly Given[];
  /** The access token that a sign-in operation returns; null: the document has none. */
  readonly token: Given | null;
  /** Descriptions with the reason. */
  readonly leftOut: readonly string[];
}

const SIGN_IN =
  /(?:^|[/_-])(?:login|log-in|signin|sign-in|session|sessions|token|tokens|auth|authenticate)(?:$|[/_-])/i;
/** Order within a resource: list, create, read, change, delete. */
const ORDER: Readonly<Record<string, number>> = { POST: 1, PUT: 3, PATCH: 3, DELETE: 4 };

/** Orders operations so that each has the values it needs, and leaves out those that would change foreign data. */
export function planOperations(
  operations: readonly Operation[],
  document: ApiDocument,
): OperationPlan {
  const tokenOf = operations.map((each) => tokenIn(each, document)).find((each) => each !== null);
  const token = tokenOf ?? null;
  const given: Given[] = token === null ? [] : [token];
  const planned: PlannedOperation[] = [];
  const leftOut: string[] = [];
  for (const operation of inOrder(operations, token)) {
    const values = pathValues(operation, { given, document });
    const why = reasonAgainst(operation, values);
    if (why !== null || values === null) {
      leftOut.push(`${operation.method} ${operation.path} (${why ?? ''})`);
      continue;
    }
    planned.push({ operation, values });
    given.push(...idsOf(operation, { given, document }));
  }
  const used = new Set(
    planned.flatMap(({ values }) =>
      [...values.values()].flatMap((each) => (each.kind === 'given' ? [each.given] : [])),
    ),
  );

  return {
    planned,
    given: given.filter((each) => each === token || used.has(each)),
    token,
    leftOut,
  };
}

/** Sign-in comes first; then each resource, from list to delete. */
function inOrder(operations: readonly Operation[], token: Given | null): readonly Operation[] {
  const groups = [...new Set(operations.map(({ path }) => collectionPath(path)))];

  return operations.toSorted(
    (a, b) =>
      Number(b === token?.from) - Number(a === token?.from) ||
      groups.indexOf(collectionPath(a.path)) - groups.indexOf(collectionPath(b.path)) ||
      rankOf(a) - rankOf(b),
  );
}

function rankOf({ method, path }: Operation): number {
  if (isSafeMethod(method)) return endsInParameter(path) ? 2 : 0;

  return ownValue(ORDER, method) ?? 1;
}

/** The collection of an item's path: `/notes` for `/notes/{id}`. */
function collectionPath(path: string): string {
  return path.replace(/\/\{[^}]+\}\/?$/, '');
}

function endsInParameter(path: string): boolean {
  return /\{[^}]+\}\/?$/.test(path);
}

function reasonAgainst(
  operation: Operation,
  values: ReadonlyMap<string, PathValue> | null,
): string | null {
  if (values === null) return 'the document has no example for its path parameters';
  if (isSafeMethod(operation.method) || operation.method === 'POST') return null;
  const own = [...values.values()].at(-1);
  const isOwn = own?.kind === 'given' && own.given.from.method === 'POST';

  return isOwn ? null : 'it would change data that this journey did not create';
}

interface Known {
  readonly given: readonly Given[];
  readonly document: ApiDocument;
}

/** A value for each path parameter: created, from a list, or an example; null: one has none. */
function pathValues(
  { path, parameters }: Operation,
  { given, document }: Known,
): ReadonlyMap<string, PathValue> | null {
  const values = new Map<string, PathValue>();
  for (const match of path.matchAll(/\{([^}]+)\}/g)) {
    const name = match[1] ?? '';
    const before = path.slice(0, match.index).replace(/\/$/, '');
    const found = given.findLast(({ from }) => from.path.replace(/\/$/, '') === before);
    const node = parameters.find((each) => each.place === 'path' && each.name === name)?.node;
    const example = node === undefined ? undefined : exampleOfParameter(node, document);
    if (found !== undefined) values.set(name, { kind: 'given', given: found });
    else if (example === undefined) return null;
    else values.set(name, { kind: 'example', value: shownValue(example) });
  }

  return values;
}

/** Only strings and numbers can be examples of path parameters. */
function shownValue(example: unknown): string {
  return typeof example === 'string' ? example : JSON.stringify(example);
}

/** The id that an operation returns: of the created item, or of the first in its list. */
function idsOf(operation: Operation, { given, document }: Known): readonly Given[] {
  const { method, path, responseSchema } = operation;
  if (endsInParameter(path) || responseSchema === null) return [];
  const { item } = resourceOf(path);
  const taken = new Set(given.map(({ name }) => name));
  if (method === 'POST') {
    const found = idIn(responseSchema, item, document);

    return found === null ? [] : [givenOf(operation, found, { item, taken })];
  }
  const list = method === 'GET' ? listIn(responseSchema, document) : null;
  const found = list === null ? null : idIn(list.item, item, document);
  if (list === null || found === null) return [];
  const inList = { ...found, path: [...list.path, '0', ...found.path] };

  return [givenOf(operation, inList, { item, taken })];
}

interface Id {
  readonly path: readonly string[];
  readonly type: 'string' | 'number';
}

function givenOf(
  from: Operation,
  { path, type }: Id,
  { item, taken }: { readonly item: string; readonly taken: ReadonlySet<string> },
): Given {
  const words = from.method === 'POST' ? `${item} id` : `first ${item} id`;

  return { name: variableName(words, taken), type, path, from };
}

function idIn(schema: Node, item: string, document: ApiDocument): Id | null {
  const properties = propertiesOf(schema, document);
  const names = [
    'id',
    'uuid',
    variableName(`${item} id`, new Set()),
    'code',
    'key',
    'slug',
    'number',
  ];
  const name = names.find((each) => Object.hasOwn(properties, each));
  const node = name === undefined ? undefined : ownValue(properties, name);
  if (name !== undefined && node !== undefined) {
    return { path: [name], type: typeOf(node) === 'Number' ? 'number' : 'string' };
  }
  const inner = ownValue(properties, 'data');
  const found = inner === undefined ? null : idIn(inner, item, document);

  return found === null ? null : { ...found, path: ['data', ...found.path] };
}

/** The token that a sign-in operation returns; null: it is not a sign-in, or returns none. */
function tokenIn(operation: Operation, document: ApiDocument): Given | null {
  const { method, path, id, responseSchema } = operation;
  const isSignIn = SIGN_IN.test(path) || SIGN_IN.test(id ?? '');
  if (method !== 'POST' || !isSignIn || responseSchema === null) return null;
  const name = Object.entries(propertiesOf(responseSchema, document)).find(
    ([key, node]) => typeOf(node) === 'String' && /token|jwt/i.test(key) && isSecretName(key),
  )?.[0];

  return name === undefined
    ? null
    : { name: 'token', type: 'string', path: [name], from: operation };
}
