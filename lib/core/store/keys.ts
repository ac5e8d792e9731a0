import type { RunRecord } from '../record/run-record.ts';
import type { SlotSeries } from '../record/slot-series.ts';
import { canonicalInstant } from './instant.ts';
import { expiryAfter } from './retention.ts';
import { instantOfRunId } from './run-id.ts';

/** Attribute names of the one table, read by everything that creates it: CDK, and the local store. */
export const TABLE_DEFINITION = {
  partitionKey: 'pk',
  sortKey: 'sk',
  /** Epoch seconds after which an item may be deleted. */
  timeToLiveAttribute: 'expiresAt',
} as const;

/** Partition and sort key, which together address one item of the table. */
export interface ItemKey {
  readonly pk: string;
  readonly sk: string;
}

/** The first part of each partition key, by kind of item. Stored for years: add, never rename. */
export const PARTITIONS = {
  run: 'RUN',
  /** The registry of series: which journey has records of which region. */
  series: 'SERIES',
  hour: 'HOUR',
  day: 'DAY',
  /** What the gap detector watches. All of it is read at once, every hour. */
  watch: 'WATCH',
  /** State of the hourly jobs. */
  jobs: 'JOBS',
  /** Days that got a record after they were rolled up. */
  late: 'LATE',
  finding: 'TREND',
  annotation: 'NOTE',
} as const;

/** Bounds that enclose every sort key which begins with an instant, in the order of UTF-8 bytes. */
const INSTANT_BOUNDS = { first: ' ', last: '~' } as const;

/** The address of a run: its series, and its id, which holds the instant. */
type RunAddress = Pick<RunRecord, 'journey' | 'region' | 'runId'>;

/** A half-open range of time: `since` inclusive, `until` exclusive, both ISO 8601. */
interface InstantRange {
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

/** Bounds of sort keys. No key equals a bound, so inclusive or not is the same. */
interface SortKeyRange {
  readonly from: string;
  readonly to: string;
}

/** Joins the parts of a partition or sort key with `#`, escaped so that no two lists become one key. */
export function joinKey(...parts: readonly string[]): string {
  return parts.map(escapePart).join('#');
}

/** The partition of all runs of one journey in one region: `RUN#checkout#eu-west-1`. */
export function runPartition(journey: string, region: string): string {
  return joinKey(PARTITIONS.run, journey, region);
}

/**
 * The address of a run. Its instant is read from the run id, so that the id alone decides whether
 * a record is there already. Throws a TypeError for an id without an instant.
 */
export function runKey(address: RunAddress): ItemKey {
  return {
    pk: runPartition(address.journey, address.region),
    sk: joinKey(instantOfRunId(address.runId), address.runId),
  };
}

/** The bounds between which the runs of a range lie; null when the range is empty. */
export function sortKeyRange(range: InstantRange): SortKeyRange | null {
  const { first, last } = INSTANT_BOUNDS;
  const from = range.since === undefined ? first : canonicalInstant(range.since);
  const to = range.until === undefined ? last : canonicalInstant(range.until);

  return from < to ? { from, to } : null;
}

/** The address of a series in the registry, which lists every journey and region with records. */
export function seriesKey(journey: string, region: string): ItemKey {
  return { pk: PARTITIONS.series, sk: joinKey(journey, region) };
}

/** The address of what the gap detector knows about a series. */
export function watchKey({ journey, region }: SlotSeries): ItemKey {
  return { pk: PARTITIONS.watch, sk: joinKey(journey, region) };
}

/** The address of a day of a series that has to be rolled up again; `day` is an ISO 8601 instant. */
export function lateDayKey({ journey, region }: SlotSeries, day: string): ItemKey {
  return { pk: PARTITIONS.late, sk: joinKey(journey, region, day) };
}

/** Where the hourly jobs store up to which instant slots have been checked. */
export const LAST_SCAN_KEY: ItemKey = { pk: PARTITIONS.jobs, sk: 'last-look' };

/** When a run record expires, in epoch seconds: `retentionDays` after the instant in its id. */
export function runExpiry(runId: string, retentionDays: number): number {
  return expiryAfter(instantOfRunId(runId), retentionDays);
}

/** A part of a key: escapes the separator, and lone surrogates, which UTF-8 would make all the same. */
export function escapePart(part: string): string {
  return part.replaceAll(
    /[%#\p{Surrogate}]/gu,
    (unit) => `%${unit.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
