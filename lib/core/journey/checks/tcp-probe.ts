import type { ProbeOptions, ProbeResult } from './probe.ts';

/** Options of a TCP probe. Without `send` and `expect`, a connection that is accepted passes. */
export interface TcpProbeOptions extends ProbeOptions {
  /** A text to send as soon as the connection is open. */
  readonly send?: string;
  /** A text that must be part of the first 64 KB that the server sends. */
  readonly expect?: string;
}

/** An open port, and what it said. */
export interface TcpProbeResult extends ProbeResult {
  /** What was received until `expect` was found; empty without `expect`. */
  readonly received: string;
}
