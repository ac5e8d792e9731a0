import type { Redact } from '../../../core/record/redact.ts';
import type { CDPSession } from 'playwright-core';
import type { RunFrame } from '../../../core/ports.ts';
import type { RequestRecord } from '../../../core/record/run-record.ts';
import type { RequestSent } from './cdp-types.ts';
import { type BrowserRequest, failureText, startedRequest } from './browser-request.ts';
import type { Tunnels } from '../forwarder/attempt-tunnels.ts';
import { tunnelOf, unreachedBecause } from './forwarded-request.ts';
import { requestRecord } from './request-record.ts';
import { sentCounter } from './sent-counter.ts';

/** Is called for the events of every request of every page. */
export interface NetworkListener {
  onStarted(exchange: BrowserRequest): void;
  onResponse(exchange: BrowserRequest): void;
  onData(exchange: BrowserRequest): void;
  onEnded(exchange: BrowserRequest): void;
}

/** The requests of all pages of one attempt. */
export interface NetworkLog {
  /** Listens to one page's DevTools session. */
  attach(session: CDPSession, mainFrameId: string): void;
  records(redact: Redact): readonly RequestRecord[];
  /** Requests left out of the records. */
  omitted(): number;
  /**
   * The answer to a page's request became a download, of which there is no end yet (null) or this one.
   * False: no request of a page led to it.
   */
  finishDownload(url: string, end: DownloadEnd | null): boolean;
  /** Open requests that a page waits for. */
  pending(): readonly BrowserRequest[];
  /** Open requests that can keep a page from its `load` event or the network from being idle. */
  loading(): readonly BrowserRequest[];
  /** Requests that a page waited for and that failed. */
  failed(): readonly BrowserRequest[];
  /** Whether a request to the host has left the browser, which had resolved its name then. */
  isReached(host: string): boolean;
}

/** How a download ended. */
export interface DownloadEnd {
  readonly error: string | null;
  /** As they were written to the file. */
  readonly bytes: number;
}

/** Maximum number of stored records; further ones are counted. */
const MAX_RECORDS = 200;
/** Resource types that a page or a journey waits for; not images or streams. */
const AWAITED_TYPES = ['document', 'stylesheet', 'script', 'xhr', 'fetch'];

/** What no page waits for. */
const UNAWAITED_TYPES = ['websocket', 'eventsource', 'ping', 'cspviolationreport', 'preflight'];

/**
 * Listens to the DevTools protocol's request events. Unlike Playwright's events they contain the
 * end of sending, connection reuse, the reason of a block, and start and end on one clock.
 */
export function networkLog(
  frame: RunFrame,
  listeners: readonly NetworkListener[],
  { tunnels = null }: { readonly tunnels?: Tunnels | null } = {},
): NetworkLog {
  const listener = all(listeners);
  const recorded: BrowserRequest[] = [];
  const open = new Set<BrowserRequest>();
  let omitted = 0;

  function record(exchange: BrowserRequest): void {
    open.add(exchange);
    if (recorded.length < MAX_RECORDS) recorded.push(exchange);
    else omitted += 1;
    listener.onStarted(exchange);
  }

  function end(exchange: BrowserRequest, timestamp: number): void {
    exchange.endTs = timestamp;
    open.delete(exchange);
    listener.onEnded(exchange);
  }

  return {
    attach: (session, mainFrameId) =>
      listen(session, { mainFrameId, frame, listener, record, end }),
    records: (redact) => recordsOf(recorded, { frame, redact, tunnels }),
    omitted: () => omitted,
    finishDownload: (url, ended) => finishDownload(recorded, url, ended),
    loading: () => [...open].filter(({ type }) => !UNAWAITED_TYPES.includes(type)),
    pending: () => [...open].filter(isAwaited),
    isReached: (host) =>
      recorded.some((each) => each.isSent && new URL(each.url).hostname === host),
    failed: () => recorded.filter((each) => each.error !== null && isAwaited(each)),
  };
}

