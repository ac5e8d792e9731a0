import type { ApiJourneyOptions, MarkedDefinition } from '../definition.ts';
import { defineCheck, targetOf } from './define-check.ts';
import { given } from './given.ts';
import type { TlsVersion } from './tls-probe.ts';

/** Options of `tlsCheck`: those of an API journey, and what is checked. */
export interface TlsCheckOptions extends ApiJourneyOptions {
  /** Name or address of the server. */
  readonly host: string;
  /** Its port. Default `443`. */
  readonly port?: number;
  /** The name that TLS asks for (SNI) and the certificate must be for. Default `host`. */
  readonly serverName?: string;
  /** Connect to this host, with or without port, such as one server behind a load balancer. Default `host`. */
  readonly connectTo?: string;
  /** The lowest version that may be agreed on. Default `TLSv1.2`. */
  readonly minVersion?: TlsVersion;
  /** Fail if any certificate of the chain has fewer whole days left. Default `7`. */
  readonly failDays?: number;
  /** Write a warning if any has fewer whole days left. Default `21`. */
  readonly warnDays?: number;
}

/** Port of HTTPS, the usual one for TLS. */
const DEFAULT_PORT = 443;

/** Defines a check of a server's certificates and TLS version. */
export function tlsCheck(name: string, options: TlsCheckOptions): MarkedDefinition {
  return defineCheck(
    { kind: 'tls', name, options },
    async ({ probe }, { host, port = DEFAULT_PORT, ...rest }) => {
      const { serverName, connectTo, minVersion, failDays, warnDays } = rest;

      await probe.tls(
        targetOf(host, port),
        given({ serverName, connectTo, minVersion, failDays, warnDays }),
      );
    },
  );
}
