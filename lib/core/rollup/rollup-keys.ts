import type { SlotSeries } from '../record/slot-series.ts';
import { canonicalInstant } from '../store/instant.ts';
import { escapePart, type ItemKey, joinKey, PARTITIONS } from '../store/keys.ts';
import { expiryAfter, ROLLUP_RETENTION_DAYS } from '../store/retention.ts';
import { contentHash } from './content-hash.ts';
import type { Rollup, RollupItem, RollupRange, RollupSpan } from './rollup.ts';

/**
 * Bytes of a metric's name in a key, of the 1,024 that a sort key may have:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 */
const MAX_NAME = 900;

/** The content of a rollup: its kind, and the name of its metric. */
export interface RollupWhat {
  readonly kind: Rollup['kind'];
  readonly metric: string | null;
}

/** The partition key of a series' hourly or daily rollups: `HOUR#checkout#eu-west-1`. */
export function rollupPartition({ journey, region }: SlotSeries, span: RollupSpan): string {
  return joinKey(PARTITIONS[span], journey, region);
}

/**
 * The sort key of a rollup: its content, then its start. All rollups of one metric are adjacent, in
 * order of time, so that a year is one query.
 */
function rollupSortKey(what: RollupWhat, startsAt: string): string {
  return `${keyWord(what)}#${canonicalInstant(startsAt)}`;
}

/** Partition and sort key of a rollup, as stored. */
export function rollupKey(series: SlotSeries, item: RollupItem): ItemKey {
  const what = { kind: item.rollup.kind, metric: item.metric };

  return { pk: rollupPartition(series, item.span), sk: rollupSortKey(what, item.startsAt) };
}

/** The sort keys that bound a range, the last one exclusive; null when the range is empty. */
export function rollupKeyRange(
  what: RollupWhat,
  { since, until }: RollupRange,
): { readonly from: string; readonly to: string } | null {
  const from = rollupSortKey(what, since);
  const to = rollupSortKey(what, until);

  return from < to ? { from, to } : null;
}

/** Reads the start of a rollup, an ISO 8601 instant, from its sort key. */
export function rollupStart(sortKey: string): string {
  return sortKey.slice(sortKey.lastIndexOf('#') + 1);
}

/** When a rollup expires, in epoch seconds: 400 days after an hour, five years after a day. */
export function rollupExpiry({ span, startsAt }: Pick<RollupItem, 'span' | 'startsAt'>): number {
  return expiryAfter(startsAt, ROLLUP_RETENTION_DAYS[span]);
}

function keyWord({ kind, metric }: RollupWhat): string {
  if (kind !== 'metric') return kind;
  if (metric === null) throw new TypeError('Cannot address the rollup of a metric without a name');

  return `metric:${shortened(escapePart(metric))}`;
}

/** Shortens a name that is too long for a key to its beginning and a hash of all of it. */
function shortened(name: string): string {
  const encoder = new TextEncoder();
  if (encoder.encode(name).length <= MAX_NAME) return name;
  const hash = contentHash(name);
  const { read } = encoder.encodeInto(name, new Uint8Array(MAX_NAME - hash.length - 1));

  return `${name.slice(0, read)}~${hash}`;
}
