import type { ProbeClient } from '../../core/journey/probe-api.ts';
import { type OpenCalls, openCalls } from '../http/open-calls.ts';
import { asText } from '../http/request-input.ts';
import type { ProbeSession } from './probe.ts';
import type * as Probes from './probe-client.ts';

/** Loads the code of all probes. A check does so before its clock starts. */
export async function loadProbes(): Promise<typeof Probes> {
  return import('./probe-client.ts');
}

/** The probes of a session, whose code is loaded with the first of them. */
export interface LazyProbes extends Pick<OpenCalls, 'forget'> {
  readonly client: ProbeClient;
}

/** Creates the probes of a session. Most journeys use none, and their start does not pay for the code. */
export function lazyProbes(session: ProbeSession): LazyProbes {
  const calls = openCalls(session.redact);

  async function load(): Promise<ProbeClient> {
    const { probeClient } = await loadProbes();

    return probeClient(session);
  }

  function call<T>(ask: (probe: ProbeClient) => Promise<T>): Promise<T> {
    return calls.begin(call, async () => ask(await load()));
  }

  return {
    client: {
      dns: (name, options) => call((probe) => probe.dns(asText(name), options)),
      tcp: (target, options) => call((probe) => probe.tcp(asText(target), options)),
      tls: (target, options) => call((probe) => probe.tls(asText(target), options)),
      webSocket: (url, options) => call((probe) => probe.webSocket(asText(url), options)),
      events: (url, options) => call((probe) => probe.events(asText(url), options)),
      grpcHealth: (target, options) => call((probe) => probe.grpcHealth(asText(target), options)),
    },
    forget: calls.forget,
  };
}
