import type { ProbeClient } from '../../core/journey/probe-api.ts';
import type { ProbeSession } from './probe.ts';
import { runProbe } from './run-probe.ts';
import { tcpProbe } from './tcp-probe.ts';
import { tlsProbe } from './tls-probe.ts';

/** The probes of a session. */
export function probeClient(session: ProbeSession): ProbeClient {
  return {
    tcp: async (target, options = {}) => runProbe(tcpProbe, { target, options }, session),
    tls: async (target, options = {}) => runProbe(tlsProbe, { target, options }, session),
  };
}
