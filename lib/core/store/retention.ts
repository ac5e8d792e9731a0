import { DAY_SECONDS, SECOND_MS } from '../base/time.ts';

/**
 * Days for which run records are stored when `retention.runs` does not say otherwise: the last
 * month, and some days to read about it.
 */
export const DEFAULT_RUN_RETENTION_DAYS = 35;

/** Days for which screenshots, traces and the like are stored when `retention.evidence` is not set. */
export const DEFAULT_EVIDENCE_RETENTION_DAYS = 30;

/** Days in five years, leap days included. */
const FIVE_YEARS_DAYS = 1_827;

/**
 * Days for which rollups are stored. Hours: a year and a month, so that any hour can be compared with
 * the same season of the year before. Days: five years.
 */
export const ROLLUP_RETENTION_DAYS = { hour: 400, day: FIVE_YEARS_DAYS } as const;

/** Days for which findings and annotations are stored: as long as the daily rollups that they explain. */
export const FINDING_RETENTION_DAYS = FIVE_YEARS_DAYS;

/** Days for which the gap detector remembers a series that left the project: late records are rolled up. */
export const ENDED_SERIES_RETENTION_DAYS = 30;

/** Days for which it is stored that a day was rolled up again. */
export const CORRECTED_DAY_RETENTION_DAYS = 2;

/** The time-to-live attribute of an item, in epoch seconds: some days after an ISO 8601 instant. */
export function expiryAfter(instant: string, days: number): number {
  return Math.floor(Date.parse(instant) / SECOND_MS) + Math.ceil(days * DAY_SECONDS);
}
