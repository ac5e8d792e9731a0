import type { Bucket, HistogramCodec, MetricRollup } from '../../rollup/rollup.ts';
import { quantileOf, type QuantileEstimate } from '../../stats/quantile.ts';
import type { BinnedSample } from '../../stats/ranked-sample.ts';
import type { InsufficientData } from '../../stats/series.ts';

/** The merged sample of some rollups, and its quantiles. */
interface Known {
  readonly rollups: readonly MetricRollup[];
  readonly codec: HistogramCodec;
  readonly sample: BinnedSample;
  readonly quantiles: Map<number, QuantileEstimate | InsufficientData>;
}

/** Merged samples that begin with the same rollup: of different ranges and grids. */
const MAX_KNOWN = 4;
/** Rollups that are merged into one cached sample. */
const CHUNK = 32;

/**
 * Merged samples by their first rollup. Rollups never change, so the samples stay right, and are
 * collected with their rollup. Decoding a histogram takes as long as writing ten numbers of a page.
 */
const KNOWN = new WeakMap<MetricRollup, Known[]>();

/** A quantile of the values of several rollups, from their merged histograms. */
export function mergedQuantile(
  rollups: readonly MetricRollup[],
  q: number,
  codec: HistogramCodec,
): QuantileEstimate | InsufficientData {
  const known = knownOf(rollups, codec);
  const old = known.quantiles.get(q);
  if (old !== undefined) return old;
  const estimate = quantileOf(known.sample, q);
  known.quantiles.set(q, estimate);

  return estimate;
}

/** The number of values, including those censored by a time-out, and the number of these. */
export function valuesOf(rollups: readonly MetricRollup[]): {
  readonly n: number;
  readonly censored: number;
} {
  const timed = rollups.reduce((sum, { n }) => sum + n, 0);
  const censored = rollups.reduce((sum, rollup) => sum + (rollup.censored?.n ?? 0), 0);

  return { n: timed + censored, censored };
}

function knownOf(rollups: readonly MetricRollup[], codec: HistogramCodec): Known {
  const [first] = rollups;
  if (first === undefined) return freshOf(rollups, codec);
  const all = KNOWN.get(first) ?? [];
  const old = all.find((each) => each.codec === codec && areSame(each.rollups, rollups));
  if (old !== undefined) return old;
  const known = freshOf(rollups, codec);
  KNOWN.set(first, [known, ...all].slice(0, MAX_KNOWN));

  return known;
}

function freshOf(rollups: readonly MetricRollup[], codec: HistogramCodec): Known {
  return { rollups, codec, sample: sampleOf(rollups, codec), quantiles: new Map() };
}

function areSame(one: readonly MetricRollup[], other: readonly MetricRollup[]): boolean {
  return one.length === other.length && one.every((rollup, index) => rollup === other[index]);
}

/**
 * Merges the values of rollups. Many rollups are merged in chunks, which are cached: when the newest
 * hour changes, little of a year has to be merged again.
 */
function sampleOf(rollups: readonly MetricRollup[], codec: HistogramCodec): BinnedSample {
  const [first] = rollups;
  if (first === undefined) return { timed: [], censored: [] };
  if (rollups.length === 1) {
    return {
      timed: first.n === 0 ? [] : codec.read(first.histogram, first.unit),
      censored: first.censored === null ? [] : codec.read(first.censored.histogram, first.unit),
    };
  }
  const length = rollups.length > CHUNK ? CHUNK : 1;
  const samples = chunksOf(rollups, length).map((each) => knownOf(each, codec).sample);

  return {
    timed: addUp(samples.map(({ timed }) => timed)),
    censored: addUp(samples.map(({ censored }) => censored)),
  };
}

function chunksOf<T>(all: readonly T[], length: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / length) }, (_, index) =>
    all.slice(index * length, (index + 1) * length),
  );
}

/** All histograms have the same bounds, so equal buckets add up. */
function addUp(lists: readonly (readonly Bucket[])[]): readonly Bucket[] {
  const filled = lists.filter((each) => each.length > 0);
  const [only] = filled;
  if (filled.length < 2) return only ?? [];
  const sums = new Map<number, { from: number; to: number; count: number }>();
  for (const each of filled) {
    for (const { from, to, count } of each) {
      const sum = sums.get(from);
      // In place: a new object for each of some thousand buckets took half of the time.
      if (sum === undefined) sums.set(from, { from, to, count });
      else sum.count += count;
    }
  }

  return [...sums.values()].toSorted((one, other) => one.from - other.from);
}
