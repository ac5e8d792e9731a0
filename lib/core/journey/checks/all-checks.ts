import { tcpCheck } from './tcp-check.ts';

/** The factories of all checks, as journeys import them. */
export const CHECKS = { tcpCheck } as const;
