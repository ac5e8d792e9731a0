import { tcpCheck } from './tcp-check.ts';
import { tlsCheck } from './tls-check.ts';

/** The factories of all checks, as journeys import them. */
export const CHECKS = { tcpCheck, tlsCheck } as const;
