import type { MetricRef } from './alarm-definition.ts';
import type { SamplePoint, SampleSource } from './datapoints.ts';

/** A sample, and the metric that it is of. */
export interface NamedSample extends SamplePoint {
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** Samples of many metrics, added in any order. */
export interface SampleLog {
  add(samples: readonly NamedSample[]): void;
  /** The namespace is not asked for: a log holds one stage's. */
  readonly samplesOf: SampleSource;
  /** Forgets what is older than an instant. */
  prune(beforeMs: number): void;
  /** Of the oldest sample; null: there is none. */
  oldestMs(): number | null;
}

/** Makes an empty log. */
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

/** Most come in order; one that is late is put where it belongs. */
function insert(samples: SamplePoint[], sample: SamplePoint): void {
  const after = samples.findLastIndex(({ atMs }) => atMs <= sample.atMs);
  samples.splice(after + 1, 0, sample);
}
