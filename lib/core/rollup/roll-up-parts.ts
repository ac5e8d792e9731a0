import type { RunRecord } from '../record/run-record.ts';
import type { PartsRollup, TimePart } from './rollup.ts';
import { timePartsOf } from './time-parts.ts';

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
  const parts = records.flatMap((record) =>
    timePartsOf(record).map(({ ms, ...part }) => ({ ...part, sumMs: ms })),
  );

  return { kind: 'parts', n: records.length, parts: summed(parts) };
}

/** Adds up what several hours' time went to. Null for none. */
export function mergeParts(rollups: readonly PartsRollup[]): PartsRollup | null {
  if (rollups.length === 0) return null;

  return {
    kind: 'parts',
    n: rollups.reduce((sum, { n }) => sum + n, 0),
    parts: summed(rollups.flatMap(({ parts }) => parts)),
  };
}

type SummedPart = PartsRollup['parts'][number];

/** One of each kind, the most time first, and the rest behind. */
function summed(parts: readonly SummedPart[]): readonly SummedPart[] {
  const sums = new Map<string, { readonly part: TimePart; readonly whole: number }>();
  for (const { step, host, phase, sumMs } of parts) {
    const key = keyOf({ step, host, phase });
    const whole = (sums.get(key)?.whole ?? 0) + Math.round(sumMs * PER_MS);
    sums.set(key, { part: { step, host, phase }, whole });
  }
  const ranked = [...sums]
    .filter(([, { part }]) => !isRestPart(part))
    .toSorted(([one, a], [other, b]) => b.whole - a.whole || (one < other ? -1 : 1))
    .map(([, sum]) => sum);
  const rest = [...sums.values()].filter(({ part }) => isRestPart(part));
  const small = [...ranked.slice(MAX_PARTS), ...rest];
  const restWhole = small.reduce((sum, { whole }) => sum + whole, 0);
  const kept = [
    ...ranked.slice(0, MAX_PARTS),
    ...(small.length === 0 ? [] : [{ part: REST_PART, whole: restWhole }]),
  ];

  return kept.map(({ part, whole }) => ({ ...part, sumMs: whole / PER_MS }));
}

/** A host has no spaces; `own` time has none. Thousands of parts are added up for each hour. */
function keyOf({ step, host, phase }: TimePart): string {
  return `${phase} ${host ?? ''} ${step === null ? '' : `=${step}`}`;
}
