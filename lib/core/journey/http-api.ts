import type { RequestRecord } from '../record/run-record.ts';
import type { Duration } from './duration.ts';

/** Options of one request of a journey. At most one of `json`, `form` and `body`. */
export interface HttpRequestOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** Added to the URL's own query. */
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
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
  /** Names in lower case; repeated headers joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  /** The URL that answered, after redirects. */
  readonly url: string;
  /** The last hop's record, with its phase timings. */
  readonly timings: RequestRecord;
  /** Every hop, the last included. */
  readonly hops: readonly RequestRecord[];
  text(): string;
  /** Throws a failure of cause `target.body` where the body is not JSON. */
  // oxlint-disable-next-line typescript/no-explicit-any -- as in fetch: only the author knows the shape
  json(): any;
  bytes(): Uint8Array;
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
}
