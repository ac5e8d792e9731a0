import { call, type Entry, type Expression, literal, object, text } from './expression.ts';
import type { OptionModel } from './journey-model.ts';

/** What a request carries. */
export type ApiBody =
  | { readonly kind: 'json'; readonly value: Expression }
  | { readonly kind: 'form'; readonly value: Expression }
  | { readonly kind: 'body'; readonly value: Expression };

/** One request of a journey, before it is written. */
export interface ApiRequest {
  readonly method: string;
  readonly url: Expression;
  /** An object, or the name of one that several requests share. */
  readonly headers: Expression | null;
  readonly body: ApiBody | null;
  /** Such as `allowStatus`. */
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

/** Whether a method changes nothing at the target. */
export function isSafeMethod(method: string): boolean {
  return SAFE_METHODS.has(method.toUpperCase());
}

/** `repeatable: false` where a request changes something at the target. */
export function notRepeatable(methods: readonly string[]): readonly OptionModel[] {
  if (methods.every(isSafeMethod)) return [];
  const comment = 'It changes something at the target: a failed run is not repeated.';

  return [{ entry: ['repeatable', literal('false')], comment }];
}
