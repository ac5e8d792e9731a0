import type { RequestRecord } from '../../record/run-record.ts';
import type { Duration } from '../duration.ts';

/** The kinds of checks; each is the option set of one factory, such as `tcpCheck`. */
export const CHECK_KINDS = ['dns', 'tcp', 'tls', 'ws', 'sse', 'grpc'] as const;

/** One of {@link CHECK_KINDS}. */
export type CheckKind = (typeof CHECK_KINDS)[number];

/** Time limit of a probe, whatever it tests. */
export interface ProbeOptions {
  /** Of this probe; never beyond the run's own. */
  readonly timeout?: Duration;
}

/** What every probe returns. */
export interface ProbeResult {
  /** Its record, with its phase timings. */
  readonly timings: RequestRecord;
}
