import { catchUp } from '../../../lib/core/jobs/catch-up.ts';
import { LOCAL_SCAN } from '../../../lib/core/jobs/gaps.ts';
import { describeCatchUp } from '../../../lib/report/format/describe-catch-up.ts';
import { NOON_MS, plan, SERIES, slots, world } from '../../support/jobs-world.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../lib/core/base/time.ts';

/** A machine that ran for three hours from noon, and starts again at `nowMs`. */
async function backAfter(nowMs: number) {
  const away = world({ scan: LOCAL_SCAN });
  await away.at(NOON_MS);
  await away.record(NOON_MS, NOON_MS + 3 * HOUR_MS);
  await away.at(NOON_MS + 3 * HOUR_MS);
  const frame = { stage: 'dev', journeys: [plan()], scan: LOCAL_SCAN, retentionDays: 35 };
  const passes: number[] = [];
  let stored = 0;
  const ports = {
    ...away.ports,
    clock: { epochMs: () => nowMs },
    runs: {
      ...away.ports.runs,
      putRun: async (record: Parameters<typeof away.ports.runs.putRun>[0]) => {
        stored += 1;
        return await away.ports.runs.putRun(record);
      },
    },
    watches: {
      ...away.ports.watches,
      putLastScan: async (to: string) => {
        passes.push(stored);
        await away.ports.watches.putLastScan(to);
      },
    },
  };

  return { ...away, frame, ports, passes };
}

test('catchUp() accounts for every slot after a machine was off for nearly seven days', async () => {
  const nowMs = NOON_MS + 3 * HOUR_MS + 6 * DAY_MS + 23 * HOUR_MS;
  const { frame, ports, missing, passes } = await backAfter(nowMs);

  const report = await catchUp(frame, ports);

  const expected = slots(NOON_MS + 3 * HOUR_MS, nowMs - 20 * MINUTE_MS);
  expect(await missing()).toEqual(expected);
  expect(report).toMatchObject({ missing: expected.length, uncovered: null, errors: [] });
  expect(passes.length).toBeGreaterThan(3);
  const runs = await ports.runs.queryRuns({ ...SERIES, limit: 1 });
  expect(runs[0]?.error?.message).toContain(`arrived by ${new Date(nowMs).toISOString()}`);
});

test('catchUp() keeps what its passes have stored, and continues there', async () => {
  const nowMs = NOON_MS + 3 * HOUR_MS + 5 * DAY_MS;
  const { frame, ports, missing } = await backAfter(nowMs);
  let left = 200;
  const failing = {
    ...ports,
    runs: {
      ...ports.runs,
      putRun: async (record: Parameters<typeof ports.runs.putRun>[0]) => {
        left -= 1;
        if (left < 0) throw new Error('the store is away');
        return await ports.runs.putRun(record);
      },
    },
  };

  const interrupted = await catchUp(frame, failing);
  const afterwards = await missing();
  await catchUp(frame, ports);

  expect(interrupted.errors[0]?.message).toBe('the store is away');
  expect(afterwards).toHaveLength(200);
  expect(await missing()).toEqual(slots(NOON_MS + 3 * HOUR_MS, nowMs - 20 * MINUTE_MS));
});

test('catchUp() reports the time that is too far back to be made up for', async () => {
  const nowMs = NOON_MS + 3 * HOUR_MS + 11 * DAY_MS;
  const { frame, ports, missing } = await backAfter(nowMs);

  const report = await catchUp(frame, ports);

  const fromMs = NOON_MS + 3 * HOUR_MS + 4 * DAY_MS;
  expect((await missing())[0]).toBe(slots(fromMs, nowMs)[0]);
  expect(describeCatchUp(report)).toEqual([
    '1,006 expected runs without a record between 2026-11-26 15:00 and 2026-12-03 14:40 UTC: recorded as missing',
    'nothing ran here for longer than is made up for: runs that were expected from 2026-11-22 14:40 to 2026-11-26 15:00 UTC (4 d 00 h) have no record',
  ]);
});

test('catchUp() of a machine that was not off finds nothing, and says nothing', async () => {
  const nowMs = NOON_MS + 4 * HOUR_MS;
  const { frame, ports, record } = await backAfter(nowMs);
  await record(NOON_MS + 3 * HOUR_MS, nowMs);

  const report = await catchUp(frame, ports);

  expect(describeCatchUp(report)).toEqual([]);
});

test('catchUp() knows nothing about the time before a scan that was made by a clock that was ahead', async () => {
  const offMs = NOON_MS + 3 * HOUR_MS;
  const nowMs = offMs + 20 * HOUR_MS;
  const { frame, ports, missing } = await backAfter(nowMs);
  await ports.watches.putLastScan(new Date(nowMs + DAY_MS).toISOString());

  await catchUp(frame, ports);

  expect(await missing()).toEqual(slots(offMs, nowMs - 20 * MINUTE_MS));
});

test('catchUp() watches a journey from now on that it saw with a clock that was ahead', async () => {
  const nowMs = NOON_MS + 4 * HOUR_MS;
  const { frame, ports, missing } = await backAfter(nowMs);
  const [watch] = await ports.watches.listWatches();
  if (watch === undefined) throw new Error('nothing is watched');
  await ports.watches.putWatch({ ...watch, seenAt: new Date(nowMs + DAY_MS).toISOString() });

  await catchUp(frame, ports);
  const laterMs = nowMs + 2 * HOUR_MS;
  await catchUp(frame, { ...ports, clock: { epochMs: () => laterMs } });

  expect(await missing()).toEqual(slots(nowMs, laterMs - 20 * MINUTE_MS));
});
