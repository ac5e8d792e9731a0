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

/** What an exchange is written with. */
export interface ExchangeDesk extends Weaver {
  readonly origin: string | null;
  /** Whether a request of the journey sent that value before. */
  readonly wasSent: (value: string) => boolean;
}

/** The request of an exchange. */
export function exchangeRequest(exchange: HarExchange, desk: ExchangeDesk): ApiRequest {
  const { method, url, status } = exchange;
  const body = bodyOf(exchange, desk);
  const type = exchange.body?.mimeType ?? '';
  const headers = withContentType(headerEntries(exchange, desk), body, type);
  const woven = wovenUrl(url, desk.origin, desk);
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

function headerEntries({ headers }: HarExchange, desk: ExchangeDesk): readonly Entry[] {
  return headers
    .filter(([name, value]) => isHeaderThatMatters(name, value))
    .map(([name, value]) => [name, headerValue(name, value, desk)]);
}

function headerValue(name: string, value: string, desk: ExchangeDesk): Expression {
  const [, scheme = '', credentials = ''] = /^([A-Za-z]+ )(.+)$/.exec(value) ?? [];
  const whole = desk.variableFor(value);
  if (whole !== null) return reference(whole);
  const part = scheme === '' ? null : desk.variableFor(credentials);
  if (part !== null) return template([scheme, reference(part)]);

  return isSecretHeader(name) || holdsSecretValue(value)
    ? secretHeader(name, value, desk.vault)
    : text(value);
}

function bodyOf({ body }: HarExchange, desk: ExchangeDesk): ApiBody | null {
  if (body === null) return null;
  const json = /json/.test(body.mimeType) ? jsonOf(body.text) : null;
  if (json !== null && !hasOddNumbers(body.text)) {
    const value = jsonExpression(json, (each, path) => fieldValue(path, each, desk));

    return { kind: 'json', value };
  }
  if (/form-urlencoded/.test(body.mimeType)) {
    const fields = [...new URLSearchParams(body.text)].map(
      ([name, value]) => [name, fieldValue([name], value, desk) ?? text(value)] as const,
    );

    return formOf(fields);
  }

  return rawBody(body.text, desk.vault);
}

function fieldValue(
  path: readonly string[],
  value: string | number,
  desk: ExchangeDesk,
): Expression | null {
  const variable = desk.variableFor(String(value));
  if (variable !== null) {
    const given = reference(variable);

    return typeof value === 'number' ? call('Number', given) : given;
  }

  return secretLeaf(path, value, desk.vault);
}

/** What must hold of an answer: its status where that tells something, and what is in it. */
export function exchangeChecks(
  exchange: HarExchange,
  response: Expression,
  desk: ExchangeDesk,
): readonly Expression[] {
  const content = contentCheck(exchange, response, desk);
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
  desk: ExchangeDesk,
): Expression | null {
  const { mimeType, text: answered, status } = exchange;
  if (answered === null || answered === '' || status >= 400) return null;
  if (/html/.test(mimeType)) return htmlCheck(chained(response, 'text'), answered);
  if (!/json/.test(mimeType)) return null;
  const sent = jsonOf(exchange.body?.text ?? null);

  return jsonCheck(chained(response, 'json'), jsonOf(answered), (key, value) =>
    isRecord(sent) && sent[key] === value ? sentValue(key, value, desk) : knownValue(value, desk),
  );
}

/** What came back as it was sent. */
function sentValue(
  key: string,
  value: string | number | boolean,
  desk: ExchangeDesk,
): Expression | null {
  if (typeof value === 'boolean') return literal(String(value));
  if (typeof value === 'number') return literal(String(value));
  if (isSecretField(key, value)) return anyOf('String');

  return wovenValue(value, desk);
}

/** A text of an answer that the journey itself sent before, or had from an earlier answer. */
function knownValue(value: string | number | boolean, desk: ExchangeDesk): Expression | null {
  if (typeof value !== 'string' || value.length < 3) return null;
  if (desk.variableFor(value) !== null) return wovenValue(value, desk);
  if (isSecretValue(value)) return anyOf('String');

  return desk.wasSent(value) ? text(value) : null;
}
