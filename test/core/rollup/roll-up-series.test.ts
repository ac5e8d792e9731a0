import { hdrHistograms } from '../../../lib/adapters/histogram/hdr-histogram.ts';
import type { RunRecord } from '../../../lib/core/record/run-record.ts';
import { rollUpSeries } from '../../../lib/core/rollup/roll-up-series.ts';
import type { RollupStore } from '../../../lib/core/rollup/rollup.ts';
import { memoryRollupStore } from '../../fakes/memory-rollup-store.ts';
import { requestPhases, requestRecord, stepRecord } from '../../support/record-parts.ts';
import { runRecord } from '../../support/run-records.ts';
import { DAY_MS, HOUR_MS } from '../../../lib/core/base/time.ts';

const SERIES = { journey: 'checkout', region: 'eu-west-1' };
const MIDNIGHT_MS = Date.UTC(2026, 10, 22);
const ALL = { since: '2026-01-01T00:00:00.000Z', until: '2027-01-01T00:00:00.000Z' };
const [FIRST, TODAY] = ['2026-11-22T00:00:00.000Z', '2026-11-23T00:00:00.000Z'];

describe('rollUpSeries()', () => {
  it('rollUpSeries() rolls up hours and days that are over, and no others', async () => {
    const { roll, store } = world();
    const records = hoursOf(0, 27);

    await roll(records, [MIDNIGHT_MS, MIDNIGHT_MS + 26.5 * HOUR_MS]);

    const hours = await store.metric({ ...SERIES, metric: 'step:pay' }, 'hour', ALL);
    const days = await store.metric({ ...SERIES, metric: 'step:pay' }, 'day', ALL);
    expect(hours).toHaveLength(26);
    expect(hours.at(-1)?.startsAt).toBe('2026-11-23T01:00:00.000Z');
    expect(days.map(({ startsAt, rollup }) => [startsAt, rollup.n])).toEqual([[FIRST, 48]]);
    expect((await store.parts(SERIES, 'day', ALL))[0]?.rollup.n).toBe(48);
    expect((await store.facts(SERIES, 'day', ALL))[0]?.rollup.facts['journey']).toEqual({
      a1b2c3: 48,
    });
  });

  it('rollUpSeries() makes the same of a day at once, hour by hour, and with a late record', async () => {
    const records = hoursOf(0, 24);
    const [atOnce, bit, late] = [world(), world(), world()];

    await atOnce.roll(records, [MIDNIGHT_MS, MIDNIGHT_MS + DAY_MS]);
    for (let hour = 1; hour <= 24; hour += 1) {
      const fromMs = MIDNIGHT_MS + Math.max(0, hour - 6) * HOUR_MS;
      await bit.roll(records, [fromMs, MIDNIGHT_MS + hour * HOUR_MS]);
    }
    await late.roll(records.slice(0, -3), [MIDNIGHT_MS, MIDNIGHT_MS + DAY_MS]);
    await late.roll(records, [MIDNIGHT_MS + 20 * HOUR_MS, MIDNIGHT_MS + 26 * HOUR_MS]);

    const expected = await contentsOf(atOnce.store);
    expect(expected).toHaveLength(7);
    expect(await contentsOf(bit.store)).toEqual(expected);
    expect(await contentsOf(late.store)).toEqual(expected);
  });

  it('rollUpSeries() asks and writes as little as it can', async () => {
    const { roll, store } = world();
    const records = hoursOf(0, 30);
    await roll(records, [MIDNIGHT_MS, MIDNIGHT_MS + 23 * HOUR_MS]);
    const perHour = store.puts / 23;

    const again = await countedCalls(store, async () =>
      roll(records, [MIDNIGHT_MS + 17 * HOUR_MS, MIDNIGHT_MS + 23 * HOUR_MS]),
    );
    const dayEnds = await countedCalls(store, async () =>
      roll(records, [MIDNIGHT_MS + 18 * HOUR_MS, MIDNIGHT_MS + DAY_MS]),
    );
    const wholeDay = await countedCalls(world().store, async (fresh) =>
      world(fresh).roll(records, [MIDNIGHT_MS, MIDNIGHT_MS + DAY_MS]),
    );

    expect(again).toEqual({ queries: 1, puts: 0 });
    // Slots of hours and of days; then a query for each metric, parts and facts of the day.
    expect(dayEnds).toEqual({ queries: 2 + perHour - 1, puts: 2 * perHour });
    expect(wholeDay).toEqual({ queries: 2, puts: 25 * perHour });
  });

  it('rollUpSeries() writes an hour and its day again when it was interrupted', async () => {
    const records = hoursOf(0, 24);
    const expected = world();
    await expected.roll(records, [MIDNIGHT_MS, MIDNIGHT_MS + DAY_MS]);
    for (let failing = 0; failing < 4; failing += 1) {
      const { store } = world();
      const broken = failingAt(store, failing);

      await expect(
        world(broken).roll(records, [MIDNIGHT_MS, MIDNIGHT_MS + DAY_MS]),
      ).rejects.toThrow('the table is gone');
      // Once the hours are there, a look at the last of them puts the day right.
      const fromMs = failing < 2 ? MIDNIGHT_MS : MIDNIGHT_MS + 18 * HOUR_MS;
      await world(store).roll(records, [fromMs, MIDNIGHT_MS + DAY_MS]);

      expect(await contentsOf(store)).toEqual(await contentsOf(expected.store));
    }
  });

  it('rollUpSeries() keeps what was known of an hour when a budget is taken away', async () => {
    const { roll, store } = world();
    const records = hoursOf(0, 1);
    await roll(records, [MIDNIGHT_MS, MIDNIGHT_MS + HOUR_MS], ['wait']);
    const before = await store.metric({ ...SERIES, metric: 'wait' }, 'hour', ALL);

    const again = await countedCalls(store, async () =>
      roll(records, [MIDNIGHT_MS, MIDNIGHT_MS + HOUR_MS], []),
    );

    expect(before.map(({ rollup }) => rollup.n)).toEqual([2]);
    expect(again.puts).toBe(0);
  });

  it('rollUpSeries() empties a metric of which a late record left nothing', async () => {
    const { roll, store } = world();
    const hosts = Array.from({ length: 8 }, (_, index) => `host${index}`);
    const early = runAt(0, { requests: hosts.map((host) => requestTo(host, 10)) });
    const later = runAt(1, { requests: [requestTo('slow', 500), requestTo('host0', 10)] });
    await roll([early], [MIDNIGHT_MS, MIDNIGHT_MS + HOUR_MS]);

    await roll([early, later], [MIDNIGHT_MS, MIDNIGHT_MS + HOUR_MS]);

    const [slots] = await store.slots(SERIES, 'hour', ALL);
    const dropped = await store.metric({ ...SERIES, metric: 'wait@host7' }, 'hour', ALL);
    expect(slots?.rollup.omitted).toEqual({ steps: 0, hosts: 1 });
    expect(slots?.rollup.metrics).not.toContain('wait@host7');
    expect(dropped.map(({ rollup }) => [rollup.n, rollup.max])).toEqual([[0, null]]);
  });

  it('rollUpSeries() of a day of which some hours are known from the store only, adds them', async () => {
    const { roll, store } = world();
    await roll(hoursOf(0, 3), [MIDNIGHT_MS, MIDNIGHT_MS + 3 * HOUR_MS]);

    await roll(hoursOf(20, 24), [MIDNIGHT_MS + 20 * HOUR_MS, MIDNIGHT_MS + 25 * HOUR_MS]);

    const days = await store.slots(SERIES, 'day', ALL);
    expect(days.map(({ startsAt, rollup }) => [startsAt, rollup.timed])).toEqual([[FIRST, 14]]);
    expect(days.map(({ startsAt }) => startsAt)).not.toContain(TODAY);
  });
});

