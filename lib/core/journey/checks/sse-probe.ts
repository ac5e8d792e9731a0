import type { Expectation } from './expectation.ts';
import type { ProbeOptions, ProbeResult } from './probe.ts';

/** Options of a probe of server-sent events. */
export interface SseProbeOptions extends ProbeOptions {
  /** Headers of the request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Name of the event to wait for. Default `message`, the name of events without one. */
  readonly event?: string;
  /** What the data of the first event of that name must be. */
  readonly expect?: Expectation;
  /** A host with or without port to connect to in place of the URL's. */
  readonly connectTo?: string;
  /** Name for TLS in place of the URL's host. */
  readonly serverName?: string;
}

/** The first event of a name in a stream. */
export interface SseProbeResult extends ProbeResult {
  /** Name of the event. */
  readonly event: string;
  /** Its data; several lines are joined by line feeds. */
  readonly data: string;
  /** The last id that the stream sent, up to the event; null: none. */
  readonly id: string | null;
  /** The pause before a browser connects again, as the stream sets it, in milliseconds; null: it does not. */
  readonly retryMs: number | null;
  /** Number of events with other names before it. */
  readonly otherEvents: number;
  /** Number of comments before it, which streams send to stay open. */
  readonly comments: number;
}
