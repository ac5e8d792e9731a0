import type { RequestPhases } from '../../../core/record/run-record.ts';

/** Phases of a request in whole microseconds; null: it did not have this one. */
export interface PhaseMicros {
  readonly dns: number | null;
  readonly tcp: number | null;
  readonly tls: number | null;
  readonly send: number | null;
  readonly wait: number | null;
  readonly receive: number | null;
}

/** The phases before a request can be sent. */
type ConnectionMicros = Pick<PhaseMicros, 'dns' | 'tcp' | 'tls'>;

const NONE: ConnectionMicros = { dns: null, tcp: null, tls: null };

/**
 * The phases of the connection to the server, in place of those to the forwarder, which the browser
 * measured (`own`). A connection may have been begun before the request that uses it: then it waited for
 * the end alone, and what was before is left out.
 */
export function forwardedPhases(own: PhaseMicros, phases: RequestPhases): ConnectionMicros {
  // On a connection that was open before there is nothing to replace.
  if (own.tcp === null && own.tls === null) return NONE;
  let leftUs = (own.dns ?? 0) + (own.tcp ?? 0) + (own.tls ?? 0);

  function waitedFor(phaseMs: number | null): number | null {
    if (phaseMs === null || leftUs === 0) return null;
    const us = Math.min(leftUs, Math.round(phaseMs * 1000));
    leftUs -= us;

    return us;
  }
  const tls = waitedFor(phases.tlsMs);
  const tcp = waitedFor(phases.tcpMs);
  const dns = waitedFor(phases.dnsMs);

  return { dns, tcp, tls };
}