/** The page gives a document up that is a download, but the browser goes on receiving it. */
function finishDownload(
  recorded: readonly BrowserRequest[],
  url: string,
  ended: DownloadEnd | null,
): boolean {
  const request = recorded.findLast(
    (each) =>
      each.url === url.replace(/#.*/s, '') && each.response !== null && each.type === 'document',
  );
  if (request === undefined) return false;
  request.isDownload = true;
  request.endTs = ended === null ? null : request.startTs + Date.now() / 1000 - request.wallTime;
  request.error = ended?.error ?? null;
  request.downloadedBytes = ended?.bytes ?? null;

  return true;
}

function isAwaited({ type }: BrowserRequest): boolean {
  return AWAITED_TYPES.includes(type);
}

function all(listeners: readonly NetworkListener[]): NetworkListener {
  return {
    onStarted: (exchange) => {
      for (const each of listeners) each.onStarted(exchange);
    },
    onResponse: (exchange) => {
      for (const each of listeners) each.onResponse(exchange);
    },
    onData: (exchange) => {
      for (const each of listeners) each.onData(exchange);
    },
    onEnded: (exchange) => {
      for (const each of listeners) each.onEnded(exchange);
    },
  };
}

interface PageListening {
  readonly mainFrameId: string;
  readonly frame: RunFrame;
  readonly listener: NetworkListener;
  readonly record: (exchange: BrowserRequest) => void;
  readonly end: (exchange: BrowserRequest, timestamp: number) => void;
}

function listen(session: CDPSession, page: PageListening): void {
  const { listener, record, end } = page;
  const byId = new Map<string, BrowserRequest>();
  const sent = sentCounter();

  session.on('Network.requestWillBeSentExtraInfo', ({ requestId }) => {
    sent.note(requestId);
    const exchange = byId.get(requestId);
    if (exchange !== undefined) exchange.isSent ||= sent.isLatest(requestId);
  });
  session.on('Network.requestWillBeSent', (event) => {
    sent.begin(event.requestId);
    const before = byId.get(event.requestId);
    if (before !== undefined && event.redirectResponse !== undefined) {
      before.response = event.redirectResponse;
      before.encodedBytes = event.redirectResponse.encodedDataLength;
      listener.onResponse(before);
      end(before, event.timestamp);
    }
    if (!/^https?:/.test(event.request.url)) return;
    const isPage = isPageDocument(event, page.mainFrameId);
    const isRedirected = event.redirectResponse !== undefined;
    const step = page.frame.currentStep();
    const exchange = startedRequest(event, { isPage, isRedirected, step });
    exchange.isSent = sent.isLatest(event.requestId);
    byId.set(event.requestId, exchange);
    record(exchange);
  });
  listenToAnswers(session, byId, listener);
  session.on('Network.loadingFinished', ({ requestId, timestamp, encodedDataLength }) => {
    const exchange = take(byId, requestId);
    if (exchange === null) return;
    exchange.encodedBytes = encodedDataLength;
    end(exchange, timestamp);
  });
  session.on('Network.loadingFailed', (event) => {
    const exchange = take(byId, event.requestId);
    if (exchange === null) return;
    exchange.error = failureText(event);
    end(exchange, event.timestamp);
  });
}

function listenToAnswers(
  session: CDPSession,
  byId: ReadonlyMap<string, BrowserRequest>,
  listener: NetworkListener,
): void {
  session.on('Network.requestServedFromCache', ({ requestId }) => {
    const exchange = byId.get(requestId);
    if (exchange !== undefined) exchange.fromCache = true;
  });
  session.on('Network.responseReceivedEarlyHints', ({ requestId }) => {
    const exchange = byId.get(requestId);
    if (exchange !== undefined) exchange.hasEarlyHints = true;
  });
  session.on('Network.responseReceived', ({ requestId, response }) => {
    const exchange = byId.get(requestId);
    if (exchange === undefined) return;
    exchange.response = response;
    listener.onResponse(exchange);
  });
  session.on('Network.dataReceived', ({ requestId, dataLength }) => {
    const exchange = byId.get(requestId);
    if (exchange === undefined) return;
    exchange.decodedBytes += dataLength;
    listener.onData(exchange);
  });
}

function take(byId: Map<string, BrowserRequest>, requestId: string): BrowserRequest | null {
  const exchange = byId.get(requestId) ?? null;
  byId.delete(requestId);

  return exchange;
}

function isPageDocument(event: RequestSent, mainFrameId: string): boolean {
  return (
    event.type === 'Document' && event.requestId === event.loaderId && event.frameId === mainFrameId
  );
}

function recordsOf(
  exchanges: readonly BrowserRequest[],
  options: {
    readonly frame: RunFrame;
    readonly redact: Redact;
    readonly tunnels: Tunnels | null;
  },
): readonly RequestRecord[] {
  const { frame, redact, tunnels } = options;
  const zeroMs = Date.now() - frame.elapsedMs();

  return exchanges.map((exchange) => {
    const ageS = Date.now() / 1000 - exchange.wallTime;

    return requestRecord(exchange, {
      redact,
      tunnel: tunnelOf(exchange, tunnels),
      unreached: unreachedBecause(exchange, tunnels),
      runMs: (wallTime) => wallTime * 1000 - zeroMs,
      nowTs: exchange.startTs + Math.max(0, ageS),
    });
  });
}
