import type { ApiJourneyOptions, MarkedDefinition } from '../definition.ts';
import { defineCheck } from './define-check.ts';
import type { DnsType } from './dns-probe.ts';
import { given } from './given.ts';

/** Options of `dnsCheck`: those of an API journey, and what is checked. */
export interface DnsCheckOptions extends ApiJourneyOptions {
  /** The name to ask for. */
  readonly host: string;
  /** The type of the records. Default `A`. */
  readonly type?: DnsType;
  /** The name server to ask, with or without port. Default the first that the machine is configured with. */
  readonly resolver?: string;
  /** `tcp`: ask by TCP at once. `udp`: only where that answer is truncated. Default `udp`. */
  readonly transport?: 'udp' | 'tcp';
  /** All values in any order, written as in a zone file, or the number of records. Default at least one record. */
  readonly expect?: readonly string[] | number;
  /** Values that must be among the records. Default none. */
  readonly includes?: readonly string[];
  /** Whether the resolver must have authenticated the answer by DNSSEC (its flag AD). Default `false`. */
  readonly dnssec?: boolean;
}

/** Defines a check of what a name server answers for a name. */
export function dnsCheck(name: string, options: DnsCheckOptions): MarkedDefinition {
  return defineCheck({ kind: 'dns', name, options }, async ({ probe }, { host, ...rest }) => {
    const { type, resolver, transport, expect, includes, dnssec } = rest;

    await probe.dns(host, given({ type, resolver, transport, expect, includes, dnssec }));
  });
}
