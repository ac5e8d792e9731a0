import {
  call,
  type Entry,
  type Expression,
  literal,
  object,
  reference,
  text,
} from './expression.ts';
import type { OptionModel, Part } from './journey-model.ts';

/** The body of a request: JSON, form fields, or any other text. */
export type ApiBody =
  | { readonly kind: 'json'; readonly value: Expression }
  | { readonly kind: 'form'; readonly value: Expression }
  | { readonly kind: 'body'; readonly value: Expression };

/** One request of a journey, as a model: the code is printed from it. */
export interface ApiRequest {
  readonly method: string;
  readonly url: Expression;
  /** An object, or a reference to the constant that several requests share. */
  readonly headers: Expression | null;
  readonly body: ApiBody | null;
  /** Further options of the request, such as `allowStatus`. */
  readonly further: readonly Entry[];
}

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']);
/** Methods that change nothing, so that a journey of them alone may be repeated. */
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** `http.post('/api/cart', { json: … })`. */
export function requestCall({ method, url, headers, body, further }: ApiRequest): Expression {
  const entries: readonly Entry[] = [
    ...(headers === null ? [] : [['headers', headers] as const]),
    ...(body === null ? [] : [[body.kind, body.value] as const]),
    ...further,
  ];
  const options = entries.length === 0 ? [] : [object(entries)];
  const upper = method.toUpperCase();
  if (METHODS.has(upper)) return call(`http.${upper.toLowerCase()}`, url, ...options);

  return call('http.request', text(upper), url, ...options);
}

/** Whether a method is safe (RFC 9110, section 9.2.1): it changes nothing at the target. */
export function isSafeMethod(method: string): boolean {
  return SAFE_METHODS.has(method.toUpperCase());
}

/** `repeatable: false` where a request changes something at the target. */
export function notRepeatable(methods: readonly string[]): readonly OptionModel[] {
  if (methods.every(isSafeMethod)) return [];
  const comment = 'The journey changes data at the target, so a failed run is not repeated.';

  return [{ entry: ['repeatable', literal('false')], comment }];
}

/** Requests that share their headers through a constant, and the constant's declaration. */
interface SharedHeaders {
  readonly shared: readonly ApiRequest[];
  readonly constants: readonly {
    /** Index of the first request that uses it. */
    readonly before: number;
    readonly part: Part;
  }[];
}

/** Moves the headers that two or more requests have in common into one constant. */
export function sharedHeaders(requests: readonly ApiRequest[]): SharedHeaders {
  const common = mostCommon(requests);
  if (common === null) return { shared: requests, constants: [] };
  const before = requests.findIndex(({ headers }) => isEqual(headers, common));
  const name = reference('headers');

  return {
    shared: requests.map((request) =>
      isEqual(request.headers, common) ? { ...request, headers: name } : request,
    ),
    constants: [
      {
        before,
        part: {
          kind: 'constant',
          variable: { name: 'headers', type: 'Readonly<Record<string, string>>' },
          value: common,
        },
      },
    ],
  };
}

function mostCommon(requests: readonly ApiRequest[]): Expression | null {
  const counts = new Map<string, { readonly headers: Expression; count: number }>();
  for (const { headers } of requests) {
    if (headers === null) continue;
    const key = JSON.stringify(headers);
    const seen = counts.get(key) ?? { headers, count: 0 };
    counts.set(key, { ...seen, count: seen.count + 1 });
  }
  const [first] = [...counts.values()].toSorted((a, b) => b.count - a.count);

  return first === undefined || first.count < 2 ? null : first.headers;
}

function isEqual(headers: Expression | null, other: Expression): boolean {
  return headers !== null && JSON.stringify(headers) === JSON.stringify(other);
}

/** Headers that browsers, clients, proxies and tracing systems add by themselves. */
const OF_THE_CLIENT = new Set(
  [
    'accept accept-charset accept-encoding accept-language cache-control connection content-length',
    'cookie dnt expect from host if-match-none if-modified-since if-none-match keep-alive origin',
    'pragma priority proxy-connection range referer te trailer transfer-encoding upgrade',
    'upgrade-insecure-requests user-agent via x-client-data x-forwarded-for x-forwarded-host',
    'x-forwarded-proto x-real-ip traceparent tracestate baggage sentry-trace newrelic',
    'x-amzn-trace-id x-cloud-trace-context x-request-id x-correlation-id',
  ].flatMap((line) => line.split(' ')),
);
const OF_A_FAMILY = /^(?::|sec-|x-b3-|x-datadog-|cf-|x-goog-)/;
/** Content types that the client's options `json` and `form` send by themselves. */
const OF_THE_BODY = /^(?:application\/json|application\/x-www-form-urlencoded)\b/i;

/** Whether a header belongs to the request itself, and not to the browser or the network. */
export function isHeaderThatMatters(name: string, value: string): boolean {
  const lower = name.toLowerCase();
  if (lower === 'accept')
    return /^application\/(?!json\b|xhtml|xml\b|signed)[\w.+-]+$/i.test(value);
  if (lower === 'content-type') return !OF_THE_BODY.test(value);

  return !OF_THE_CLIENT.has(lower) && !OF_A_FAMILY.test(lower);
}
