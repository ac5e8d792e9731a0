import type { SlotSeries } from '../schedule/slot-offset.ts';
import { escapePart } from '../store/keys.ts';
import type { ItemKey } from '../store/table-definition.ts';
import type { RollupSpan } from './job-ports.ts';

/** The partition of what is watched. All of it is read at once, every hour. */
export const WATCH_PARTITION = 'WATCH';

/** Where it is kept until when was looked. */
export const LAST_LOOK_KEY: ItemKey = { pk: 'JOBS', sk: 'last-look' };

const PARTITIONS = { hour: 'HOUR', day: 'DAY' } as const;
const DAY_SECONDS = 86_400;
const KEPT_DAYS = { hour: 400, day: 1_827, endedWatch: 30 } as const;

/** The address of a series' watch. */
export function watchKey({ journey, region }: SlotSeries): ItemKey {
  return { pk: WATCH_PARTITION, sk: `${escapePart(journey)}#${escapePart(region)}` };
}

/** The partition of all rollups of a series, of hours or of days. */
export function rollupPartition({ journey, region }: SlotSeries, span: RollupSpan): string {
  return `${PARTITIONS[span]}#${escapePart(journey)}#${escapePart(region)}`;
}

/** When an item ends that is kept from an instant on, in epoch seconds. */
export function jobItemExpiry(what: keyof typeof KEPT_DAYS, fromIso: string): number {
  return Math.floor(Date.parse(fromIso) / 1_000) + KEPT_DAYS[what] * DAY_SECONDS;
}
