import type { RunStore } from '../ports.ts';
import type { RunRecord } from '../record/run-record.ts';
import { mapBounded } from '../base/map-bounded.ts';
import type { RollUpPorts } from '../rollup/merge.ts';
import { rollUpSeries } from '../rollup/roll-up-series.ts';
import { slotsBetween } from '../schedule/slots.ts';
import { type HistoryFrame, type RunGenerator, runGenerator } from './generate-run.ts';
import type { ScenarioName } from './scenarios.ts';
import { DAY_MS, type TimeRange } from '../base/time.ts';

/** Journey, region, scenario and range of the history to write. */
export interface BackfillSubject extends HistoryFrame {
  readonly scenario: ScenarioName;
  /** Older records would have expired, so only their rollups are written. */
  readonly recordsFromMs: number;
}

/** The stores that a history is written to: those of runs and rollups. */
export interface BackfillPorts extends RollUpPorts {
  readonly runs: Pick<RunStore, 'putRun'>;
}

/** Numbers of runs and stored records of one written day. */
interface DayWritten {
  readonly runs: number;
  /** Runs that were stored as records. */
  readonly records: number;
}

const PUTS_AT_ONCE = 10;

/**
 * Writes the history of one series, a day at a time, the oldest first: records as the platform stores
 * them, rollups as the hourly job makes them. Generates the next day while one is written. Calls
 * `onDay` after each day; rejects when the store does.
 */
export async function backfillSeries(
  subject: BackfillSubject,
  ports: BackfillPorts,
  onDay: (day: DayWritten) => void,
): Promise<void> {
  const generator = runGenerator(subject.scenario, subject);
  let writing: Promise<void> | null = null;
  for (const window of daysOf(subject)) {
    const records = recordsOf(subject, window, generator);
    await writing;
    writing = writeDay({ subject, records, window }, ports, onDay);
  }
  await writing;
}

/** Number of slots in the range of a history. */
export function countSlots({ plan, region, fromMs, toMs }: HistoryFrame): number {
  return slotsBetween(plan.schedule, { journey: plan.name, region }, { fromMs, toMs }).length;
}

function daysOf({ fromMs, toMs }: TimeRange): readonly TimeRange[] {
  const firstMs = Math.floor(fromMs / DAY_MS) * DAY_MS;
  const count = Math.ceil((toMs - firstMs) / DAY_MS);

  return Array.from({ length: count }, (_, day) => ({
    fromMs: Math.max(fromMs, firstMs + day * DAY_MS),
    toMs: Math.min(toMs, firstMs + (day + 1) * DAY_MS),
  }));
}

function recordsOf(
  { plan, region }: BackfillSubject,
  window: TimeRange,
  generator: RunGenerator,
): readonly RunRecord[] {
  const slots = slotsBetween(plan.schedule, { journey: plan.name, region }, window);

  return slots.map((slotMs) => generator.run(slotMs));
}

async function writeDay(
  day: {
    readonly subject: BackfillSubject;
    readonly records: readonly RunRecord[];
    readonly window: TimeRange;
  },
  ports: BackfillPorts,
  onDay: (day: DayWritten) => void,
): Promise<void> {
  const { records, window } = day;
  const { plan, region, recordsFromMs } = day.subject;
  const kept = window.toMs > recordsFromMs ? records.filter(isKept) : [];
  await mapBounded(kept, PUTS_AT_ONCE, async (record) => ports.runs.putRun(record));
  const extraMetrics = plan.budgets.map(({ metric }) => metric);
  await rollUpSeries({ journey: plan.name, region }, { records, window, extraMetrics }, ports);
  onDay({ runs: records.length, records: kept.length });

  function isKept({ scheduledAt }: RunRecord): boolean {
    return scheduledAt !== null && Date.parse(scheduledAt) >= recordsFromMs;
  }
}
