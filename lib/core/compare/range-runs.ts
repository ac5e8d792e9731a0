import type { RunStore } from '../ports.ts';
import type { RunRecord } from '../record/run-record.ts';
import type { SlotSeries } from '../record/slot-series.ts';
import type { RollupRange } from '../rollup/rollup.ts';
import { DAY_MS } from '../base/time.ts';

/** The newest runs of a range, and whether older ones were left out. */
export interface RangeRuns {
  /** Oldest first. */
  readonly runs: readonly RunRecord[];
  /** There are more than were asked for: these are the newest. */
  readonly isCut: boolean;
}

/**
 * The runs of a series' slots in a range, at most so many of the newest. Read day by day, the last
 * first, so that no more is held in memory than wanted.
 */
export async function rangeRuns(
  series: SlotSeries & RollupRange,
  store: Pick<RunStore, 'queryRuns'>,
  most = Infinity,
): Promise<RangeRuns> {
  const { journey, region, since, until } = series;
  const sinceMs = Date.parse(since);
  const found: RunRecord[] = [];
  for (let toMs = Date.parse(until); toMs > sinceMs && found.length <= most; toMs -= DAY_MS) {
    const day = await store.queryRuns({
      journey,
      region,
      since: new Date(Math.max(sinceMs, toMs - DAY_MS)).toISOString(),
      until: new Date(toMs).toISOString(),
    });
    found.push(...day.filter(({ onDemand }) => !onDemand).map(comparable));
  }

  return { runs: found.slice(0, most).toReversed(), isCut: found.length > most };
}

/** Without what no metric is made of: console and log are the most of some records. */
function comparable(record: RunRecord): RunRecord {
  return { ...record, console: [], log: [], pageErrors: [], evidence: [] };
}
