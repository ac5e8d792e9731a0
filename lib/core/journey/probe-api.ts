import type { DnsProbeOptions, DnsProbeResult } from './checks/dns-probe.ts';
import type { GrpcProbeOptions, GrpcProbeResult } from './checks/grpc-probe.ts';
import type { SseProbeOptions, SseProbeResult } from './checks/sse-probe.ts';
import type { TcpProbeOptions, TcpProbeResult } from './checks/tcp-probe.ts';
import type { TlsProbeOptions, TlsProbeResult } from './checks/tls-probe.ts';
import type { WsProbeOptions, WsProbeResult } from './checks/ws-probe.ts';

/**
 * Tests of what is not HTTP. Each is one request of the run, with its phases, and counts as something
 * checked. It rejects when the target does not do what is expected of it.
 */
export interface ProbeClient {
  /** Connects to `host:port`. */
  tcp(target: string, options?: TcpProbeOptions): Promise<TcpProbeResult>;
  /** Asks a name server for records of a name. */
  dns(name: string, options?: DnsProbeOptions): Promise<DnsProbeResult>;
  /** Makes a TLS handshake with `host` or `host:port`, and checks the certificates. */
  tls(target: string, options?: TlsProbeOptions): Promise<TlsProbeResult>;
  /** Opens the WebSocket at a URL `wss://…`, and makes a round trip. */
  webSocket(url: string, options?: WsProbeOptions): Promise<WsProbeResult>;
  /** Opens the stream of server-sent events at a URL, and waits for an event. */
  events(url: string, options?: SseProbeOptions): Promise<SseProbeResult>;
  /** Asks the gRPC server at `host:port` (port 443 by default) for the health of a service. */
  grpcHealth(target: string, options?: GrpcProbeOptions): Promise<GrpcProbeResult>;
}
