import type { ApiBody, ApiRequest } from '../api-request.ts';
import { anyOf, expects } from '../content-checks.ts';
import {
  call,
  chained,
  type Entry,
  type Expression,
  jsonExpression,
  literal,
  object,
  property,
  reference,
  template,
  text,
} from '../expression.ts';
import type { Vault } from '../lift-secrets.ts';
import { textField } from '../read-source.ts';
import { isSecretField, isSecretName } from '../secret-signs.ts';
import { secretLeaf } from '../weave.ts';
import type { ApiDocument, Operation, Parameter } from './document.ts';
import type { Given, PlannedOperation } from './plan.ts';
import {
  exampleOfMedia,
  exampleOfParameter,
  propertiesOf,
  requiredOf,
  exampleOf,
  typeOf,
} from './schemas.ts';
import { ownValue } from '../../../core/base/own-value.ts';

/** What the code of operations depends on. */
export interface OperationContext {
  readonly document: ApiDocument;
  readonly vault: Vault;
  /** Path of the document's server, which precedes every path. */
  readonly prefix: string;
  readonly token: Given | null;
}

/** Most fields of a response that a journey checks; more make it brittle. */
const MAX_FIELDS = 6;

/** The request of an operation as a model. */
export function operationRequest(planned: PlannedOperation, context: OperationContext): ApiRequest {
  const { operation } = planned;
  const shown = securityOf(operation, context);
  const headers = [...shown.headers, ...parameterEntries(operation, 'header', context)];
  const query = [...parameterEntries(operation, 'query', context), ...shown.query];
  const plainQuery = query.every(([, value]) => value.kind === 'text');
  const params = plainQuery ? queryText(query) : '';

  return {
    method: operation.method,
    url: template([...pathParts(planned, context), params]),
    headers: headers.length === 0 ? null : object(headers),
    body: bodyOf(operation, context),
    further: plainQuery ? [] : [['query', object(query)]],
  };
}

function queryText(query: readonly Entry[]): string {
  const params = query.map(([name, value]) => [name, value.kind === 'text' ? value.value : '']);

  return params.length === 0 ? '' : `?${new URLSearchParams(params).toString()}`;
}

function pathParts(
  { operation, values }: PlannedOperation,
  { prefix }: OperationContext,
): readonly (string | Expression)[] {
  const parts = operation.path.split(/\{([^}]+)\}/).map((part, index) => {
    if (index % 2 === 0) return part;
    const value = values.get(part);
    if (value?.kind === 'given') return reference(value.given.name);

    return encodeURIComponent(value?.value ?? '');
  });

  return [prefix, ...parts];
}

/** The required parameters in one place; optional ones are not sent. */
function parameterEntries(
  { parameters }: Operation,
  place: string,
  context: OperationContext,
): readonly Entry[] {
  return parameters
    .filter((each) => each.place === place && each.isRequired)
    .map((each) => [each.name, parameterValue(each, context)]);
}

function parameterValue(
  { name, node }: Parameter,
  { document, vault }: OperationContext,
): Expression {
  const example = exampleOfParameter(node, document);
  const value = String(example ?? exampleOf(document.resolve(node['schema']), document));

  return isSecretField(name, value)
    ? vault.lift(name, value, `the parameter "${name}"`)
    : text(value);
}

interface Shown {
  readonly headers: readonly Entry[];
  readonly query: readonly Entry[];
}

const NOTHING: Shown = { headers: [], query: [] };

/** Credentials of an operation: the token of a sign-in step, or a secret. */
function securityOf(operation: Operation, context: OperationContext): Shown {
  const [schemes] = operation.security;
  if (schemes === undefined || operation === context.token?.from) return NOTHING;
  const all = schemes.map((name) => schemeOf(name, context));

  return {
    headers: all.flatMap(({ headers }) => headers),
    query: all.flatMap(({ query }) => query),
  };
}

function schemeOf(name: string, context: OperationContext): Shown {
  const { document, vault } = context;
  const components = document.resolve(document.root['components']);
  const scheme = document.resolve(ownValue(document.resolve(components['securitySchemes']), name));
  const type = textField(scheme, 'type') ?? '';
  const header = textField(scheme, 'name') ?? name;

  // The document has no values: this key occurs in no text and keeps secrets distinct.
  function lift(hint: string): Expression {
    return vault.lift(hint, `\u0000${name} ${hint}`, `the security scheme "${name}": ${hint}`);
  }

  if (type === 'apiKey')
    return apiKey(textField(scheme, 'in') ?? 'header', header, lift('api key'));
  if (type === 'http' && /^basic$/i.test(textField(scheme, 'scheme') ?? '')) {
    const credentials = template([lift('user'), ':', lift('password')]);

    return authorization(template(['Basic ', call('btoa', credentials)]));
  }
  const token = context.token === null ? lift('token') : reference(context.token.name);

  return authorization(template(['Bearer ', token]));
}

function apiKey(place: string, name: string, value: Expression): Shown {
  if (place === 'query') return { ...NOTHING, query: [[name, value]] };
  if (place === 'cookie') {
    return { ...NOTHING, headers: [['cookie', template([`${name}=`, value])]] };
  }

  return { ...NOTHING, headers: [[name.toLowerCase(), value]] };
}

function authorization(value: Expression): Shown {
  return { ...NOTHING, headers: [['authorization', value]] };
}

function bodyOf({ body }: Operation, { document, vault }: OperationContext): ApiBody | null {
  if (body === null) return null;
  const example = exampleOfMedia(body.media, document);
  const value = jsonExpression(example, (each, path) => {
    const name = path.at(-1) ?? '';
    if (each === '' && isSecretName(name)) return vault.lift(name, each, `the field "${name}"`);

    return secretLeaf(path, each, vault);
  });

  return { kind: body.kind, value };
}

/** Checks of a response: the documented status, and the types of its required fields. */
export function operationChecks(
  { operation, values }: PlannedOperation,
  response: Expression,
  { document }: OperationContext,
): readonly Expression[] {
  const { status, responseSchema: schema } = operation;
  const byStatus = expects(property(response, 'status'), 'toBe', literal(String(status)));
  if (schema === null) return [byStatus];
  const json = chained(response, 'json');
  if (typeOf(schema) === 'Array') return [byStatus, expects(json, 'toEqual', anyOf('Array'))];
  const own = [...values.values()].at(-1);
  const id = own?.kind === 'given' && /\}\/?$/.test(operation.path) ? own.given : null;
  const properties = propertiesOf(schema, document);
  const fields = requiredOf(schema, document).flatMap((name): readonly Entry[] => {
    if (id !== null && name === id.path.at(-1)) return [[name, reference(id.name)]];
    const type = typeOf(ownValue(properties, name) ?? {});

    return type === null ? [] : [[name, anyOf(type)]];
  });
  if (fields.length === 0) return [byStatus];

  return [byStatus, expects(json, 'toMatchObject', object(fields.slice(0, MAX_FIELDS)))];
}
