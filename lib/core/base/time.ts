/** Milliseconds in a second, the unit of JavaScript's timers and clocks. */
export const SECOND_MS = 1_000;
/** Milliseconds in a minute, the resolution of schedules. */
export const MINUTE_MS = 60 * SECOND_MS;
/** Milliseconds in an hour; hourly rollups start on whole hours in UTC. */
export const HOUR_MS = 60 * MINUTE_MS;
/** Milliseconds in a day of 24 hours. A day of a time zone may have 23 or 25. */
export const DAY_MS = 24 * HOUR_MS;

/** Seconds in an hour, for periods in CloudWatch and for epoch seconds. */
export const HOUR_SECONDS = HOUR_MS / SECOND_MS;
/** Seconds in a day of 24 hours, for periods in CloudWatch and for epoch seconds. */
export const DAY_SECONDS = DAY_MS / SECOND_MS;

/** Minutes in an hour, the unit of schedules by rate. */
export const HOUR_MINUTES = HOUR_MS / MINUTE_MS;
/** Minutes in a day of 24 hours, the unit of schedules by rate. */
export const DAY_MINUTES = DAY_MS / MINUTE_MS;

/** A range of time: `fromMs` inclusive, `toMs` exclusive, in milliseconds since 1970. */
export interface TimeRange {
  readonly fromMs: number;
  readonly toMs: number;
}

/** A range as stores take it, in ISO 8601. */
export function isoRange({ fromMs, toMs }: TimeRange): {
  readonly since: string;
  readonly until: string;
} {
  return { since: new Date(fromMs).toISOString(), until: new Date(toMs).toISOString() };
}
