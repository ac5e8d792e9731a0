import { EVERYTHING, NOON_MS, SERIES, slotRecord, slots, world } from '../../support/jobs-world.ts';
import { lateDayOf } from '../../../lib/core/jobs/late-days.ts';
import { HOUR_MS } from '../../../lib/core/base/time.ts';

describe('rollups of runHourlyJobs()', () => {
  it('runHourlyJobs() lets a record that comes later take the place of missing, and counts it', async () => {
    const { at, ports, missing } = world();
    await at(NOON_MS);
    const nowMs = NOON_MS + 3 * HOUR_MS;
    await at(nowMs);
    const [lost = 0] = await missing();
    const before = await ports.rollups.slots(SERIES, 'hour', EVERYTHING);

    await ports.runs.putRun(slotRecord(lost));
    await at(nowMs);

    const after = await ports.rollups.slots(SERIES, 'hour', EVERYTHING);
    expect(before[0]?.rollup.counts).toMatchObject({ passed: 0, missing: 4 });
    expect(after[0]?.rollup.counts).toMatchObject({ passed: 1, missing: 3 });
  });

  it('runHourlyJobs() rolls up hours and days that are over, and writes nothing when nothing changed', async () => {
    const { at, record, ports } = world();
    await at(NOON_MS);
    const nowMs = NOON_MS + 14 * HOUR_MS;
    await record(NOON_MS + 9 * HOUR_MS, nowMs);
    await at(nowMs);
    const puts = ports.rollups.puts;
    await at(nowMs);

    expect(ports.rollups.puts).toBe(puts);
    const hours = await ports.rollups.slots(SERIES, 'hour', EVERYTHING);
    const days = await ports.rollups.slots(SERIES, 'day', EVERYTHING);
    const passed = hours.map(({ rollup }) => rollup.counts.passed);
    expect(passed).toEqual([0, 0, 0, 0, 0, 0, 0, 6, 6, 6, 6, 6]);
    expect(days.map(({ startsAt, rollup }) => [startsAt, rollup.counts.passed])).toEqual([
      ['2026-11-22T00:00:00.000Z', 18],
    ]);
  });

  it('runHourlyJobs() corrects a day whose records came days later', async () => {
    const { at, record, ports } = world();
    await at(NOON_MS);
    await record(NOON_MS + HOUR_MS, NOON_MS + 3 * HOUR_MS);
    await at(NOON_MS + 9 * HOUR_MS);
    await at(NOON_MS + 60 * HOUR_MS);
    const delayed = slots(NOON_MS + 4 * HOUR_MS, NOON_MS + 6 * HOUR_MS).map((slot) =>
      slotRecord(slot),
    );
    const before = await dayCounts(ports);

    for (const each of delayed) {
      await ports.runs.putRun(each);
      const late = lateDayOf(each, NOON_MS + 61 * HOUR_MS);
      if (late !== null) await ports.watches.noteLate(late);
    }
    await at(NOON_MS + 61 * HOUR_MS);

    const after = await dayCounts(ports);
    expect(before).toEqual({ passed: 12, missing: 54 });
    expect(after).toEqual({ passed: 24, missing: 42 });
    expect(await ports.watches.lateDays()).toEqual([]);
  });

  it('runHourlyJobs() leaves the rollups of a day alone whose records are being deleted', async () => {
    const { at, record, ports } = world();
    await at(NOON_MS);
    await record(NOON_MS + HOUR_MS, NOON_MS + 3 * HOUR_MS);
    await at(NOON_MS + 20 * HOUR_MS);
    const before = await dayCounts(ports);

    const nowMs = NOON_MS + 35 * 24 * HOUR_MS;
    const late = lateDayOf(slotRecord(NOON_MS + 5 * HOUR_MS), nowMs);
    if (late !== null) await ports.watches.noteLate(late);
    await at(nowMs);

    expect(await dayCounts(ports)).toEqual(before);
    expect(await ports.watches.lateDays()).toEqual([]);
  });

  it('runHourlyJobs() scans again from a given instant', async () => {
    const { at, record, ports } = world();
    await at(NOON_MS);
    await record(NOON_MS + 4 * HOUR_MS, NOON_MS + 9 * HOUR_MS);
    await at(NOON_MS + 9 * HOUR_MS);
    const late = slots(NOON_MS + HOUR_MS, NOON_MS + 2 * HOUR_MS)[0] ?? 0;
    await ports.runs.putRun(slotRecord(late));
    await at(NOON_MS + 9 * HOUR_MS);
    const before = await ports.rollups.slots(SERIES, 'hour', EVERYTHING);

    await at(NOON_MS + 9 * HOUR_MS, { sinceMs: NOON_MS });

    const after = await ports.rollups.slots(SERIES, 'hour', EVERYTHING);
    expect(before.map(({ startsAt }) => startsAt)).not.toContain('2026-11-22T13:00:00.000Z');
    expect(
      after.find(({ startsAt }) => startsAt === '2026-11-22T13:00:00.000Z')?.rollup.counts.passed,
    ).toBe(1);
  });
});

/** Of the first day. */
async function dayCounts({ rollups }: Pick<ReturnType<typeof world>['ports'], 'rollups'>) {
  const [day] = await rollups.slots(SERIES, 'day', EVERYTHING);
  const { passed, missing } = day?.rollup.counts ?? {};

  return { passed, missing };
}
