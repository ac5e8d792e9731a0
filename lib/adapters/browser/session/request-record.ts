import type { Redact } from '../../../core/record/redact.ts';
import { isIP } from 'node:net';
import type { FailureReason } from '../../../core/ports.ts';
import { responseFacts, type ResponseFacts } from '../../../core/record/response-facts.ts';
import type { RequestPhases, RequestRecord, TlsFacts } from '../../../core/record/run-record.ts';
import type { NetworkResponse, SecurityDetails } from './cdp-types.ts';
import type { TunnelFacts } from '../forwarder/attempt-tunnels.ts';
import type { BrowserRequest } from './browser-request.ts';
import { forwardedPhases, type PhaseMicros } from './forwarded-phases.ts';

/** Clocks and redaction for {@link requestRecord}. */
export interface RecordContext {
  /** Converts seconds since 1970 to milliseconds since the run's start. */
  readonly runMs: (wallTime: number) => number;
  /** The browser's clock now, in seconds: the end of unfinished requests. */
  readonly nowTs: number;
  readonly redact: Redact;
  /** How its connection was led to the server; null or absent: it was the browser's own. */
  readonly tunnel?: TunnelFacts | null;
  /** Why the server could not be reached, where the browser does not know it. */
  readonly unreached?: FailureReason | null;
}

/** Errors before a connection exists (net/base/net_error_list.h), and of blocked requests. */
const NEVER_CONNECTED =
  /ERR_(NAME_|DNS_|ADDRESS_|INTERNET_DISCONNECTED|CONNECTION_(REFUSED|FAILED|TIMED_OUT)|NETWORK_ACCESS_DENIED|BLOCKED_BY_CLIENT|UNSAFE_PORT)/;
const UNFINISHED = 'not complete when the run ended';

/** The record of one request with its phases. */
export function requestRecord(exchange: BrowserRequest, context: RecordContext): RequestRecord {
  const { response } = exchange;
  const totalUs = micros((exchange.endTs ?? context.nowTs) - exchange.startTs);
  const { tunnel = null } = context;

  return {
    method: exchange.method,
    url: withoutCredentials(exchange.url),
    status: response?.status ?? null,
    startMs: Math.max(0, Math.round(context.runMs(exchange.wallTime) * 1000) / 1000),
    phases: phasesOf(exchange, { totalUs, tunnel }),
    totalMs: totalUs / 1000,
    sizeBytes: bodyBytes(exchange),
    connection: connectionOf(exchange),
    ...(tunnel === null ? serverFacts(response) : forwardedFacts(response, tunnel)),
    ...headerFacts(exchange, context.redact),
    ...interimFacts(exchange),
    step: exchange.step,
    resourceType: exchange.isDownload ? 'download' : exchange.type,
    error: errorOf(exchange, context),
  };
}

function errorOf(
  { error, endTs }: BrowserRequest,
  { unreached = null, redact }: RecordContext,
): string | null {
  const seen = error ?? (endTs === null ? UNFINISHED : null);

  return unreached === null ? seen : `${redact(unreached.message)} (${seen})`;
}

/** The browser knows the address of the forwarder alone. */
function forwardedFacts(
  response: NetworkResponse | null,
  { remoteAddress, tls }: TunnelFacts,
): ReturnType<typeof serverFacts> {
  return { ...serverFacts(response), remoteAddress, tls };
}

function serverFacts(
  response: NetworkResponse | null,
): Pick<RequestRecord, 'remoteAddress' | 'protocol' | 'tls'> {
  if (response === null) return { remoteAddress: null, protocol: null, tls: null };
  const address = response.remoteIPAddress?.replaceAll(/[[\]]/g, '') ?? '';

  return {
    remoteAddress: address === '' ? null : address,
    protocol: response.protocol ?? null,
    tls: tlsFacts(response.securityDetails ?? null),
  };
}

/** Headers of a response from the browser's own cache say nothing about the current server. */
function headerFacts(exchange: BrowserRequest, redact: Redact): ResponseFacts {
  const { response } = exchange;
  if (response === null || connectionOf(exchange) === 'cache') return {};
  const headers = new Map(
    Object.entries(response.headers).map(([name, value]) => [name.toLowerCase(), value]),
  );

  return responseFacts((name) => headers.get(name), redact);
}

/** The browser reports `103 Early Hints` only, and of several the first. */
function interimFacts(exchange: BrowserRequest): Pick<RequestRecord, 'interim'> {
  const timing = exchange.response?.timing;
  if (!exchange.hasEarlyHints || timing?.receiveHeadersStart === undefined) return {};
  const firstByteTs = timing.requestTime + timing.receiveHeadersStart / 1000;

  return { interim: [{ status: 103, atMs: micros(firstByteTs - exchange.startTs) / 1000 }] };
}

