import type net from 'node:net';
import type { ProbeOptions } from '../../core/journey/checks/probe.ts';
import type { RunFrame } from '../../core/ports.ts';
import type { ProbeMethod } from '../../core/record/probe-methods.ts';
import type { Redact } from '../../core/record/redact.ts';
import type { ConnectionOptions } from '../http/connection.ts';
import type { LoggedRequest, RequestLog } from '../http/request-log.ts';
import type { Route } from '../http/route.ts';
import type { TimeLimit } from '../http/time-limit.ts';

/** What all probes of a session share. */
export interface ProbeSession {
  readonly log: RequestLog;
  readonly frame: RunFrame;
  /** Aborts when the session closes. */
  readonly closed: AbortSignal;
  /** Throws a RunFailure if the host is forbidden. */
  readonly admit: (url: URL) => void;
  readonly connection: ConnectionOptions;
  readonly redact: Redact;
}

/** A running probe: its request in the log, its limit, and the way to its target. */
export interface ProbeRun {
  readonly session: ProbeSession;
  readonly entry: LoggedRequest;
  readonly limit: TimeLimit;
  /**
   * Connects to the plan's URL, with a TLS handshake where its scheme is secure, as requests do: resolved, guarded,
   * phases timed. `alpn`: protocols to offer; default none. The socket has no listener for errors yet.
   */
  readonly connect: (options?: { readonly alpn?: readonly string[] }) => Promise<net.Socket>;
}

/** What one call of a probe will do. */
export interface ProbePlan<Facts> {
  /** The address in the record. */
  readonly url: URL;
  /** Default: as the URL says. */
  readonly route?: Route;
  /** Time limit where the journey gives none. Default: the rest of the run. */
  readonly timeoutMs?: number;
  /** Returns what the journey gets beside the timings; throws a RunFailure when the target fails. */
  readonly run: (probe: ProbeRun) => Promise<Facts>;
}

/** One kind of probe. */
export interface Probe<Options extends ProbeOptions, Facts> {
  readonly method: ProbeMethod;
  /** Of the record. */
  readonly resourceType: string;
  /** Reads what the journey gave; throws a TypeError that says what is wrong with it. */
  readonly plan: (target: string, options: Options, session: ProbeSession) => ProbePlan<Facts>;
}
