import type { SchedulePlan } from '../journey/plan.ts';
import type { SlotSeries } from '../record/slot-series.ts';
import { slotsBetween } from '../schedule/slots.ts';
import { journeyDimensions, METRICS } from './metric-names.ts';
import type { NamedSample } from './sample-log.ts';
import { HOUR_MS } from '../base/time.ts';

/** What is known of a series' slots. */
export interface RecordedSlots {
  /** Instants of the slots that have a record, in milliseconds since 1970. */
  readonly recorded: ReadonlySet<number>;
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * What the gap detector would have published: at the end of each whole hour of a time, how many of
 * the hour's slots have no record.
 */
export function missingSamples(
  schedule: SchedulePlan,
  series: SlotSeries,
  { recorded, fromMs, toMs }: RecordedSlots,
): readonly NamedSample[] {
  const firstMs = Math.ceil(fromMs / HOUR_MS) * HOUR_MS;
  const hours = Math.max(0, Math.floor((toMs - firstMs) / HOUR_MS));
  const endMs = firstMs + hours * HOUR_MS;
  const counts = Array.from({ length: hours }, () => 0);
  for (const slot of slotsBetween(schedule, series, { fromMs: firstMs, toMs: endMs })) {
    const hour = Math.floor((slot - firstMs) / HOUR_MS);
    if (!recorded.has(slot)) counts[hour] = (counts[hour] ?? 0) + 1;
  }

  return counts.map((value, hour) => ({
    name: METRICS.missing,
    dimensions: journeyDimensions(series.journey, series.region),
    atMs: firstMs + (hour + 1) * HOUR_MS,
    value,
  }));
}
