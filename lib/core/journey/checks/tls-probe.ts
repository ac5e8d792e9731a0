import type { ProbeOptions, ProbeResult } from './probe.ts';

/** Versions that a server can be required to speak at least. */
export const TLS_VERSIONS = ['TLSv1.2', 'TLSv1.3'] as const;

/** One of {@link TLS_VERSIONS}. */
export type TlsVersion = (typeof TLS_VERSIONS)[number];

/** Days of a certificate below which a run fails, and below which it has a warning. */
export const TLS_DAYS = { fail: 7, warn: 21 } as const;

/** Way to the server, and what its certificates and its version must be. */
export interface TlsProbeOptions extends ProbeOptions {
  /** The name that TLS asks for (SNI) and the certificate must be for. Default: the host of the target. */
  readonly serverName?: string;
  /** Connects to this host, with or without port, in place of the target's. */
  readonly connectTo?: string;
  /** The lowest version that may be agreed on. Default `TLSv1.2`. */
  readonly minVersion?: TlsVersion;
  /** Fails if any certificate of the chain has fewer whole days left. Default 7. */
  readonly failDays?: number;
  /** Writes a warning if any has fewer whole days left. Default 21. */
  readonly warnDays?: number;
}

/** One certificate of a chain. */
export interface TlsCertificate {
  readonly subject: string | null;
  readonly issuer: string | null;
  /** ISO 8601. */
  readonly validFrom: string | null;
  /** ISO 8601. */
  readonly validTo: string | null;
  /** Whole days until it expires, rounded down; negative when it has expired. */
  readonly daysLeft: number | null;
}

/** What was agreed on with a server, and who it is. */
export interface TlsProbeResult extends ProbeResult {
  /** Such as `TLSv1.3`. */
  readonly protocol: string;
  /** The server's own certificate first, then those of the authorities above it, as far as they are known. */
  readonly chain: readonly TlsCertificate[];
  /** Of the certificate that expires first, without that of the root authority. */
  readonly daysLeft: number | null;
}
