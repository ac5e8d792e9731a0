import type { ProbeClient } from '../../core/journey/probe-api.ts';
import { dnsProbe } from './dns-probe.ts';
import type { ProbeSession } from './probe.ts';
import { runProbe } from './run-probe.ts';
import { sseProbe } from './sse-probe.ts';
import { tcpProbe } from './tcp-probe.ts';
import { tlsProbe } from './tls-probe.ts';

/** The probes of a session. What costs time to load is loaded with the first call. */
export function probeClient(session: ProbeSession): ProbeClient {
  return {
    dns: async (target, options = {}) => runProbe(dnsProbe, { target, options }, session),
    tcp: async (target, options = {}) => runProbe(tcpProbe, { target, options }, session),
    tls: async (target, options = {}) => runProbe(tlsProbe, { target, options }, session),
    webSocket: async (target, options = {}) => {
      const { wsProbe } = await import('./ws-probe.ts');

      return runProbe(wsProbe, { target, options }, session);
    },
    events: async (target, options = {}) => runProbe(sseProbe, { target, options }, session),
    grpcHealth: async (target, options = {}) => {
      const { grpcProbe } = await import('./grpc-probe.ts');

      return runProbe(grpcProbe, { target, options }, session);
    },
  };
}
