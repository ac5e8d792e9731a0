import type { SlotSeries } from '../record/slot-series.ts';
import { escapePart } from '../store/keys.ts';
import type { ItemKey } from '../store/table-definition.ts';

/** The partition of what is watched. All of it is read at once, every hour. */
export const WATCH_PARTITION = 'WATCH';

/** Where it is kept until when was looked. */
export const LAST_LOOK_KEY: ItemKey = { pk: 'JOBS', sk: 'last-look' };

const DAY_SECONDS = 86_400;
const ENDED_WATCH_DAYS = 30;

/** The address of a series' watch. */
export function watchKey({ journey, region }: SlotSeries): ItemKey {
  return { pk: WATCH_PARTITION, sk: `${escapePart(journey)}#${escapePart(region)}` };
}

/** When the watch of a series that ended is forgotten, in epoch seconds. */
export function endedWatchExpiry(endedAt: string): number {
  return Math.floor(Date.parse(endedAt) / 1_000) + ENDED_WATCH_DAYS * DAY_SECONDS;
}
