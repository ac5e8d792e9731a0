import http from 'node:http';
import type { HttpRequestOptions } from '../../core/journey/http-api.ts';
import { parseDuration } from '../../core/journey/duration.ts';
import { RunFailure } from '../../core/record/outcome.ts';
import type { Hop } from './exchange.ts';
import { asError } from '../base/node-error.ts';
import { ACCEPT_ENCODING } from './zstd.ts';

/** A call of the HTTP client, as the author wrote it. */
export interface RequestInput {
  readonly method: string;
  readonly url: string;
  readonly options: HttpRequestOptions;
}

/** The first request of a call, and the call's options with their defaults. */
export interface PreparedRequest {
  readonly hop: Hop;
  readonly timeoutMs: number | null;
  readonly followRedirects: boolean;
  readonly isStrict: boolean;
  readonly allowStatus: readonly number[];
}

interface BodyInput {
  readonly body: Buffer | null;
  readonly contentType: string | null;
}

/** Headers that the client sets itself; an author's value would contradict what is sent. */
const OWN_HEADERS = ['connection', 'content-length', 'keep-alive', 'transfer-encoding', 'upgrade'];

const DEFAULT_HEADERS = {
  accept: '*/*',
  'accept-encoding': ACCEPT_ENCODING,
  'user-agent': 'waywiser',
} as const;

/** Methods that send `content-length` even without a body. */
const METHODS_WITH_BODY = ['POST', 'PUT', 'PATCH'];

/**
 * Validates a call and builds its request. Throws a RunFailure with cause `journey.exception` that
 * says what is wrong.
 */
export function prepareRequest(input: RequestInput, baseUrl: string | null): PreparedRequest {
  const { options } = input;
  const method = methodOf(input);
  const url = urlOf(input, baseUrl);
  const { body, contentType } = bodyOf(input);
  const headers = headersOf(input, {
    ...(contentType === null ? {} : { 'content-type': contentType }),
    ...credentialsOf(url),
  });
  const length = body?.length ?? (METHODS_WITH_BODY.includes(method) ? 0 : null);
  url.username = '';
  url.password = '';

  return {
    hop: {
      method,
      url,
      headers: { ...headers, ...(length === null ? {} : { 'content-length': String(length) }) },
      body,
    },
    timeoutMs: timeoutOf(input),
    followRedirects: options.followRedirects ?? true,
    isStrict: options.strict ?? false,
    allowStatus: options.allowStatus ?? [],
  };
}

function misuse(input: RequestInput, problem: string, cause?: unknown): RunFailure {
  const request = `${input.method} "${input.url}"`;

  return new RunFailure('journey.exception', `Cannot request ${request}: ${problem}`, { cause });
}

/** Untyped journeys pass URL objects or numbers; their text is used. */
export function asText(value: unknown): string {
  return String(value);
}

function methodOf(input: RequestInput): string {
  const method = input.method.toUpperCase();
  if (!/^[A-Z][A-Z-]*$/.test(method) || method === 'CONNECT') {
    throw misuse(input, 'the method is not valid; expected GET, POST or the like');
  }

  return method;
}

function urlOf(input: RequestInput, baseUrl: string | null): URL {
  const text = input.url;
  if (!URL.canParse(text, baseUrl ?? undefined)) {
    throw misuse(
      input,
      baseUrl === null
        ? 'it is not an absolute URL, and there is no base URL; expected https://…, or a baseUrl in the journey, in waywiser.config.ts or by --base-url'
        : 'it is not a URL; expected an absolute URL or a path',
    );
  }
  const url = new URL(text, baseUrl ?? undefined);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw misuse(input, `its scheme is "${url.protocol}"; expected http: or https:`);
  }
  for (const [name, value] of Object.entries(input.options.query ?? {})) {
    url.searchParams.append(name, String(value));
  }

  return url;
}

function bodyOf(input: RequestInput): BodyInput {
  const { json, form, body } = input.options;
  const given = Object.entries({ json, form, body }).filter(([, value]) => value !== undefined);
  if (given.length > 1) {
    const names = given.map(([name]) => name).join(' and ');
    throw misuse(input, `it has ${names}; expected at most one of json, form and body`);
  }
  if (json !== undefined) return { body: jsonOf(input, json), contentType: 'application/json' };
  if (form !== undefined) {
    const encoded = Buffer.from(new URLSearchParams(form).toString());

    return { body: encoded, contentType: 'application/x-www-form-urlencoded;charset=UTF-8' };
  }
  if (typeof body === 'string') {
    return { body: Buffer.from(body), contentType: 'text/plain;charset=UTF-8' };
  }
  if (body === undefined) return { body: null, contentType: null };
  if (!ArrayBuffer.isView(body)) throw misuse(input, 'its body is neither a text nor bytes');

  return { body: Buffer.from(body.buffer, body.byteOffset, body.byteLength), contentType: null };
}

function jsonOf(input: RequestInput, json: unknown): Buffer {
  try {
    const text: unknown = JSON.stringify(json);
    if (typeof text === 'string') return Buffer.from(text);
  } catch (error) {
    const { message } = asError(error);
    throw misuse(input, `its json cannot be written as JSON: ${message}`, error);
  }
  throw misuse(input, 'its json cannot be written as JSON');
}

function headersOf(
  input: RequestInput,
  derived: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const given = Object.entries(input.options.headers ?? {}).map(
    ([name, value]) => [name.toLowerCase(), asText(value)] as const,
  );
  for (const [name, value] of given) {
    if (OWN_HEADERS.includes(name)) {
      throw misuse(input, `the client sets the header "${name}" itself; remove it`);
    }
    checkHeader(input, name, value);
  }

  return { ...DEFAULT_HEADERS, ...derived, ...Object.fromEntries(given) };
}

// The value is not shown: it may be a secret.
function checkHeader(input: RequestInput, name: string, value: string): void {
  try {
    http.validateHeaderName(name);
    http.validateHeaderValue(name, value);
  } catch (error) {
    throw misuse(input, `the header "${name}" has a character that is not allowed in HTTP`, error);
  }
}

function credentialsOf(url: URL): Readonly<Record<string, string>> {
  if (url.username === '' && url.password === '') return {};
  const pair = Buffer.concat([percentDecoded(url.username), COLON, percentDecoded(url.password)]);

  return { authorization: `Basic ${pair.toString('base64')}` };
}

const COLON = Buffer.from(':');

/** Bytes of a URL's part; a `%` without two digits is one (https://url.spec.whatwg.org/#percent-decode). */
function percentDecoded(text: string): Buffer {
  const bytes = text.replaceAll(/%([0-9a-f]{2})/gi, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );

  // A URL holds nothing but ASCII: each character is a byte.
  return Buffer.from(bytes, 'latin1');
}

function timeoutOf(input: RequestInput): number | null {
  const { timeout } = input.options;
  if (timeout === undefined) return null;
  const parsed = parseDuration(asText(timeout));
  if (parsed.kind === 'problem') {
    throw misuse(input, `its timeout is "${timeout}": ${parsed.message}`);
  }

  return parsed.ms;
}
