import type { HttpSessionOptions } from '../../lib/adapters/http/http-session.ts';
import type { GrpcProbeOptions } from '../../lib/core/journey/checks/grpc-probe.ts';
import { type FailedCall, failedCall, type serverPool } from './failed-calls.ts';
import { type Answering, healthServer } from './health-server.ts';

const PLAIN = { tls: false } as const;

/** The failure of a health check without TLS, or with these options. */
export async function failedHealth(
  target: string,
  options: GrpcProbeOptions = PLAIN,
  session: Partial<HttpSessionOptions> = {},
): Promise<FailedCall> {
  return failedCall((probe) => probe.grpcHealth(target, options), session);
}

/** The same, of a server that answers so. */
export async function failedHealthOn(
  { serving }: Pick<ReturnType<typeof serverPool>, 'serving'>,
  answer: Answering,
  options: GrpcProbeOptions = PLAIN,
): Promise<FailedCall> {
  const { target } = await serving(healthServer(answer));

  return failedHealth(target, options);
}
