import { isoRange } from '../base/time.ts';
import type { JourneyPlan } from '../journey/plan.ts';
import type { JourneyKind, RunRecord } from '../record/run-record.ts';
import { synthesisedRecord } from '../recorder/synthesised-record.ts';
import { rollUpSeries } from '../rollup/roll-up-series.ts';
import { describeSchedule } from '../schedule/describe-schedule.ts';
import { daysOf, findGaps, type ScanSettings, type ScanWindow } from './gaps.ts';
import type { JobsPorts } from './job-ports.ts';
import type { Watch } from './watch.ts';

interface SeriesScan {
  readonly stage: string;
  /** Undefined: the journey was removed. */
  readonly plan: JourneyPlan | undefined;
  readonly settings: ScanSettings;
  readonly window: ScanWindow;
}

/**
 * Rolls up the hours and days of a series in a window, with `missing` records for the slots that
 * should have a record and have none; returns those records, which are not stored yet. Reads one day
 * at a time: the records of a week of many series would not fit into memory.
 */
export async function scanSeries(
  watch: Watch,
  { stage, plan, settings, window }: SeriesScan,
  ports: Pick<JobsPorts, 'runs' | 'rollups' | 'histograms'>,
): Promise<readonly RunRecord[]> {
  const extraMetrics = plan?.budgets.map(({ metric }) => metric) ?? [];
  const found: RunRecord[] = [];
  let hasBegun = false;
  for (const day of daysOf(window)) {
    const records = await ports.runs.queryRuns({
      journey: watch.journey,
      region: watch.region,
      ...isoRange(day),
      order: 'oldest-first',
    });
    const gaps = findGaps(watch, { records, window: day, hasBegun }, settings);
    const frame = { stage, kind: plan?.kind ?? 'api', foundMs: window.nowMs };
    const missing = gaps.missing.map((slotMs) => missingRecord(watch, slotMs, frame));
    const subject = { records: [...records, ...missing], window: day, extraMetrics };
    await rollUpSeries(watch, subject, ports);
    found.push(...missing);
    ({ hasBegun } = gaps);
  }

  return found;
}

interface MissingFrame {
  readonly stage: string;
  readonly kind: JourneyKind;
  /** When the gap was found, in milliseconds since 1970. */
  readonly foundMs: number;
}

function missingRecord(watch: Watch, slotMs: number, frame: MissingFrame): RunRecord {
  const { journey, region, schedule } = watch;
  const scheduledAt = new Date(slotMs).toISOString();
  const lost = {
    event: { journey },
    slot: { scheduledAt, guessed: false },
    kind: frame.kind,
    cause: 'monitor.undelivered',
    message: `No record of this slot arrived by ${new Date(frame.foundMs).toISOString()}, neither of a run nor of a lost one; expected one, because "${journey}" is scheduled in ${region} ${describeSchedule(schedule)}`,
    reportedAtMs: frame.foundMs,
    requestId: '',
  } as const;

  return {
    ...synthesisedRecord(lost, { stage: frame.stage, region }),
    outcome: 'missing',
  };
}
