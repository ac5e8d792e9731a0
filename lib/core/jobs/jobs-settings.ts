import { metricNamespace } from '../alarms/metric-names.ts';
import { FUNCTION_ENV } from '../deploy/events.ts';
import { canonicalInstant } from '../store/instant.ts';
import { DAY_MS } from '../base/time.ts';

/** What the jobs are told by their environment. */
export interface JobsSettings {
  readonly stage: string;
  readonly homeRegion: string;
  readonly table: string;
  readonly retentionDays: number;
  /** Of their metrics. */
  readonly namespace: string;
}

/** What the jobs are invoked with: nothing by the schedule, or by people from when to look again. */
export interface JobsEvent {
  /** ISO 8601. */
  readonly since?: string;
}

/** Reads the environment of the jobs. Throws a TypeError that names what is missing or wrong. */
export function jobsSettings(
  environment: Readonly<Record<string, string | undefined>>,
): JobsSettings {
  function required(name: string): string {
    const value = environment[name];
    if (value === undefined || value === '') {
      throw new TypeError(
        `Cannot start the jobs: ${name} is not set; expected it in the function's environment`,
      );
    }

    return value;
  }

  const stage = required(FUNCTION_ENV.stage);
  const retentionDays = Number(required(FUNCTION_ENV.retentionDays));
  if (!(retentionDays > 0)) {
    throw new TypeError(
      `Cannot start the jobs: ${FUNCTION_ENV.retentionDays} is ${retentionDays}; expected a number of days`,
    );
  }

  return {
    stage,
    homeRegion: required(FUNCTION_ENV.homeRegion),
    table: required(FUNCTION_ENV.table),
    retentionDays,
    namespace: metricNamespace(stage),
  };
}

/**
 * From when to look, in milliseconds since 1970. Throws a RangeError for what is no instant, lies
 * ahead, or lies so far back that records have been deleted: the rollups know more than the records
 * that are left.
 */
export function lookSince(
  event: JobsEvent,
  { nowMs, retentionDays }: { readonly nowMs: number; readonly retentionDays: number },
): { readonly sinceMs?: number } {
  if (event.since === undefined) return {};
  const sinceMs = Date.parse(canonicalInstant(event.since));
  const days = Math.max(1, retentionDays - 1);
  if (sinceMs > nowMs || sinceMs < nowMs - days * DAY_MS) {
    throw new RangeError(
      `Cannot look since "${event.since}"; expected an instant of the last ${days} days: older records are being deleted`,
    );
  }

  return { sinceMs };
}
