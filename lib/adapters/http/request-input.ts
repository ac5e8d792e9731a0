import http from 'node:http';
import type { HttpRequestOptions } from '../../core/journey/http-api.ts';
import type { HttpProtocol } from '../../core/journey/http-protocol.ts';
import { parseDuration } from '../../core/journey/duration.ts';
import { RunFailure } from '../../core/record/outcome.ts';
import type { Redact } from '../../core/record/redact.ts';
import { shortUrl } from '../../core/base/short-url.ts';
import { authorizationFor, type AuthorizationOptions } from './authorization.ts';
import type { Hop } from './exchange.ts';
import { type EncodedBody, encodedBody, NotABody } from './request-body.ts';
import { type Route, routeOf } from './route.ts';
import { type Field, fieldsOf, NotAField } from './request-fields.ts';
import { ACCEPT_ENCODING } from './zstd.ts';

/** A call of the HTTP client, as the author wrote it. */
export interface RequestInput {
  readonly method: string;
  readonly url: string;
  readonly options: HttpRequestOptions;
  /** Gets the access token to send. */
  readonly token?: () => Promise<string>;
  /** The token that it gave. */
  readonly bearer?: string;
}

/** A call with what its messages need. */
interface CheckedCall extends RequestInput {
  readonly redact: Redact;
}

/** Options of {@link prepareRequest}. */
export interface PreparationOptions extends AuthorizationOptions {
  /** Applied to addresses before they are cut to a length. */
  readonly redact: Redact;
  /** The only protocol to use; null: any. */
  readonly protocol?: HttpProtocol | null;
}

/** The first request of a call, and the call's options with their defaults. */
export interface PreparedRequest {
  readonly hop: Hop;
  readonly timeoutMs: number | null;
  readonly followRedirects: boolean;
  readonly isStrict: boolean;
  readonly allowStatus: readonly number[];
}

/** Headers that the client sets itself; an author's value would contradict what is sent. */
const OWN_HEADERS = ['connection', 'content-length', 'keep-alive', 'transfer-encoding', 'upgrade'];

const DEFAULT_HEADERS = {
  accept: '*/*',
  'accept-encoding': ACCEPT_ENCODING,
  'user-agent': 'waywiser',
} as const;

/** Methods that may be sent twice (RFC 9110, section 9.2.2). */
const IDEMPOTENT = ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'TRACE'];

const NO_TLS =
  'the option protocol of the journey is "h2", which is agreed on in the TLS handshake; expected https://';

/** Methods that send `content-length` even without a body. */
const METHODS_WITH_BODY = ['POST', 'PUT', 'PATCH'];

/**
 * Validates a call and builds its request. Throws a RunFailure with cause `journey.exception` that
 * says what is wrong.
 */
export function prepareRequest(
  given: RequestInput,
  options: PreparationOptions,
): PreparedRequest | Promise<PreparedRequest> {
  const { baseUrl, redact } = options;
  const input = { method: given.method, url: given.url, options: given.options, redact };
  const method = methodOf(input);
  const url = urlOf(input, baseUrl);
  if (options.protocol === 'h2' && url.protocol === 'http:') throw misuse(input, NO_TLS);
  const route = checkedRoute(input, url);
  const rules = { timeoutMs: timeoutOf(input), ...rulesOf(input.options) };
  const body = bodyOf(input);

  // A request counts as started at the moment of its call, but for a body that must be read first.
  return body instanceof Promise ? body.then(prepared) : prepared(body);

  function prepared({ bytes, contentType }: EncodedBody): PreparedRequest {
    const headers = headersOf(input, {
      ...(contentType === null ? {} : { 'content-type': contentType }),
      ...authorizationFor(url, options, given.bearer),
    });
    const length = bytes?.length ?? (METHODS_WITH_BODY.includes(method) ? 0 : null);
    url.username = '';
    url.password = '';
    const isRepeatable = input.options.repeatable ?? IDEMPOTENT.includes(method);

    return {
      hop: {
        method,
        url,
        headers: { ...headers, ...(length === null ? {} : { 'content-length': String(length) }) },
        body: bytes,
        isRepeatable,
        route,
      },
      ...rules,
    };
  }
}

function rulesOf({
  followRedirects,
  strict,
  allowStatus,
}: HttpRequestOptions): Omit<PreparedRequest, 'hop' | 'timeoutMs'> {
  return {
    followRedirects: followRedirects ?? true,
    isStrict: strict ?? false,
    allowStatus: allowStatus ?? [],
  };
}

