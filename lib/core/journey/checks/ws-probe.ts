import type { RequestRecord } from '../../record/run-record.ts';
import type { Expectation } from './expectation.ts';
import type { ProbeOptions, ProbeResult } from './probe.ts';

/** Options of a WebSocket probe. Without `send` and `expect`, an accepted handshake passes. */
export interface WsProbeOptions extends ProbeOptions {
  /** Headers of the handshake. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Subprotocols to offer; the server must choose one of them. */
  readonly subprotocols?: readonly string[];
  /** A text message to send when the handshake is done. Its answer is awaited. */
  readonly send?: string;
  /** What the answer must be; without `send`, the server's first message. */
  readonly expect?: Expectation;
  /** Number of messages among which the expected one must be. Default `1`. */
  readonly among?: number;
  /** A host with or without port to connect to in place of the URL's. */
  readonly connectTo?: string;
  /** Name for TLS in place of the URL's host. */
  readonly serverName?: string;
}

/** An accepted WebSocket, and what it answered. */
export interface WsProbeResult extends ProbeResult {
  /** The subprotocol that the server chose; null: none. */
  readonly subprotocol: string | null;
  /** The answer; null where none was awaited. */
  readonly message: string | null;
  /** Timings of the message and its answer, a request of its own; `timings` are the handshake's. */
  readonly roundTrip: RequestRecord | null;
}
