import { type ApiBody, type ApiRequest, isHeaderThatMatters } from '../api-request.ts';
import { anyOf, expects, htmlCheck, jsonCheck } from '../content-checks.ts';
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
import { isRecord, jsonOf } from '../read-source.ts';
import { holdsSecretValue, isSecretField, isSecretHeader, isSecretValue } from '../secret-signs.ts';
import {
  formOf,
  hasOddNumbers,
  rawBody,
  secretHeader,
  secretLeaf,
  type Weaver,
  withContentType,
  wovenUrl,
  wovenValue,
} from '../weave.ts';
import type { HarExchange } from './archive.ts';

/** What the code of an exchange depends on. */
export interface ExchangeContext extends Weaver {
  readonly origin: string | null;
  /** Whether this or an earlier request of the journey sends the value. */
  readonly wasSent: (value: string) => boolean;
}

/** The request of an exchange as a model. */
export function exchangeRequest(exchange: HarExchange, context: ExchangeContext): ApiRequest {
  const { method, url, status } = exchange;
  const body = bodyOf(exchange, context);
  const type = exchange.body?.mimeType ?? '';
  const headers = withContentType(headerEntries(exchange, context), body, type);
  const woven = wovenUrl(url, context.origin, context);
  const query = woven.query === null ? [] : [['query', woven.query] as const];
  const allowed = status >= 400 ? [['allowStatus', literal(`[${status}]`)] as const] : [];

  return {
    method,
    url: woven.url,
    headers: headers.length === 0 ? null : object(headers),
    body,
    further: [...query, ...allowed],
  };
}

function headerEntries({ headers }: HarExchange, context: ExchangeContext): readonly Entry[] {
  return headers
    .filter(([name, value]) => isHeaderThatMatters(name, value))
    .map(([name, value]) => [name, headerValue(name, value, context)]);
}

function headerValue(name: string, value: string, context: ExchangeContext): Expression {
  const [, scheme = '', credentials = ''] = /^([A-Za-z]+ )(.+)$/.exec(value) ?? [];
  const whole = context.variableFor(value);
  if (whole !== null) return reference(whole);
  const part = scheme === '' ? null : context.variableFor(credentials);
  if (part !== null) return template([scheme, reference(part)]);

  return isSecretHeader(name) || holdsSecretValue(value)
    ? secretHeader(name, value, context.vault)
    : text(value);
}

function bodyOf({ body }: HarExchange, context: ExchangeContext): ApiBody | null {
  if (body === null) return null;
  const json = /json/.test(body.mimeType) ? jsonOf(body.text) : null;
  if (json !== null && !hasOddNumbers(body.text)) {
    const value = jsonExpression(json, (each, path) => fieldValue(path, each, context));

    return { kind: 'json', value };
  }
  if (/form-urlencoded/.test(body.mimeType)) {
    const fields = [...new URLSearchParams(body.text)].map(
      ([name, value]) => [name, fieldValue([name], value, context) ?? text(value)] as const,
    );

    return formOf(fields);
  }

  return rawBody(body.text, context.vault);
}

function fieldValue(
  path: readonly string[],
  value: string | number,
  context: ExchangeContext,
): Expression | null {
  const variable = context.variableFor(String(value));
  if (variable !== null) {
    const given = reference(variable);

    return typeof value === 'number' ? call('Number', given) : given;
  }

  return secretLeaf(path, value, context.vault);
}

/** Checks of a response: its status, where it is not 200, and its content. */
export function exchangeChecks(
  exchange: HarExchange,
  response: Expression,
  context: ExchangeContext,
): readonly Expression[] {
  const content = contentCheck(exchange, response, context);
  const { status } = exchange;
  const isPlain = status === 200 || status === 304;
  const expected = status === 304 ? 200 : status;
  const byStatus = expects(property(response, 'status'), 'toBe', literal(String(expected)));
  if (content === null) return [byStatus];

  return isPlain ? [content] : [byStatus, content];
}

function contentCheck(
  exchange: HarExchange,
  response: Expression,
  context: ExchangeContext,
): Expression | null {
  const { mimeType, text: answered, status } = exchange;
  if (answered === null || answered === '' || status >= 400) return null;
  if (/html/.test(mimeType)) return htmlCheck(chained(response, 'text'), answered);
  if (!/json/.test(mimeType)) return null;
  const sent = jsonOf(exchange.body?.text ?? null);

  return jsonCheck(chained(response, 'json'), jsonOf(answered), (key, value) =>
    isRecord(sent) && sent[key] === value
      ? sentValue(key, value, context)
      : knownValue(value, context),
  );
}

/** Expected value of a field that the request sent and the response returned. */
function sentValue(
  key: string,
  value: string | number | boolean,
  context: ExchangeContext,
): Expression | null {
  if (typeof value === 'boolean') return literal(String(value));
  if (typeof value === 'number') return literal(String(value));
  if (isSecretField(key, value)) return anyOf('String');

  return wovenValue(value, context);
}

/** Expected value of a field that an earlier request sent or an earlier response gave. */
function knownValue(value: string | number | boolean, context: ExchangeContext): Expression | null {
  if (typeof value !== 'string' || value.length < 3) return null;
  if (context.variableFor(value) !== null) return wovenValue(value, context);
  if (isSecretValue(value)) return anyOf('String');

  return context.wasSent(value) ? text(value) : null;
}
