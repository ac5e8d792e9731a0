import type { ApiJourneyOptions, MarkedDefinition } from '../definition.ts';
import { defineCheck, withSecrets } from './define-check.ts';
import type { Expectation } from './expectation.ts';
import { given } from './given.ts';

/** Options of `wsCheck`: those of an API journey, and what is checked. */
export interface WsCheckOptions extends ApiJourneyOptions {
  /** The WebSocket's URL, `wss://…` or `ws://…`. */
  readonly url: string;
  /** Headers of the handshake. Default those that a WebSocket needs. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Headers whose values are secrets: the names of secrets listed in `secrets`. Default none. */
  readonly secretHeaders?: Readonly<Record<string, string>>;
  /** Subprotocols to offer; the server must choose one of them. Default none. */
  readonly subprotocols?: readonly string[];
  /** A text message to send when the handshake is done. Its answer is awaited. Default none. */
  readonly send?: string;
  /** What the answer must be; without `send`, the server's first message. Default any answer to `send`. */
  readonly expect?: Expectation;
  /** Number of messages among which the expected one must be. Default `1`. */
  readonly among?: number;
  /** Connect to this host, with or without port, such as one server behind a load balancer. Default the host of `url`. */
  readonly connectTo?: string;
  /** Name for TLS (SNI and certificate). Default the host of `url`. */
  readonly serverName?: string;
}

/** Defines a check that a WebSocket accepts connections and, with `send` or `expect`, that it answers. */
export function wsCheck(name: string, options: WsCheckOptions): MarkedDefinition {
  return defineCheck({ kind: 'ws', name, options }, async ({ probe, secret }, own) => {
    const { url, subprotocols, send, expect, among, connectTo, serverName } = own;

    await probe.webSocket(url, {
      headers: withSecrets(secret, own.headers, own.secretHeaders),
      ...given({ subprotocols, send, expect, among, connectTo, serverName }),
    });
  });
}
