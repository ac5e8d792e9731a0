import { hdrHistograms } from '../../../lib/adapters/histogram/hdr-histogram.ts';
import { backfillSeries, countSlots } from '../../../lib/core/backfill/backfill-series.ts';
import { runGenerator } from '../../../lib/core/backfill/generate-run.ts';
import type { RunRecord } from '../../../lib/core/record/run-record.ts';
import { memoryRollupStore } from '../../fakes/memory-rollup-store.ts';
import { memoryRunStore } from '../../fakes/memory-run-store.ts';
import { planOf } from '../alarms/journey-plan.ts';
import { DAY_MS, HOUR_MS } from '../../../lib/core/base/time.ts';

const FROM_MS = Date.UTC(2026, 9, 1);
const TO_MS = FROM_MS + 2 * DAY_MS + 5 * HOUR_MS;
const SERIES = { journey: 'checkout', region: 'eu-west-1' };
const SUBJECT = {
  plan: planOf({ kind: 'api', schedule: { kind: 'rate', everyMinutes: 20 }, budgets: [] }),
  region: 'eu-west-1',
  fromMs: FROM_MS,
  toMs: TO_MS,
  stage: 'dev',
  seed: 4,
  scenario: 'drift',
  recordsFromMs: FROM_MS + DAY_MS + 6 * HOUR_MS,
} as const;
const RANGE = { since: iso(FROM_MS), until: iso(TO_MS) };

async function written() {
  const runs = memoryRunStore();
  const rollups = memoryRollupStore();
  const days: { readonly runs: number; readonly records: number }[] = [];
  await backfillSeries(SUBJECT, { runs, rollups, histograms: hdrHistograms() }, (day) =>
    days.push(day),
  );

  return { runs, rollups, days };
}

describe('backfillSeries()', () => {
  it('backfillSeries() rolls up every hour and every whole day of the time', async () => {
    const { rollups, days } = await written();

    const hours = await rollups.slots(SERIES, 'hour', RANGE);
    const wholeDays = await rollups.slots(SERIES, 'day', RANGE);
    expect(hours.map(({ startsAt }) => startsAt)).toEqual(
      Array.from({ length: 53 }, (_, hour) => iso(FROM_MS + hour * HOUR_MS)),
    );
    expect(wholeDays.map(({ startsAt }) => startsAt)).toEqual([
      iso(FROM_MS),
      iso(FROM_MS + DAY_MS),
    ]);
    const slots = hours.map(({ rollup: { counts } }) => sum(Object.values(counts)));
    expect(new Set(slots)).toEqual(new Set([3]));
    expect(sum(days.map((day) => day.runs))).toBe(countSlots(SUBJECT));
  });

  it('backfillSeries() keeps the records that had not expired, and no other', async () => {
    const { runs, days } = await written();

    const kept = await runs.queryRuns({ ...SERIES, order: 'oldest-first' });
    const [first] = kept;
    expect(Date.parse(first?.scheduledAt ?? '')).toBeGreaterThanOrEqual(SUBJECT.recordsFromMs);
    expect(kept).toHaveLength(23 * 3);
    expect(sum(days.map((day) => day.records))).toBe(kept.length);
  });

  it('backfillSeries() writes what runGenerator() makes of each slot', async () => {
    const { runs, rollups } = await written();

    const kept = await runs.queryRuns(SERIES);
    const generator = runGenerator('drift', SUBJECT);
    expect(kept).toEqual(kept.map((run) => generator.run(slotOf(run))));
    const [hour] = await rollups.metric({ ...SERIES, metric: 'duration' }, 'hour', {
      since: iso(TO_MS - HOUR_MS),
      until: iso(TO_MS),
    });
    const passed = kept.filter((run) => slotOf(run) >= TO_MS - HOUR_MS && run.outcome === 'passed');
    expect(hour?.rollup.n).toBe(passed.length);
    expect(hour?.rollup.sum).toBeCloseTo(sum(passed.map((run) => run.durationMs)), 6);
  });
});

function slotOf({ scheduledAt }: RunRecord): number {
  return Date.parse(scheduledAt ?? '');
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function iso(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
