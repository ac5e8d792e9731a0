import type { TcpProbeOptions, TcpProbeResult } from './checks/tcp-probe.ts';
import type { TlsProbeOptions, TlsProbeResult } from './checks/tls-probe.ts';

/**
 * Tests of what is not HTTP. Each is one request of the run, with its phases, and counts as something
 * checked. It rejects when the target does not do what is expected of it.
 */
export interface ProbeClient {
  /** Connects to `host:port`. */
  tcp(target: string, options?: TcpProbeOptions): Promise<TcpProbeResult>;
  /** Makes a TLS handshake with `host` or `host:port`, and checks the certificates. */
  tls(target: string, options?: TlsProbeOptions): Promise<TlsProbeResult>;
}
