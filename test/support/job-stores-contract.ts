import type { WatchStore } from '../../lib/core/jobs/job-ports.ts';
import type { Watch } from '../../lib/core/jobs/watch.ts';
import type { RollupStore } from '../../lib/core/rollup/rollup.ts';
import { rollupStoreTests } from './rollup-store-tests.ts';

/** Stores to test, and how to be rid of them. */
export interface OpenedJobStores {
  readonly watches: WatchStore;
  readonly rollups: RollupStore;
  close(): Promise<void>;
}

const EU = { journey: 'check#out', region: 'eu-west-1' };
const US = { ...EU, region: 'us-east-1' };

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

    test('lastScan() is null at first, then what was put last', async () => {
      expect(await stores.watches.lastScan()).toBeNull();

      await stores.watches.putLastScan('2026-11-22T12:00:00.000Z');
      await stores.watches.putLastScan('2026-11-22T13:00:00.000Z');

      expect(await stores.watches.lastScan()).toBe('2026-11-22T13:00:00.000Z');
    });

    test('lateDays() are those that were noted and not corrected since', async () => {
      const late = { ...EU, day: '2026-11-22T00:00:00.000Z', notedAt: '2026-11-24T10:00:00.000Z' };
      const again = { ...late, notedAt: '2026-11-24T11:00:00.000Z' };
      const other = { ...late, ...US };

      for (const each of [late, other, again]) await stores.watches.noteLate(each);
      await stores.watches.markCorrected(late);

      expect(await stores.watches.lateDays()).toEqual(expect.arrayContaining([again, other]));

      await stores.watches.markCorrected(again);

      expect(await stores.watches.lateDays()).toEqual([other]);
    });

    rollupStoreTests(() => stores.rollups);
  });
}