function micros(seconds: number): number {
  return Math.max(0, Math.round(seconds * 1e6));
}

/** An address without the user name and password that it may contain. */
export function withoutCredentials(url: string): string {
  return url.replace(/^([a-z]+:\/\/)[^/@]*@/i, '$1');
}

const NO_PHASES: PhaseMicros = {
  dns: null,
  tcp: null,
  tls: null,
  send: null,
  wait: null,
  receive: null,
};

/** In whole microseconds, so that phases and `unaccounted` add up to the total exactly. */
function phasesOf(
  exchange: BrowserRequest,
  { totalUs, tunnel }: { readonly totalUs: number; readonly tunnel: TunnelFacts | null },
): RequestPhases {
  const own = measuredPhases(exchange);
  const measured = tunnel === null ? own : { ...own, ...forwardedPhases(own, tunnel.phases) };
  const fits = sum(measured) <= totalUs;
  // Clocks of two processes can differ slightly; then the phases are unknown.
  const us = fits ? measured : NO_PHASES;

  return {
    dnsMs: ms(us.dns),
    tcpMs: ms(us.tcp),
    tlsMs: ms(us.tls),
    sendMs: ms(us.send),
    waitMs: ms(us.wait),
    receiveMs: ms(us.receive),
    unaccountedMs: (totalUs - sum(us)) / 1000,
  };
}

function sum(us: Partial<PhaseMicros>): number {
  return Object.values(us).reduce((total: number, each: number | null) => total + (each ?? 0), 0);
}

function ms(us: number | null): number | null {
  return us === null ? null : us / 1000;
}

function measuredPhases(exchange: BrowserRequest): PhaseMicros {
  const timing = exchange.response?.timing;
  if (timing === undefined || connectionOf(exchange) === 'cache') return NO_PHASES;
  return {
    // An IP address needs no look-up, even if the browser reports times for one.
    dns: isAddress(exchange.url) ? null : span(timing.dnsStart, timing.dnsEnd),
    tcp: span(timing.connectStart, timing.sslStart >= 0 ? timing.sslStart : timing.connectEnd),
    tls: span(timing.sslStart, timing.sslEnd),
    send: span(timing.sendStart, timing.sendEnd),
    // The end, not the start: a 103 or another answer before the final one sets the start.
    wait: span(timing.sendEnd, timing.receiveHeadersEnd),
    receive: receiveMicros(exchange, timing.requestTime + timing.receiveHeadersEnd / 1000),
  };
}

function isAddress(url: string): boolean {
  return isIP(new URL(url).hostname.replaceAll(/[[\]]/g, '')) !== 0;
}

/** Microseconds between two offsets in milliseconds; null if the phase did not take place (-1). */
function span(startMs: number, endMs: number): number | null {
  return startMs < 0 || endMs < startMs ? null : Math.round((endMs - startMs) * 1000);
}

function receiveMicros(exchange: BrowserRequest, headTs: number): number | null {
  if (exchange.endTs === null || exchange.endTs < headTs) return null;

  return micros(exchange.endTs - headTs);
}

/** `cache` if nothing was sent; without an answer, the connection is derived from the error. */
function connectionOf({ response, fromCache, error }: BrowserRequest): RequestRecord['connection'] {
  if (fromCache) return 'cache';
  if (response === null) return NEVER_CONNECTED.test(error ?? '') ? 'none' : 'unknown';
  if (isCached(response)) return 'cache';

  return response.connectionReused ? 'reused' : 'new';
}

function isCached(response: NetworkResponse): boolean {
  const { fromDiskCache, fromPrefetchCache, fromServiceWorker } = response;

  return fromDiskCache === true || fromPrefetchCache === true || fromServiceWorker === true;
}

/** Bytes on the wire after the headers; null if unknown. */
function bodyBytes(exchange: BrowserRequest): number | null {
  if (exchange.isDownload) return isEncoded(exchange) ? null : exchange.downloadedBytes;
  const { encodedBytes, response } = exchange;
  if (encodedBytes === null || response === null || connectionOf(exchange) === 'cache') return null;

  return Math.max(0, encodedBytes - response.encodedDataLength);
}

/** Of a compressed file, only the size after decompression is known. */
function isEncoded({ response }: BrowserRequest): boolean {
  return Object.keys(response?.headers ?? {}).some((name) => /^content-encoding$/i.test(name));
}

const DAY_S = 86_400;

function tlsFacts(details: SecurityDetails | null): TlsFacts | null {
  if (details === null) return null;
  const { protocol, issuer, subjectName, validTo } = details;

  return {
    protocol: protocol.replace(/^TLS (?=\d)/, 'TLSv'),
    issuer: issuer || null,
    subject: subjectName || null,
    validTo: new Date(validTo * 1000).toISOString(),
    daysToExpiry: Math.floor((validTo - Date.now() / 1000) / DAY_S),
  };
}
