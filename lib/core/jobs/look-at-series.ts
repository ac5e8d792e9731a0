import type { JourneyPlan } from '../journey/plan.ts';
import type { RunRecord } from '../record/run-record.ts';
import { rollUpSeries } from '../rollup/roll-up-series.ts';
import { findGaps } from './gaps.ts';
import type { JobsPorts } from './job-ports.ts';
import type { LookFrame, LookWindow } from './look-window.ts';
import { missingRecord } from './missing-record.ts';
import type { Watch } from './watch.ts';
import { DAY_MS } from '../base/time.ts';

/** What a look at a series is about. */
export interface SeriesLook {
  readonly stage: string;
  /** Undefined: the journey is gone. */
  readonly plan: JourneyPlan | undefined;
  readonly look: LookFrame;
  readonly window: LookWindow;
}

/**
 * Rolls up the hours and days of a series in a window, with slots that ought to have a record and
 * have none as `missing`; returns the records of those, which are not stored yet. Reads a day at a
 * time: the records of a week of many series at once would not fit into memory.
 */
export async function lookAtSeries(
  watch: Watch,
  { stage, plan, look, window }: SeriesLook,
  ports: Pick<JobsPorts, 'runs' | 'rollups' | 'histograms'>,
): Promise<readonly RunRecord[]> {
  const extraMetrics = plan?.budgets.map(({ metric }) => metric) ?? [];
  const found: RunRecord[] = [];
  let hasBegun = false;
  for (const stretch of daysOf(window)) {
    const records = await ports.runs.queryRuns({
      journey: watch.journey,
      region: watch.region,
      since: new Date(stretch.fromMs).toISOString(),
      until: new Date(stretch.toMs).toISOString(),
      order: 'oldest-first',
    });
    const gaps = findGaps(watch, { records, window: stretch, hasBegun }, look);
    const frame = { stage, kind: plan?.kind ?? 'api', foundMs: window.toMs };
    const missing = gaps.missing.map((slotMs) => missingRecord(watch, slotMs, frame));
    const subject = { records: [...records, ...missing], window: stretch, extraMetrics };
    await rollUpSeries(watch, subject, ports);
    found.push(...missing);
    ({ hasBegun } = gaps);
  }

  return found;
}

/** A window cut at each midnight in UTC. */
function daysOf({ fromMs, dueMs, toMs }: LookWindow): readonly LookWindow[] {
  const days: LookWindow[] = [];
  for (let startMs = fromMs; startMs < toMs;) {
    const endMs = Math.min(toMs, (Math.floor(startMs / DAY_MS) + 1) * DAY_MS);
    days.push({ fromMs: startMs, dueMs: Math.min(dueMs, endMs), toMs: endMs });
    startMs = endMs;
  }

  return days;
}
