import type { RunRecord } from '../record/run-record.ts';
import type { SlotSeries } from '../schedule/slot-offset.ts';
import type { DatedRollup, JobsPorts } from './job-ports.ts';
import type { LookWindow } from './look-window.ts';
import { mergeRollups, rollUp } from './rollup.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/**
 * Rolls up the whole hours of a window from their records, and the days that they are of from their
 * hours. Writes only what differs from what is stored: looking again costs next to nothing, and a
 * record that came late is counted.
 */
export async function rollUpSeries(
  series: SlotSeries,
  subject: { readonly records: readonly RunRecord[]; readonly window: LookWindow },
  ports: Pick<JobsPorts, 'rollups' | 'histograms'>,
): Promise<void> {
  const { fromMs, toMs } = subject.window;
  const firstDayMs = Math.floor(fromMs / DAY_MS) * DAY_MS;
  const range = { since: iso(firstDayMs), until: iso(toMs) };
  const stored = await ports.rollups.queryRollups(series, 'hour', range);
  const fresh = hoursOf(subject.records, ports);
  const changed = fresh.filter((hour) => !stored.some((each) => isSame(each, hour)));
  for (const hour of changed) await ports.rollups.putRollup(series, 'hour', hour);

  const hours = [...new Map([...stored, ...fresh].map((each) => [each.startsAt, each])).values()];
  for (const dayMs of new Set(changed.map(({ startsAt }) => dayOf(startsAt)))) {
    const ofDay = hours.filter(({ startsAt }) => dayOf(startsAt) === dayMs);
    const rollup = mergeRollups(
      ofDay.map((hour) => hour.rollup),
      ports.histograms,
    );
    if (rollup === null) continue;
    await ports.rollups.putRollup(series, 'day', { startsAt: iso(dayMs), rollup });
  }
}

function hoursOf(
  records: readonly RunRecord[],
  { histograms }: Pick<JobsPorts, 'histograms'>,
): readonly DatedRollup[] {
  const byHour = new Map<number, RunRecord[]>();
  for (const record of records) {
    if (record.scheduledAt === null) continue;
    const hourMs = hourOf(record.scheduledAt);
    byHour.set(hourMs, [...(byHour.get(hourMs) ?? []), record]);
  }

  return [...byHour].flatMap(([hourMs, ofHour]) => {
    const rollup = rollUp(ofHour, histograms);
    return rollup === null ? [] : [{ startsAt: iso(hourMs), rollup }];
  });
}

function isSame(one: DatedRollup, other: DatedRollup): boolean {
  return JSON.stringify(ordered(one)) === JSON.stringify(ordered(other));
}

/** Stores keep no order of names. */
function ordered({ startsAt, rollup }: DatedRollup): readonly unknown[] {
  const { schema, counts, flaky, duration } = rollup;

  return [
    startsAt,
    schema,
    [counts.passed, counts.failed, counts.errored, counts.skipped, counts.missing],
    flaky,
    duration && [duration.n, duration.sumMs, duration.minMs, duration.maxMs, duration.histogram],
  ];
}

function hourOf(instant: string): number {
  return Math.floor(Date.parse(instant) / HOUR_MS) * HOUR_MS;
}

function dayOf(instant: string): number {
  return Math.floor(Date.parse(instant) / DAY_MS) * DAY_MS;
}

function iso(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
