import { fnv1a } from '../base/fnv1a.ts';
import type { SlotSeries } from '../record/slot-series.ts';

/**
 * Offset in minutes of a series within its interval, so that journeys do not all start on the full
 * minute of the hour: FNV-1a of the names, modulo the interval.
 */
export function slotOffsetMinutes({ journey, region }: SlotSeries, everyMinutes: number): number {
  return fnv1a(`${journey}#${region}`) % everyMinutes;
}
