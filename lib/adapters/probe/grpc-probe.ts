import tls from 'node:tls';
import type { GrpcProbeOptions, GrpcProbeResult } from '../../core/journey/checks/grpc-probe.ts';
import { RunFailure } from '../../core/record/outcome.ts';
import { asError } from '../base/node-error.ts';
import { DIRECT } from '../http/route.ts';
import { callOver, type GrpcAnswer } from './grpc-call.ts';
import { statusFailure } from './grpc-status.ts';
import { headersProblem } from './header-problem.ts';
import { healthRequest, healthState } from './health-messages.ts';
import type { Probe, ProbeRun } from './probe.ts';
import { quoted } from './quoted.ts';
import { targetUrl } from './target-url.ts';

type GrpcFacts = Omit<GrpcProbeResult, 'timings'>;

const HEALTH_CHECK = '/grpc.health.v1.Health/Check';
const DEFAULT_PORT = 443;
const OWN_METADATA =
  /^(:.*|te|content-type|content-length|connection|host|transfer-encoding|upgrade|grpc-.*)$/;

/** Asks a gRPC server for the health of a service. */
export const grpcProbe: Probe<GrpcProbeOptions, GrpcFacts> = {
  method: 'GRPC',
  resourceType: 'grpc',
  plan: (target, options) => {
    const { service = '', tls: isSecure = true, metadata = {}, serverName = null } = options;
    const url = targetUrl(isSecure ? 'grpcs' : 'grpc', target, DEFAULT_PORT);
    const { host } = url;
    url.pathname = `/${encodeURIComponent(service)}`;
    const problem = headersProblem(metadata, OWN_METADATA) ?? authorityProblem(options);
    if (problem !== null) throw new TypeError(problem);
    const call = {
      path: HEALTH_CHECK,
      scheme: isSecure ? ('https' as const) : ('http' as const),
      authority: options.authority ?? host,
      metadata: lowered(metadata),
      body: healthRequest(service),
    };

    return {
      url,
      route: { ...DIRECT, serverName },
      run: async (probe) => {
        const answer = await callOver(await connected(probe), call, probe);

        return { state: servingState(answer, service) };
      },
    };
  },
};

function authorityProblem({ authority }: GrpcProbeOptions): string | null {
  const isHost = authority === undefined || /^[^\s/?#@\\]+$/.test(authority);

  return isHost ? null : `its authority is "${authority}"; expected a host with or without port`;
}

function lowered(metadata: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(metadata).map(([name, value]) => [name.toLowerCase(), value]),
  );
}

async function connected(probe: ProbeRun): ReturnType<ProbeRun['connect']> {
  try {
    const socket = await probe.connect({ alpn: ['h2'] });
    if (!(socket instanceof tls.TLSSocket) || socket.alpnProtocol === 'h2') return socket;
    socket.destroy();
  } catch (error) {
    if (!isRefusedProtocol(error)) throw error;
  }
  throw new RunFailure(
    'target.protocol',
    'the server did not agree to HTTP/2 in the TLS handshake (ALPN h2), which gRPC needs',
  );
}

/** Some servers end a handshake without a common protocol, others go on without any (RFC 7301, section 3.2). */
function isRefusedProtocol(error: unknown): boolean {
  const cause = error instanceof RunFailure ? error.cause : null;

  return /no application protocol/.test(asError(cause).message);
}

function servingState({ headers, trailers, body }: GrpcAnswer, service: string): 'SERVING' {
  const status = trailers['grpc-status'] ?? headers['grpc-status'];
  const problem =
    (status === undefined ? notGrpc(headers) : null) ??
    statusFailure(status ?? '', trailers['grpc-message'] ?? headers['grpc-message'] ?? '');
  if (problem !== null) throw problem;
  const state = healthState(body);
  if (state === 'SERVING') return state;
  const who = service === '' ? 'the server' : `the service "${service}"`;
  throw new RunFailure('target.assertion', `${who} says ${state}; expected SERVING`);
}

/** The failure of an answer without a status of gRPC: a proxy's, or one that was cut off. */
function notGrpc(headers: GrpcAnswer['headers']): RunFailure {
  const { ':status': status = '', 'content-type': type = '' } = headers;
  if (status !== '200') {
    const reason = `answered HTTP ${status} without a grpc-status; expected 200, the status of gRPC answers`;

    return new RunFailure('target.status', reason);
  }
  const what = type.startsWith('application/grpc')
    ? 'ended without a grpc-status'
    : `has the content type ${quoted(type)}; expected application/grpc`;

  return new RunFailure('target.protocol', `the answer ${what}`);
}
