import type { RunRecord } from '../record/run-record.ts';
import { canonicalInstant } from './instant.ts';
import { instantOfRunId } from './run-id.ts';
import type { ItemKey } from './table-definition.ts';
import { SECOND_MS } from '../base/time.ts';

/** How long a run record is kept where the configuration says nothing. */
export const DEFAULT_RUN_RETENTION_DAYS = 35;

/** Partition of the registry of series: which journey has records of which region. */
export const SERIES_PARTITION = 'SERIES';

const SECONDS_PER_DAY = 86_400;

/** Sorts after every instant. */
const AFTER_ALL_INSTANTS = '~';

/** What addresses a run. */
export type RunAddress = Pick<RunRecord, 'journey' | 'region' | 'runId'>;

/** A half-open range of time: `since` inclusive, `until` exclusive, both ISO 8601. */
export interface InstantRange {
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

/** Bounds of sort keys. No key equals a bound, so inclusive or not is the same. */
export interface SortKeyRange {
  readonly from: string;
  readonly to: string;
}

/** The partition of all runs of one journey in one region. */
export function runPartition(journey: string, region: string): string {
  return `RUN#${escapePart(journey)}#${escapePart(region)}`;
}

/**
 * The address of a run. Its instant is read from the run id, so that the id alone decides whether
 * a record is there already. Throws a TypeError for an id without an instant.
 */
export function runKey(address: RunAddress): ItemKey {
  return {
    pk: runPartition(address.journey, address.region),
    sk: `${instantOfRunId(address.runId)}#${escapePart(address.runId)}`,
  };
}

/** The bounds between which the runs of a range lie; null when the range is empty. */
export function sortKeyRange(range: InstantRange): SortKeyRange | null {
  const from = range.since === undefined ? '0' : canonicalInstant(range.since);
  const to = range.until === undefined ? AFTER_ALL_INSTANTS : canonicalInstant(range.until);

  return from < to ? { from, to } : null;
}

/** The address of a series in the registry. */
export function seriesKey(journey: string, region: string): ItemKey {
  return { pk: SERIES_PARTITION, sk: `${escapePart(journey)}#${escapePart(region)}` };
}

/** When a run record ends, in epoch seconds: `retentionDays` after the instant in its id. */
export function runExpiry(runId: string, retentionDays: number): number {
  const epochSeconds = Math.floor(Date.parse(instantOfRunId(runId)) / SECOND_MS);

  return epochSeconds + Math.ceil(retentionDays * SECONDS_PER_DAY);
}

/** A part of a key: escapes the separator, and lone surrogates, which UTF-8 would make all the same. */
export function escapePart(part: string): string {
  return part.replaceAll(
    /[%#\p{Surrogate}]/gu,
    (unit) => `%${unit.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
