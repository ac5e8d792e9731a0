import type { ProbeOptions, ProbeResult } from './probe.ts';

/** The states of a service (grpc.health.v1.HealthCheckResponse.ServingStatus). */
export const SERVING_STATES = ['UNKNOWN', 'SERVING', 'NOT_SERVING', 'SERVICE_UNKNOWN'] as const;

/** One of {@link SERVING_STATES}. */
export type ServingState = (typeof SERVING_STATES)[number];

/** Options of a probe of gRPC's health protocol. */
export interface GrpcProbeOptions extends ProbeOptions {
  /** Name of the service, such as `shop.v1.Orders`. Default the server as a whole. */
  readonly service?: string;
  /** `false`: without TLS. Default `true`. */
  readonly tls?: boolean;
  /** Metadata of the call. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** The `:authority` of the call. Default host and port of the target. */
  readonly authority?: string;
  /** Name for TLS. Default the target's host. */
  readonly serverName?: string;
}

/** A service that serves. */
export interface GrpcProbeResult extends ProbeResult {
  /** What the service says of itself. */
  readonly state: ServingState;
}
