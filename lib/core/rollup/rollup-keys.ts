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

/** What a rollup is of: its kind, and of a metric the name. */
export interface RollupWhat {
  readonly kind: Rollup['kind'];
  readonly metric: string | null;
}

/** The partition of all rollups of a series, of hours or of days. */
export function rollupPartition({ journey, region }: SlotSeries, span: RollupSpan): string {
  return joinKey(PARTITIONS[span], journey, region);
}

/**
 * The sort key of a rollup: what it is of, then when it begins. All of one metric lie beside each
 * other in order of time, so that a year of it is one query.
 */
export function rollupSortKey(what: RollupWhat, startsAt: string): string {
  return `${keyWord(what)}#${canonicalInstant(startsAt)}`;
}

/** The address of a rollup. */
export function rollupKey(series: SlotSeries, item: RollupItem): ItemKey {
  const what = { kind: item.rollup.kind, metric: item.metric };

  return { pk: rollupPartition(series, item.span), sk: rollupSortKey(what, item.startsAt) };
}

/** The sort keys between which a range lies; the last is not part of it. Null: it is empty. */
export function rollupKeyRange(
  what: RollupWhat,
  { since, until }: RollupRange,
): { readonly from: string; readonly to: string } | null {
  const from = rollupSortKey(what, since);
  const to = rollupSortKey(what, until);

  return from < to ? { from, to } : null;
}

/** When a rollup begins, from its sort key. */
export function rollupStart(sortKey: string): string {
  return sortKey.slice(sortKey.lastIndexOf('#') + 1);
}

/** When a rollup ends to be kept, in epoch seconds. */
export function rollupExpiry({ span, startsAt }: Pick<RollupItem, 'span' | 'startsAt'>): number {
  return expiryAfter(startsAt, ROLLUP_RETENTION_DAYS[span]);
}

function keyWord({ kind, metric }: RollupWhat): string {
  if (kind !== 'metric') return kind;
  if (metric === null) throw new TypeError('Cannot address the rollup of a metric without a name');

  return `metric:${shortened(escapePart(metric))}`;
}

/** A name that is too long for a key keeps its beginning, and a hash of all of it. */
function shortened(name: string): string {
  const encoder = new TextEncoder();
  if (encoder.encode(name).length <= MAX_NAME) return name;
  const hash = contentHash(name);
  const { read } = encoder.encodeInto(name, new Uint8Array(MAX_NAME - hash.length - 1));

  return `${name.slice(0, read)}~${hash}`;
}
