import { DAY_MS } from '../base/time.ts';
import {
  type Environment,
  requiredRetentionDays,
  type TableSettings,
  tableSettings,
} from '../deploy/function-environment.ts';
import { canonicalInstant } from '../store/instant.ts';

/** Settings of the jobs, from their environment variables. */
interface JobsSettings extends TableSettings {
  readonly retentionDays: number;
}

/** The event that invokes the jobs: empty from the schedule; people may ask for a longer scan. */
export interface JobsEvent {
  /** ISO 8601. */
  readonly since?: string;
}

const WHO = 'the jobs';

/** Reads the environment of the jobs. Throws a TypeError that names what is missing or wrong. */
export function jobsSettings(environment: Environment): JobsSettings {
  return {
    ...tableSettings(environment, WHO),
    retentionDays: requiredRetentionDays(environment, WHO),
  };
}

/**
 * The start of a scan that an event asks for, in milliseconds since 1970. Throws a RangeError for a
 * text that is no instant, is in the future, or is so far back that records have expired: the
 * rollups then hold more than the records that are left.
 */
export function scanSince(
  event: JobsEvent,
  { nowMs, retentionDays }: { readonly nowMs: number; readonly retentionDays: number },
): { readonly sinceMs?: number } {
  if (event.since === undefined) return {};
  const sinceMs = Date.parse(canonicalInstant(event.since));
  const days = Math.max(1, retentionDays - 1);
  if (sinceMs > nowMs || sinceMs < nowMs - days * DAY_MS) {
    throw new RangeError(
      `Cannot scan since "${event.since}"; expected an instant of the last ${days} days: older records are being deleted`,
    );
  }

  return { sinceMs };
}
