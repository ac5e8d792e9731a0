import type { HistogramCodec, MetricRollup, PartsRollup } from '../../rollup/rollup.ts';
import { rollUpMetric } from '../../rollup/roll-up-metric.ts';
import { floorTo } from './covered-range.ts';
import type { PageRange } from '../page-frame.ts';
import type { RunDigest } from './run-digest.ts';
import { HOUR_MS } from '../../base/time.ts';
import type { Piece } from './series-history.ts';

/** An hour, or the beginning of one, that no job has rolled up yet: its runs, counted. */
export interface OpenHour extends Omit<Piece, 'lengthMs'> {
  /** The runs of its slots. */
  readonly digests: readonly RunDigest[];
  /** Rollups by metric, made when they are first needed. */
  readonly made: Map<string, MetricRollup>;
}

/**
 * Groups runs that lie in a range by hour. An hour with the same runs as before is the same object,
 * with the rollups that were made of it.
 */
export function openHours(
  digests: Iterable<RunDigest>,
  { fromMs, toMs }: PageRange,
  before: readonly OpenHour[],
): readonly OpenHour[] {
  const byHour = new Map<number, RunDigest[]>();
  for (const digest of digests) {
    const { slotMs } = digest;
    if (slotMs === null || slotMs < fromMs || slotMs >= toMs) continue;
    const startMs = floorTo(slotMs, HOUR_MS);
    const own = byHour.get(startMs);
    if (own === undefined) byHour.set(startMs, [digest]);
    else own.push(digest);
  }

  return [...byHour]
    .toSorted(([one], [other]) => one - other)
    .map(([startMs, own]) => {
      const old = before.find((each) => each.startMs === startMs);
      const isSame =
        old?.digests.length === own.length && own.every((each, at) => each === old.digests[at]);

      return isSame && old !== undefined ? old : openHour(startMs, own);
    });
}

function openHour(startMs: number, digests: readonly RunDigest[]): OpenHour {
  const counts = { passed: 0, failed: 0, errored: 0, skipped: 0, missing: 0 };
  for (const { run } of digests) counts[run.outcome] += 1;
  const names = digests.flatMap(({ timed, censored }) => [...timed.keys(), ...censored.keys()]);

  return {
    startMs,
    digests,
    counts,
    timed: digests.filter(({ isTimed }) => isTimed).length,
    metrics: new Set(names),
    made: new Map(),
  };
}

/** The rollup of a metric of an open hour, as the job will make it; null: it has no value. */
export function openMetric(
  { digests, metrics, made }: OpenHour,
  metric: string,
  codec: HistogramCodec,
): MetricRollup | null {
  if (!metrics.has(metric)) return null;
  const known = made.get(metric);
  if (known !== undefined) return known;
  const rollup = rollUpMetric(
    {
      metric,
      timed: digests.flatMap(({ timed }) => timed.get(metric) ?? []),
      censored: digests.flatMap(({ censored }) => censored.get(metric) ?? []),
    },
    codec,
  );
  made.set(metric, rollup);

  return rollup;
}

/** Where the time of an open hour's timed runs went, in the form that the job stores. */
export function openParts({ digests, timed }: OpenHour): PartsRollup {
  const parts = digests.flatMap((digest) => digest.parts);

  return {
    kind: 'parts',
    n: timed,
    parts: parts.map(({ ms, ...part }) => ({ ...part, sumMs: ms })),
  };
}
