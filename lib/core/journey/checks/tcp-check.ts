import type { ApiJourneyOptions, MarkedDefinition } from '../definition.ts';
import { defineCheck, targetOf } from './define-check.ts';
import { given } from './given.ts';

/** Options of `tcpCheck`: those of an API journey, and what is checked. */
export interface TcpCheckOptions extends ApiJourneyOptions {
  /** Name or address of the server. */
  readonly host: string;
  /** Its port. */
  readonly port: number;
  /** A text to send as soon as the connection is open. Default nothing. */
  readonly send?: string;
  /** A text that must be part of the first 64 KB that the server sends. Default none: an accepted connection is enough. */
  readonly expect?: string;
}

/** Defines a check that a port accepts connections and, with `expect`, what it says. */
export function tcpCheck(name: string, options: TcpCheckOptions): MarkedDefinition {
  return defineCheck({ kind: 'tcp', name, options }, async ({ probe }, { host, port, ...rest }) => {
    const { send, expect } = rest;

    await probe.tcp(targetOf(host, port), given({ send, expect }));
  });
}
