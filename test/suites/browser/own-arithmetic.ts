import type { Outcome } from '../../../lib/core/record/outcome.ts';
import type { RunRecord, VitalName } from '../../../lib/core/record/run-record.ts';

/** The instant that a run is stored under: its slot, otherwise its start. */
export function filedAtMs({ scheduledAt, startedAt }: RunRecord): number {
  return Date.parse(scheduledAt ?? startedAt);
}

/** Runs from `fromMs` to before `toMs`. */
export function within(
  runs: readonly RunRecord[],
  fromMs: number,
  toMs: number,
): readonly RunRecord[] {
  return runs.filter((run) => filedAtMs(run) >= fromMs && filedAtMs(run) < toMs);
}

/** Runs by outcome. */
export function tally(runs: readonly RunRecord[]): Readonly<Record<Outcome, number>> {
  const counts = { passed: 0, failed: 0, errored: 0, skipped: 0, missing: 0 };
  for (const { outcome } of runs) counts[outcome] += 1;

  return counts;
}

/** Exact quantile of values: Hyndman and Fan's type 8. */
export function exactQuantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  const rank = (sorted.length + 1 / 3) * q + 1 / 3;
  const low = Math.min(sorted.length, Math.max(1, Math.floor(rank)));
  const high = Math.min(sorted.length, low + 1);
  const [below, above] = [sorted[low - 1] ?? Number.NaN, sorted[high - 1] ?? Number.NaN];

  return below + (above - below) * Math.min(1, Math.max(0, rank - low));
}

/** Timed runs: those that passed with the instrument in order. */
export function timed(runs: readonly RunRecord[]): readonly RunRecord[] {
  return runs.filter(({ outcome, instrument }) => {
    return outcome === 'passed' && instrument.off.every((reason) => reason === 'traced');
  });
}

/** Durations of the timed runs. */
export function timedDurations(runs: readonly RunRecord[]): readonly number[] {
  return timed(runs).map(({ durationMs }) => durationMs);
}

/** Runs that timed out; their duration is a lower bound. */
export function timedOut(runs: readonly RunRecord[]): readonly RunRecord[] {
  return runs.filter(({ outcome, cause }) => outcome === 'failed' && cause?.endsWith('.timeout'));
}

/** A vital of each timed run that has it. */
export function vitalValues(runs: readonly RunRecord[], vital: VitalName): readonly number[] {
  return timed(runs).flatMap(({ vitals }) => vitals?.[vital]?.value ?? []);
}

/** Reads a printed duration, `1.24 s` or `124 ms`, in milliseconds. */
export function readDuration(text: string): number {
  const parts = /^([\d.,]+) (ms|s)$/.exec(text.trim());
  if (parts === null) throw new Error(`"${text}" is no duration`);

  return Number(parts[1]?.replaceAll(',', '')) * (parts[2] === 's' ? 1_000 : 1);
}
