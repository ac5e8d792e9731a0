import type { RequestRecord } from '../record/run-record.ts';
import type { Duration } from './duration.ts';

/** One value of a query, a form or a header. */
export type HttpFieldValue = string | number | bigint | boolean;

/** Values by name: a list repeats its name, `undefined` is left out. */
export type HttpFields =
  | Readonly<Record<string, HttpFieldValue | readonly (HttpFieldValue | undefined)[] | undefined>>
  | Iterable<readonly [name: string, value: HttpFieldValue]>;

/** Headers by name; `undefined` is left out. */
export type HttpHeaders =
  | Readonly<Record<string, HttpFieldValue | undefined>>
  | Iterable<readonly [name: string, value: string]>;

/**
 * The body of a request. `FormData` is sent as `multipart/form-data`, `URLSearchParams` as a form, a `Blob` or
 * `File` with its own type, a text as `text/plain`, bytes without a type.
 */
export type HttpBody = string | ArrayBufferView | ArrayBuffer | URLSearchParams | FormData | Blob;

/** Options of one request of a journey. At most one of `json`, `form` and `body`. */
export interface HttpRequestOptions {
  /** A `cookie` takes precedence over stored cookies of the same names. */
  readonly headers?: HttpHeaders;
  /** Added to the URL's own query. */
  readonly query?: HttpFields;
  readonly json?: unknown;
  /** Sent as `application/x-www-form-urlencoded`. */
  readonly form?: HttpFields;
  readonly body?: HttpBody;
  /**
   * Whether the request may be sent twice. It is then sent over a connection of an earlier request where there is
   * one, and once more if the server had closed that. Otherwise it gets a new connection. Default: true for the
   * idempotent methods (`GET`, `HEAD`, `OPTIONS`, `PUT`, `DELETE`, `TRACE`), else false.
   */
  readonly repeatable?: boolean;
  /**
   * Connects to this host in place of the URL's, such as `10.0.0.7:8443` (default: the port of the URL). Name, `host`
   * header and certificate stay those of the URL. Redirects to another origin are not affected.
   */
  readonly connectTo?: string;
  /** The name that TLS asks for (SNI) and the certificate must be for, in place of the URL's host. */
  readonly serverName?: string;
  /** Of this request with its redirects; never beyond the run's own. */
  readonly timeout?: Duration;
  /** Default true, at most 10 hops. */
  readonly followRedirects?: boolean;
  /** Statuses of 400 and above that do not fail the run. */
  readonly allowStatus?: readonly number[];
  /**
   * Whether a malformed answer that browsers accept fails the request. Default false: what was malformed is noted
   * in the record.
   */
  readonly strict?: boolean;
}

/** A response whose body has been read whole (at most 10 MB, also after decompression). */
export interface HttpResponse {
  readonly status: number;
  readonly statusText: string;
  /** Names in lower case; repeated headers joined by `, `. It inherits nothing. */
  readonly headers: Readonly<Record<string, string>>;
  /** The values of a header, each line by itself, such as those of `Set-Cookie`; empty where it was not sent. */
  headerValues(name: string): readonly string[];
  /** The URL that answered, after redirects. */
  readonly url: string;
  /** The last hop's record, with its phase timings. */
  readonly timings: RequestRecord;
  /** Every hop, the last included. */
  readonly hops: readonly RequestRecord[];
  text(): string;
  /**
   * The body as JSON. Throws a failure of cause `target.body` where it is not JSON. With `bigint`, integers that a
   * number cannot hold exactly (beyond 2^53) become a `bigint`.
   */
  // oxlint-disable-next-line typescript/no-explicit-any -- as in fetch: only the author knows the shape
  json(options?: { readonly bigint?: boolean }): any;
  bytes(): Uint8Array;
}

/** How an OAuth 2.0 server gives access tokens to the journey. */
export interface HttpTokenOptions {
  /** The server's token endpoint. */
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope?: string;
  /** Further fields of the token request, such as `audience` or `resource`. */
  readonly fields?: HttpFields;
  /** How the client identifies itself: in the header `authorization`, or in the form. Default `header`. */
  readonly clientAuthentication?: 'header' | 'form';
  /** Gets tokens by this refresh token. Default: by the client's own credentials. */
  readonly refreshToken?: string;
}

/** The journey's own HTTP client. Cookies and connections live as long as the run. */
export interface HttpClient {
  get(url: string, options?: HttpRequestOptions): Promise<HttpResponse>;
  head(url: string, options?: HttpRequestOptions): Promise<HttpResponse>;
  post(url: string, options?: HttpRequestOptions): Promise<HttpResponse>;
  put(url: string, options?: HttpRequestOptions): Promise<HttpResponse>;
  patch(url: string, options?: HttpRequestOptions): Promise<HttpResponse>;
  delete(url: string, options?: HttpRequestOptions): Promise<HttpResponse>;
  request(method: string, url: string, options?: HttpRequestOptions): Promise<HttpResponse>;
  /**
   * A client that sends an OAuth 2.0 access token with each request. It gets the token with its first request, which is
   * a request of the run like any other, and a new one before that expires. Tokens are replaced in all records.
   */
  withToken(options: HttpTokenOptions): HttpClient;
}
