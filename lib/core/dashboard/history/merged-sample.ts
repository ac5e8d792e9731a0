import type { Bucket, HistogramCodec, MetricRollup } from '../../rollup/rollup.ts';
import { quantileOf, type QuantileEstimate } from '../../stats/quantile.ts';
import type { BinnedSample } from '../../stats/ranked-sample.ts';
import type { InsufficientData } from '../../stats/series.ts';

/** Answers about several rollups together, with the rollups that they are about. */
interface Known {
  readonly rollups: readonly MetricRollup[];
  readonly codec: HistogramCodec;
  readonly sample: BinnedSample;
  readonly quantiles: Map<number, QuantileEstimate | InsufficientData>;
}

/** Of rollups that begin with the same one, so many answers are kept: of so many ranges and grids. */
const MAX_KNOWN = 4;
/** Rollups that are added up at once. */
const STRETCH = 32;

/**
 * What is known, by the first rollup: a rollup never changes, so neither does what is made of it, and
 * what nobody holds any more is forgotten with it. Reading a histogram takes as long as ten numbers
 * of a page.
 */
const KNOWN = new WeakMap<MetricRollup, Known[]>();

/** A quantile of all values that rollups were made of, from their merged histograms. */
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

/** How many values rollups have, with those that a time-out cut off; and how many of these. */
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
 * The values of all. Many rollups are added up in stretches, which are kept: when the newest hour
 * changes, little of a year has to be added up again.
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
  const length = rollups.length > STRETCH ? STRETCH : 1;
  const samples = stretchesOf(rollups, length).map((each) => knownOf(each, codec).sample);

  return {
    timed: addUp(samples.map(({ timed }) => timed)),
    censored: addUp(samples.map(({ censored }) => censored)),
  };
}

function stretchesOf<T>(all: readonly T[], length: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / length) }, (_, index) =>
    all.slice(index * length, (index + 1) * length),
  );
}

/** Histograms have the same bounds everywhere: equal ones add up. */
function addUp(lists: readonly (readonly Bucket[])[]): readonly Bucket[] {
  const filled = lists.filter((each) => each.length > 0);
  const [only] = filled;
  if (filled.length < 2) return only ?? [];
  const sums = new Map<number, { from: number; to: number; count: number }>();
  for (const each of filled) {
    for (const { from, to, count } of each) {
      const sum = sums.get(from);
      // Added to in place: a new object for each of some thousand buckets took half of the time.
      if (sum === undefined) sums.set(from, { from, to, count });
      else sum.count += count;
    }
  }

  return [...sums.values()].toSorted((one, other) => one.from - other.from);
}
