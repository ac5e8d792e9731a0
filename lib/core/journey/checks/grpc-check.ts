import type { ApiJourneyOptions, MarkedDefinition } from '../definition.ts';
import { defineCheck, targetOf, withSecrets } from './define-check.ts';
import { given } from './given.ts';

/** Options of `grpcCheck`: those of an API journey, and what is checked. */
export interface GrpcCheckOptions extends ApiJourneyOptions {
  /** Name or address of the server. */
  readonly host: string;
  /** Its port. Default `443`. */
  readonly port?: number;
  /** Name of the service, such as `shop.v1.Orders`. Default the server as a whole. */
  readonly service?: string;
  /** `false`: without TLS. Default `true`. */
  readonly tls?: boolean;
  /** Metadata of the call. Default none. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** Metadata whose values are secrets: the names of secrets listed in `secrets`. Default none. */
  readonly secretMetadata?: Readonly<Record<string, string>>;
  /** The `:authority` of the call. Default host and port. */
  readonly authority?: string;
  /** Name for TLS. Default the host. */
  readonly serverName?: string;
}

/** Port of gRPC behind TLS where none is given. */
const DEFAULT_PORT = 443;

/** Defines a check that a gRPC service says SERVING in the health protocol. */
export function grpcCheck(name: string, options: GrpcCheckOptions): MarkedDefinition {
  return defineCheck({ kind: 'grpc', name, options }, async ({ probe, secret }, own) => {
    const { host, port = DEFAULT_PORT, service, tls, authority, serverName } = own;

    await probe.grpcHealth(targetOf(host, port), {
      metadata: withSecrets(secret, own.metadata, own.secretMetadata),
      ...given({ service, tls, authority, serverName }),
    });
  });
}
