import { seriesId } from '../record/slot-series.ts';
import type { RunRecord } from '../record/run-record.ts';
import type { ComparedRecords } from './compare-runs.ts';
import type { Sides } from './compared-runs.ts';

/** Each journey and region that either side has runs of, with those of both. */
export function pairRecords({ a, b }: Sides<readonly RunRecord[]>): readonly ComparedRecords[] {
  const names = new Map(
    [...a, ...b].map(({ journey, region }) => [seriesId({ journey, region }), { journey, region }]),
  );

  return [...names.values()].map(({ journey, region }) => {
    const [ofA, ofB] = [a, b].map((runs) =>
      runs.filter((run) => run.journey === journey && run.region === region),
    );
    return { journey, region, records: { a: ofA ?? [], b: ofB ?? [] } };
  });
}

/** Why sides cannot be compared, where a run is on both; null: none is. */
export function sharedRunsProblem({ a, b }: Sides<readonly RunRecord[]>): string | null {
  const ids = new Set(a.map(({ runId }) => runId));
  const shared = b.filter(({ runId }) => ids.has(runId)).length;
  if (shared === 0) return null;

  return `Cannot compare: ${shared === 1 ? 'a run is' : `${shared} runs are`} on both sides; expected ranges or runs that do not overlap`;
}
