import { dnsCheck } from './dns-check.ts';
import { grpcCheck } from './grpc-check.ts';
import { sseCheck } from './sse-check.ts';
import { tcpCheck } from './tcp-check.ts';
import { tlsCheck } from './tls-check.ts';
import { wsCheck } from './ws-check.ts';

/** The factories of all checks, as journeys import them. */
export const CHECKS = { dnsCheck, tcpCheck, tlsCheck, wsCheck, sseCheck, grpcCheck } as const;
