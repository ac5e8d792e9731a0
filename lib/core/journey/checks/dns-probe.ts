import type { ProbeOptions, ProbeResult } from './probe.ts';

/** Types of records that can be asked for. */
export const DNS_TYPES = ['A', 'AAAA', 'CNAME', 'MX', 'TXT', 'NS', 'SOA', 'CAA', 'SRV'] as const;

/** One of {@link DNS_TYPES}. */
export type DnsType = (typeof DNS_TYPES)[number];

/** Question and expected answer of a DNS probe. */
export interface DnsProbeOptions extends ProbeOptions {
  /** Default `A`. */
  readonly type?: DnsType;
  /** The name server to ask, with or without port. Default: the first that the machine is configured with. */
  readonly resolver?: string;
  /** Asks by TCP at once. Default `udp`, and by TCP where that answer is truncated. */
  readonly transport?: 'udp' | 'tcp';
  /** All values in any order, written as in a zone file, or the number of records. Default: at least one record. */
  readonly expect?: readonly string[] | number;
  /** Values that must be among the records. */
  readonly includes?: readonly string[];
  /** Whether the resolver must have authenticated the answer (its flag AD). Default false. */
  readonly dnssec?: boolean;
}

/** What a name server answered. */
export interface DnsProbeResult extends ProbeResult {
  /** Of the records of the type, as in a zone file: `10 mail.shop.example` for MX. Without dots at the end. */
  readonly values: readonly string[];
  /** Names that the name is an alias of, in order. */
  readonly aliases: readonly string[];
  /** Shortest time to live of these records, in seconds. */
  readonly ttlSeconds: number;
  /** Whether the resolver has authenticated the answer by DNSSEC (its flag AD). */
  readonly authenticated: boolean;
  /** Address and port of the name server. */
  readonly resolver: string;
  /** By which the answer came. */
  readonly transport: 'udp' | 'tcp';
}
