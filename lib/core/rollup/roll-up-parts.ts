import type { RunRecord } from '../record/run-record.ts';
import type { PartsRollup, TimePart } from './rollup.ts';
import { partKey, timePartsOf } from './time-parts.ts';

/** Parts that are kept apart; the others become {@link REST_PART}. */
const MAX_PARTS = 100;

/**
 * Parts are added up in whole nanoseconds: sums are exact, in whatever order, for a day of any
 * journey stays below 2^53 of them (104 days).
 */
const PER_MS = 1_000_000;

/** The time of all parts that were too small to be kept apart, so that sums stay whole. */
export const REST_PART: TimePart = { step: '(other)', host: '(other)', phase: 'own' };

/** Whether a part is {@link REST_PART}. */
export function isRestPart({ step, host, phase }: TimePart): boolean {
  return step === REST_PART.step && host === REST_PART.host && phase === REST_PART.phase;
}

/** Where the time of timed runs went. */
export function rollUpParts(records: readonly RunRecord[]): PartsRollup {
  const sums: Sums = new Map();
  // Without a list of them all: a week of a browser journey has half a million.
  for (const record of records) for (const part of timePartsOf(record)) add(sums, part, part.ms);

  return { kind: 'parts', n: records.length, parts: ranked(sums) };
}

/** Adds up what several hours' time went to. Null for none. */
export function mergeParts(rollups: readonly PartsRollup[]): PartsRollup | null {
  if (rollups.length === 0) return null;
  const sums: Sums = new Map();
  for (const { parts } of rollups) for (const part of parts) add(sums, part, part.sumMs);

  return {
    kind: 'parts',
    n: rollups.reduce((sum, { n }) => sum + n, 0),
    parts: ranked(sums),
  };
}

/** By what tells parts apart. */
type Sums = Map<string, { readonly part: TimePart; whole: number }>;

function add(sums: Sums, { step, host, phase }: TimePart, ms: number): void {
  const key = partKey({ step, host, phase });
  const whole = Math.round(ms * PER_MS);
  const sum = sums.get(key);
  if (sum === undefined) sums.set(key, { part: { step, host, phase }, whole });
  else sum.whole += whole;
}

/** One of each kind, the most time first, and the rest behind. */
function ranked(sums: Sums): PartsRollup['parts'] {
  const apart = [...sums]
    .filter(([, { part }]) => !isRestPart(part))
    .toSorted(([one, a], [other, b]) => b.whole - a.whole || (one < other ? -1 : 1))
    .map(([, sum]) => sum);
  const rest = [...sums.values()].filter(({ part }) => isRestPart(part));
  const small = [...apart.slice(MAX_PARTS), ...rest];
  const restWhole = small.reduce((sum, { whole }) => sum + whole, 0);
  const kept = [
    ...apart.slice(0, MAX_PARTS),
    ...(small.length === 0 ? [] : [{ part: REST_PART, whole: restWhole }]),
  ];

  return kept.map(({ part, whole }) => ({ ...part, sumMs: whole / PER_MS }));
}
