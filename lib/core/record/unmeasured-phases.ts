import type { RequestPhases } from './run-record.ts';

/** The phases of a request of which only the time as a whole is known. */
export const UNMEASURED_PHASES: Omit<RequestPhases, 'unaccountedMs'> = {
  dnsMs: null,
  tcpMs: null,
  tlsMs: null,
  sendMs: null,
  waitMs: null,
  receiveMs: null,
};
