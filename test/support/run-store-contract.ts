import { randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import type { RunStore } from '../../lib/core/ports.ts';
import { slotRunId } from '../../lib/core/store/run-id.ts';
import { arbitraryRunRecord } from './arbitrary-run-record.ts';
import { runAtMinute, runRecord } from './run-records.ts';

/** A store to test, and how to be rid of it. */
export interface OpenedStore {
  readonly store: RunStore;
  close(): Promise<void>;
}

const EU = { journey: 'checkout', region: 'eu-west-1' };

/** What every RunStore must do. `open` gives an empty store; it is called once. */
export function runStoreContract(name: string, open: () => Promise<OpenedStore>): void {
  describe(`RunStore contract on ${name}`, () => {
    let opened: OpenedStore;
    let store: RunStore;
    let counter = 0;

    beforeAll(async () => {
      opened = await open();
      store = opened.store;
    });

    afterAll(async () => {
      await opened.close();
    });

    /** A journey that no other test writes to. */
    function freshJourney(): string {
      counter += 1;

      return `journey-${counter}`;
    }

    test('putRun() says true when the run is new and keeps it', async () => {
      const record = runRecord({ journey: freshJourney() });

      const stored = await store.putRun(record);

      expect(stored).toBe(true);
      expect(await store.getRun(record.journey, record.region, record.runId)).toEqual(record);
    });

    test('putRun() says false and keeps the first record when the run is there already', async () => {
      const first = runRecord({ journey: freshJourney() });
      const second = { ...first, outcome: 'errored' as const, durationMs: 9 };
      await store.putRun(first);

      const stored = await store.putRun(second);

      expect(stored).toBe(false);
      expect(await store.getRun(first.journey, first.region, first.runId)).toEqual(first);
    });

    test('putRun() replaces the record when that one says only that the run is missing', async () => {
      const late = runRecord({ journey: freshJourney() });
      await store.putRun({ ...late, outcome: 'missing' });

      const stored = await store.putRun(late);

      expect(stored).toBe(true);
      expect(await store.getRun(late.journey, late.region, late.runId)).toEqual(late);
    });

    test('putRun() keeps the record when the run is said to be missing after all', async () => {
      const first = runRecord({ journey: freshJourney() });
      await store.putRun(first);

      const stored = await store.putRun({ ...first, outcome: 'missing' });

      expect(stored).toBe(false);
      expect(await store.getRun(first.journey, first.region, first.runId)).toEqual(first);
    });

    test('putRun() says true exactly once when a run is delivered many times at once', async () => {
      const record = runRecord({ journey: freshJourney() });

      const answers = await Promise.all(Array.from({ length: 20 }, () => store.putRun(record)));

      expect(answers.filter(Boolean)).toHaveLength(1);
    });

    test('putRun() keeps both when two runs on demand start at the same instant', async () => {
      const one = runRecord({ journey: freshJourney(), scheduledAt: null });
      const other = { ...one, runId: one.runId.replace('k3x9', 'zz11') };

      await store.putRun(one);
      await store.putRun(other);

      const runs = await store.queryRuns({ journey: one.journey, region: one.region });
      expect(runs.map((run) => run.runId)).toEqual([other.runId, one.runId]);
    });

    test('putRun() keeps any record as it was when it is small enough', async () => {
      await fc.assert(
        fc.asyncProperty(arbitraryRunRecord('any', 'eu-west-1'), async (record) => {
          await store.putRun(record);

          const read = await store.getRun('any', 'eu-west-1', record.runId);

          expect(read).toEqual(record);
        }),
        { numRuns: 60 },
      );
    });

    test('putRun() keeps a fitted record that counts what it left out when it is too large', async () => {
      const console = Array.from({ length: 5000 }, (_, index) => ({
        level: 'info' as const,
        text: `${index} ${'x'.repeat(1000)}`,
        atMs: index,
        source: null,
      }));
      const record = runRecord({ journey: freshJourney(), console });

      await store.putRun(record);

      const read = await store.getRun(record.journey, record.region, record.runId);
      expect(read?.omitted.console).toBe(5000 - (read?.console.length ?? 0));
      expect(read?.console.length).toBeGreaterThan(100);
    });

    test('putRun() refuses when the run id carries no instant', async () => {
      const record = { ...runRecord(), runId: 'nonsense' };

      const putting = store.putRun(record);

      await expect(putting).rejects.toThrow('Cannot read run id "nonsense"');
    });

    test('getRun() gives null when there is no such run', async () => {
      const runId = slotRunId('nobody', 'eu-west-1', '2026-11-22T16:45:00Z');

      const read = await store.getRun('nobody', 'eu-west-1', runId);

      expect(read).toBeNull();
    });

    test('queryRuns() gives the newest first when nothing else is asked', async () => {
      const journey = freshJourney();
      for (const minute of [5, 0, 10]) await store.putRun(runAtMinute(minute, { journey }));

      const runs = await store.queryRuns({ journey, region: 'eu-west-1' });

      expect(minutesOf(runs)).toEqual([10, 5, 0]);
    });

    test('queryRuns() gives the oldest first when asked', async () => {
      const journey = freshJourney();
      for (const minute of [5, 0, 10]) await store.putRun(runAtMinute(minute, { journey }));

      const runs = await store.queryRuns({ journey, region: 'eu-west-1', order: 'oldest-first' });

      expect(minutesOf(runs)).toEqual([0, 5, 10]);
    });

    test('queryRuns() includes since and excludes until, in any zone', async () => {
      const journey = freshJourney();
      for (const minute of [0, 5, 10, 15]) await store.putRun(runAtMinute(minute, { journey }));

      const runs = await store.queryRuns({
        journey,
        region: 'eu-west-1',
        since: '2026-11-22T17:05:00+01:00',
        until: '2026-11-22T16:15:00Z',
      });

      expect(minutesOf(runs)).toEqual([10, 5]);
    });

    test('queryRuns() gives nothing when the range ends before it begins', async () => {
      const journey = freshJourney();
      await store.putRun(runAtMinute(5, { journey }));

      const runs = await store.queryRuns({
        journey,
        region: 'eu-west-1',
        since: '2026-11-22T17:00:00Z',
        until: '2026-11-22T16:00:00Z',
      });

      expect(runs).toEqual([]);
    });

    test.each([
      [0, []],
      [2, [10, 5]],
      [9, [10, 5, 0]],
    ])('queryRuns() gives at most %d runs when that is the limit', async (limit, expected) => {
      const journey = freshJourney();
      for (const minute of [5, 0, 10]) await store.putRun(runAtMinute(minute, { journey }));

      const runs = await store.queryRuns({ journey, region: 'eu-west-1', limit });

      expect(minutesOf(runs)).toEqual(expected);
    });

    test('queryRuns() gives all runs when they fill several pages', async () => {
      const journey = freshJourney();
      // Random text does not compress, so that 24 records exceed the 1 MB of a page.
      const records = Array.from({ length: 24 }, (_, minute) =>
        runAtMinute(minute, {
          journey,
          pageErrors: Array.from({ length: 20 }, () => randomBytes(3600).toString('base64')),
        }),
      );
      await Promise.all(records.map((record) => store.putRun(record)));

      const runs = await store.queryRuns({ journey, region: 'eu-west-1', order: 'oldest-first' });

      expect(runs).toEqual(records);
    });

    test('queryRuns() keeps series apart when their names contain the separator', async () => {
      const one = runRecord({ journey: 'a#b', region: 'c' });
      const other = runRecord({ journey: 'a', region: 'b#c' });
      await store.putRun(one);
      await store.putRun(other);

      const runs = await store.queryRuns({ journey: 'a#b', region: 'c' });

      expect(runs).toEqual([one]);
    });

    test.each([
      { since: 'yesterday' },
      { until: '2026-11-22' },
      { limit: -1 },
      { limit: Number.NaN },
    ])('queryRuns() refuses when asked for %p', async (wrong) => {
      await expect(store.queryRuns({ ...EU, ...wrong })).rejects.toThrow(RangeError);
    });

    test('listSeries() names each journey and region once when it has records', async () => {
      const journey = freshJourney();
      await store.putRun(runAtMinute(0, { journey }));
      await store.putRun(runAtMinute(5, { journey }));
      await store.putRun(runAtMinute(0, { journey, region: 'us-east-1' }));

      const series = await store.listSeries();

      expect(series.filter((each) => each.journey === journey)).toEqual([
        { journey, region: 'eu-west-1' },
        { journey, region: 'us-east-1' },
      ]);
    });

    test('listSeries() names journeys in every script', async () => {
      const journey = `支払い ${freshJourney()}`;
      await store.putRun(runAtMinute(0, { journey }));

      const series = await store.listSeries();

      expect(series.filter((each) => each.journey === journey)).toEqual([
        { journey, region: 'eu-west-1' },
      ]);
    });
  });
}

function minutesOf(runs: Awaited<ReturnType<RunStore['queryRuns']>>): number[] {
  return runs.map((run) => new Date(run.scheduledAt ?? Number.NaN).getUTCMinutes());
}
