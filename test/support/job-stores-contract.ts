import type { RollupStore, WatchStore } from '../../lib/core/jobs/job-ports.ts';
import type { Rollup } from '../../lib/core/jobs/rollup.ts';
import type { Watch } from '../../lib/core/jobs/watch.ts';

/** Stores to test, and how to be rid of them. */
export interface OpenedJobStores {
  readonly watches: WatchStore;
  readonly rollups: RollupStore;
  close(): Promise<void>;
}

const EU = { journey: 'check#out', region: 'eu-west-1' };
const US = { ...EU, region: 'us-east-1' };
const ROLLUP: Rollup = {
  schema: 1,
  counts: { passed: 3, failed: 1, errored: 0, skipped: 0, missing: 2 },
  flaky: 1,
  duration: { n: 3, sumMs: 12.345_678, minMs: 0.001, maxMs: 9, histogram: 'HISTFAAA' },
};

/** What every WatchStore and RollupStore must do. `open` gives empty ones; it is called once. */
export function jobStoresContract(name: string, open: () => Promise<OpenedJobStores>): void {
  describe(`job stores contract on ${name}`, () => {
    let stores: OpenedJobStores;

    beforeAll(async () => {
      stores = await open();
    });

    afterAll(async () => {
      await stores.close();
    });

    test('putWatch() replaces the watch of its series', async () => {
      const cron = { kind: 'cron', expression: '0 9 ? * MON-FRI *', timeZone: 'UTC' } as const;
      const watch: Watch = { ...EU, schedule: cron, seenAt: '2026-11-22T12:00Z', endedAt: null };
      const ended = { ...watch, endedAt: '2026-11-23T12:00Z' };
      const other = { ...watch, ...US };

      for (const each of [watch, other, ended]) await stores.watches.putWatch(each);

      expect(await stores.watches.listWatches()).toEqual([ended, other]);
    });

    test('lastLook() is null at first, then what was put last', async () => {
      expect(await stores.watches.lastLook()).toBeNull();

      await stores.watches.putLastLook('2026-11-22T12:00:00.000Z');
      await stores.watches.putLastLook('2026-11-22T13:00:00.000Z');

      expect(await stores.watches.lastLook()).toBe('2026-11-22T13:00:00.000Z');
    });

    test('queryRollups() gives what was put last, of its series and span, oldest first', async () => {
      const [noon, one, two] = ['12', '13', '14'].map((hour) => `2026-11-22T${hour}:00:00.000Z`);
      const none = { ...ROLLUP, duration: null };
      const { rollups } = stores;
      for (const startsAt of [two, noon, one].filter((each) => each !== undefined)) {
        await rollups.putRollup(EU, 'hour', { startsAt, rollup: none });
        await rollups.putRollup(EU, 'hour', { startsAt, rollup: startsAt === one ? ROLLUP : none });
        await rollups.putRollup(EU, 'day', { startsAt, rollup: none });
        await rollups.putRollup(US, 'hour', { startsAt, rollup: none });
      }

      const range = { since: '2026-11-22T12:00:00.000Z', until: '2026-11-22T14:00:00.000Z' };
      expect(await rollups.queryRollups(EU, 'hour', range)).toEqual([
        { startsAt: noon, rollup: none },
        { startsAt: one, rollup: ROLLUP },
      ]);
    });
  });
}