function misuse(input: CheckedCall, problem: string, cause?: unknown): RunFailure {
  const request = `${input.method} "${shortUrl(input.redact(input.url))}"`;

  return new RunFailure('journey.exception', `Cannot request ${request}: ${problem}`, { cause });
}

/** Untyped journeys pass URL objects or numbers; their text is used. */
export function asText(value: unknown): string {
  return String(value);
}

function methodOf(input: CheckedCall): string {
  const method = input.method.toUpperCase();
  if (!/^[A-Z][A-Z-]*$/.test(method) || method === 'CONNECT') {
    throw misuse(input, 'the method is not valid; expected GET, POST or the like');
  }

  return method;
}

function urlOf(input: CheckedCall, baseUrl: string | null): URL {
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
  if (isPathAsHost(text, url)) {
    throw misuse(
      input,
      `two slashes at the beginning make "${url.host}" the host; expected one slash, or https:// before the host`,
    );
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw misuse(input, `its scheme is "${url.protocol}"; expected http: or https:`);
  }
  for (const [name, value] of fields(input, 'query')) url.searchParams.append(name, value);

  return url;
}

/** `//users`: a host "users" is never meant; `//cdn.example/lib.js` names a host. */
function isPathAsHost(text: string, { hostname }: URL): boolean {
  return /^\s*[\\/]{2}/.test(text) && !/[.:]|^localhost$/.test(hostname);
}

function checkedRoute(input: CheckedCall, url: URL): Route {
  const route = routeOf(url, input.options);
  if (typeof route === 'string') throw misuse(input, route);

  return route;
}

function bodyOf(input: CheckedCall): EncodedBody | Promise<EncodedBody> {
  const { json, form, body } = input.options;
  try {
    return encodedBody({
      json,
      ...(form === undefined ? {} : { form: fields(input, 'form') }),
      ...(body === undefined ? {} : { body }),
    });
  } catch (error) {
    if (error instanceof NotABody) throw misuse(input, error.message, error);
    throw error;
  }
}

function fields(input: CheckedCall, option: 'query' | 'form' | 'headers'): readonly Field[] {
  const given = input.options[option];
  if (given === undefined) return [];
  try {
    return fieldsOf(given);
  } catch (error) {
    if (error instanceof NotAField) throw misuse(input, `its ${option} ${error.message}`, error);
    throw error;
  }
}

function headersOf(
  input: CheckedCall,
  derived: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const given = fields(input, 'headers').map(
    ([name, value]) => [name.toLowerCase(), value] as const,
  );
  for (const [name, value] of given) {
    if (OWN_HEADERS.includes(name)) {
      throw misuse(input, `the client sets the header "${name}" itself; remove it`);
    }
    checkHeader(input, name, value);
  }
  const { 'content-type': type = '' } = derived;
  if (type.startsWith(MULTIPART) && given.some(([name]) => name === 'content-type')) {
    throw misuse(input, MULTIPART_PROBLEM);
  }

  return { ...DEFAULT_HEADERS, ...derived, ...Object.fromEntries(joined(given)) };
}

const MULTIPART = 'multipart/form-data';
const MULTIPART_PROBLEM =
  'the content type of FormData has a boundary that the client chooses; remove the header "content-type"';

/** Headers of the same name on one line (RFC 9110, section 5.2); only cookies are separated by semicolons. */
function joined(given: readonly Field[]): ReadonlyMap<string, string> {
  const lines = new Map<string, string>();
  for (const [name, value] of given) {
    const earlier = lines.get(name);
    const separator = name === 'cookie' ? '; ' : ', ';
    lines.set(name, earlier === undefined ? value : `${earlier}${separator}${value}`);
  }

  return lines;
}

// The value is not shown: it may be a secret.
function checkHeader(input: CheckedCall, name: string, value: string): void {
  try {
    http.validateHeaderName(name);
    http.validateHeaderValue(name, value);
  } catch (error) {
    throw misuse(input, `the header "${name}" has a character that is not allowed in HTTP`, error);
  }
}

function timeoutOf(input: CheckedCall): number | null {
  const { timeout } = input.options;
  if (timeout === undefined) return null;
  const parsed = parseDuration(asText(timeout));
  if (parsed.kind === 'problem') {
    throw misuse(input, `its timeout is "${timeout}": ${parsed.message}`);
  }

  return parsed.ms;
}
