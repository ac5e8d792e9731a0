import type { LoadingFailed, NetworkResponse, RequestSent } from './cdp-types.ts';

/** One request of a page and its state so far; times are the browser's. */
export interface BrowserRequest {
  readonly method: string;
  /** Without its fragment. */
  readonly url: string;
  readonly type: string;
  /** Whether it is a page's main document, not a frame's. */
  readonly isPage: boolean;
  /** Whether another answer redirected to it. */
  readonly isRedirected: boolean;
  readonly step: string | null;
  /** Seconds, monotonic. */
  readonly startTs: number;
  /** Seconds since 1970: relates the monotonic clock to ours. */
  readonly wallTime: number;
  /** Whether it has left the browser: it then had a name and a connection. */
  isSent: boolean;
  /** Whether a `103 Early Hints` came before the response. */
  hasEarlyHints: boolean;
  response: NetworkResponse | null;
  fromCache: boolean;
  endTs: number | null;
  /** Bytes of the body so far, after decompression. */
  decodedBytes: number;
  /** Bytes on the wire, headers included; null: unknown. */
  encodedBytes: number | null;
  error: string | null;
  /** Whether the answer is a file that the browser receives, not a page. */
  isDownload: boolean;
  /** Bytes of that file; null: it is not complete, or there is none. */
  downloadedBytes: number | null;
}

/** A request at the moment in which it is sent. */
export function startedRequest(
  event: RequestSent,
  facts: Pick<BrowserRequest, 'isPage' | 'isRedirected' | 'step'>,
): BrowserRequest {
  return {
    ...facts,
    method: event.request.method,
    url: event.request.url,
    type: (event.type ?? 'Other').toLowerCase(),
    startTs: event.timestamp,
    wallTime: event.wallTime,
    isSent: false,
    hasEarlyHints: false,
    response: null,
    fromCache: false,
    endTs: null,
    decodedBytes: 0,
    encodedBytes: null,
    error: null,
    isDownload: false,
    downloadedBytes: null,
  };
}

/** Why a request failed: CORS, a block, a cancellation, or the network's error code. */
export function failureText(event: LoadingFailed): string {
  const { errorText, blockedReason, corsErrorStatus, canceled } = event;
  if (corsErrorStatus !== undefined) return `CORS: ${corsErrorStatus.corsError} (${errorText})`;
  if (blockedReason !== undefined) return `blocked: ${blockedReason}`;
  if (canceled === true && errorText === 'net::ERR_ABORTED') return 'cancelled by the page';

  return errorText;
}
