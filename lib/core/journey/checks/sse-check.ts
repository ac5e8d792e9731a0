import type { ApiJourneyOptions, MarkedDefinition } from '../definition.ts';
import { defineCheck, withSecrets } from './define-check.ts';
import type { Expectation } from './expectation.ts';
import { given } from './given.ts';

/** Options of `sseCheck`: those of an API journey, and what is checked. */
export interface SseCheckOptions extends ApiJourneyOptions {
  /** The stream's URL, `https://…` or `http://…`. Redirects are followed, as browsers do. */
  readonly url: string;
  /** Headers of the request. Default those that browsers send for a stream. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Headers whose values are secrets: the names of secrets listed in `secrets`. Default none. */
  readonly secretHeaders?: Readonly<Record<string, string>>;
  /** Name of the event to wait for. Default `message`, the name of events without one. */
  readonly event?: string;
  /** What the data of the first event of that name must be. Default any. */
  readonly expect?: Expectation;
  /** Connect to this host, with or without port, such as one server behind a load balancer. Default the host of `url`. */
  readonly connectTo?: string;
  /** Name for TLS (SNI and certificate). Default the host of `url`. */
  readonly serverName?: string;
}

/** Defines a check that a stream of server-sent events is one, and sends an event. */
export function sseCheck(name: string, options: SseCheckOptions): MarkedDefinition {
  return defineCheck({ kind: 'sse', name, options }, async ({ probe, secret }, own) => {
    const { url, event, expect, connectTo, serverName } = own;

    await probe.events(url, {
      headers: withSecrets(secret, own.headers, own.secretHeaders),
      ...given({ event, expect, connectTo, serverName }),
    });
  });
}
