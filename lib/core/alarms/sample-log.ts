import { HOUR_MS } from '../base/time.ts';
import type { SchedulePlan } from '../journey/plan.ts';
import type { SlotSeries } from '../record/slot-series.ts';
import { slotsBetween } from '../schedule/slots.ts';
import type { MetricRef } from './alarm-definition.ts';
import type { SamplePoint, SampleSource } from './datapoints.ts';
import { journeyDimensions, METRICS } from './metric-names.ts';

/** A sample with the name and dimensions of its metric. */
export interface NamedSample extends SamplePoint {
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** Samples of many metrics in memory, added in any order. */
export interface SampleLog {
  add(samples: readonly NamedSample[]): void;
  /** Ignores the namespace: a log holds the samples of one stage. */
  readonly samplesOf: SampleSource;
  /** Removes samples older than an instant. */
  prune(beforeMs: number): void;
  /** Timestamp of the oldest sample; null: there is none. */
  oldestMs(): number | null;
}

/** Creates an empty log, whose samples stay in order of time. */
export function sampleLog(): SampleLog {
  const series = new Map<string, SamplePoint[]>();

  return {
    add: (samples) => {
      for (const { atMs, value, ...metric } of samples) {
        const key = keyOf(metric);
        const known = series.get(key) ?? [];
        series.set(key, known);
        insert(known, { atMs, value });
      }
    },
    samplesOf: (metric) => series.get(keyOf(metric)) ?? [],
    prune: (beforeMs) => {
      for (const [key, samples] of series) {
        series.set(
          key,
          samples.filter(({ atMs }) => atMs >= beforeMs),
        );
      }
    },
    oldestMs: () => {
      const oldest = [...series.values()].flatMap(([first]) =>
        first === undefined ? [] : first.atMs,
      );
      return oldest.length === 0 ? null : Math.min(...oldest);
    },
  };
}

function keyOf({ name, dimensions }: Pick<MetricRef, 'name' | 'dimensions'>): string {
  const pairs = Object.entries(dimensions).toSorted(([a], [b]) => (a < b ? -1 : 1));

  return JSON.stringify([name, pairs]);
}

/** Most samples come in order; a late one is inserted in its place. */
function insert(samples: SamplePoint[], sample: SamplePoint): void {
  const after = samples.findLastIndex(({ atMs }) => atMs <= sample.atMs);
  samples.splice(after + 1, 0, sample);
}

/** The slots of a series that have a record, in a time range. */
interface RecordedSlots {
  /** Instants of the slots that have a record, in milliseconds since 1970. */
  readonly recorded: ReadonlySet<number>;
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * Samples of `Missing` as the gap detector publishes them: at the end of each whole hour of a range,
 * the number of the hour's slots without a record.
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