function world(store = memoryRollupStore()) {
  const ports = { rollups: store, histograms: hdrHistograms() };

  return {
    store,
    roll: async (
      records: readonly RunRecord[],
      [fromMs, toMs]: readonly [number, number],
      extraMetrics: readonly string[] = [],
    ) => {
      const seen = records.filter(({ scheduledAt }) => {
        const slotMs = Date.parse(scheduledAt ?? '');
        return slotMs >= fromMs && slotMs < toMs;
      });
      await rollUpSeries(SERIES, { records: seen, window: { fromMs, toMs }, extraMetrics }, ports);
    },
  };
}

/** Two runs an hour, each with a time of its own. */
function hoursOf(from: number, to: number): readonly RunRecord[] {
  return Array.from({ length: 2 * (to - from) }, (_, index) =>
    runAt(from * 60 + index * 30 + 7, {
      durationMs: 100.001 + index,
      steps: [stepRecord({ name: 'pay', durationMs: 50 + index })],
      requests: [requestTo('shop', 10 + index)],
    }),
  );
}

function runAt(minute: number, changes: Partial<RunRecord>): RunRecord {
  const scheduledAt = new Date(MIDNIGHT_MS + minute * 60_000).toISOString();

  return runRecord({ ...SERIES, scheduledAt, ...changes });
}

function requestTo(host: string, waitMs: number) {
  return requestRecord({ url: `https://${host}/`, phases: requestPhases({ waitMs }) });
}

type CountedStore = ReturnType<typeof memoryRollupStore>;

async function countedCalls(
  store: CountedStore,
  work: (store: CountedStore) => Promise<void>,
): Promise<{ readonly queries: number; readonly puts: number }> {
  const { queries, puts } = store;
  await work(store);

  return { queries: store.queries - queries, puts: store.puts - puts };
}

/** Everything that is kept of the first day. */
async function contentsOf(store: RollupStore): Promise<readonly unknown[]> {
  return [
    await store.slots(SERIES, 'hour', ALL),
    await store.slots(SERIES, 'day', ALL),
    await store.metric({ ...SERIES, metric: 'duration' }, 'hour', ALL),
    await store.metric({ ...SERIES, metric: 'duration' }, 'day', ALL),
    await store.metric({ ...SERIES, metric: 'wait@shop' }, 'day', ALL),
    await store.parts(SERIES, 'day', ALL),
    await store.facts(SERIES, 'day', ALL),
  ];
}

/** A store whose put of that number fails halfway. */
function failingAt(store: CountedStore, failing: number): CountedStore {
  let put = 0;

  return {
    ...store,
    put: async (series, items) => {
      put += 1;
      const written = put > failing ? items.filter((_, index) => index % 2 === 0) : items;
      await store.put(series, written);
      if (put > failing) throw new Error('the table is gone');
    },
  };
}
