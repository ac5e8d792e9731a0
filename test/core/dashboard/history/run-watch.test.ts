import { runWatch } from '../../../../lib/core/dashboard/history/run-watch.ts';
import type { RunQuery } from '../../../../lib/core/ports.ts';
import type { RunRecord } from '../../../../lib/core/record/run-record.ts';
import { memoryRunStore } from '../../../fakes/memory-run-store.ts';
import { runRecord } from '../../../support/run-records.ts';
import { MINUTE_MS } from '../../../../lib/core/base/time.ts';

const NOW_MS = Date.UTC(2026, 10, 23, 12, 20);

function runAgo(minutes: number, changes: Partial<RunRecord> = {}): RunRecord {
  const at = new Date(NOW_MS - minutes * MINUTE_MS).toISOString();

  return runRecord({ scheduledAt: at, startedAt: at, durationMs: 2_000, ...changes });
}

/** A watch that began now, over a store with these runs. */
async function watching(...records: readonly RunRecord[]) {
  const memory = memoryRunStore();
  for (const record of records) await memory.putRun(record);
  const asked: RunQuery[] = [];
  const store = {
    ...memory,
    queryRuns: async (query: RunQuery) => {
      asked.push(query);
      return await memory.queryRuns(query);
    },
  };

  return { store, asked, watch: runWatch(store, NOW_MS - MINUTE_MS) };
}

function idsOf(runs: readonly RunRecord[]): readonly string[] {
  return runs.map(({ runId }) => runId);
}

describe('runWatch()', () => {
  test('newRuns() returns each run of all series once, in any order of arrival', async () => {
    const { watch, store } = await watching(runAgo(30), runAgo(10));
    const found: (readonly string[])[] = [];
    const runs = [
      runAgo(2, { region: 'us-east-1' }),
      runAgo(1),
      runAgo(4),
      runAgo(3, { journey: 'other' }),
    ];

    found.push(idsOf(await watch.newRuns(NOW_MS)));
    for (const run of runs.slice(0, 2)) await store.putRun(run);
    found.push(idsOf(await watch.newRuns(NOW_MS)));
    for (const run of runs.slice(2)) await store.putRun(run);
    found.push(idsOf(await watch.newRuns(NOW_MS)), idsOf(await watch.newRuns(NOW_MS)));

    expect(found).toEqual([
      [],
      // A new region is a new series: of what is there, what ended since the watch began.
      idsOf(runs.slice(1, 2)),
      idsOf(runs.slice(2, 3)),
      [],
    ]);
  });

  test('newRuns() first returns the runs that ended since the watch began', async () => {
    const long = runAgo(9, { durationMs: 8.5 * MINUTE_MS });
    const { watch } = await watching(runAgo(10), long, runAgo(5), runAgo(0.5));

    const found = await watch.newRuns(NOW_MS);

    expect(idsOf(found)).toEqual(idsOf([long, runAgo(0.5)]));
  });

  test('newRuns() returns a run again when its record was replaced', async () => {
    const missing = runAgo(3, { outcome: 'missing', cause: null });
    const { watch, store } = await watching(missing);
    await watch.newRuns(NOW_MS);

    await store.putRun(runAgo(3));
    const found = await watch.newRuns(NOW_MS);

    expect(found.map(({ outcome }) => outcome)).toEqual(['passed']);
  });

  test('newRuns() makes one small query a series, also with a run in the future', async () => {
    const ahead = runRecord({ scheduledAt: null, startedAt: '2031-01-01T00:00:00.000Z' });
    const { watch, asked, store } = await watching(runAgo(2), ahead);
    await watch.newRuns(NOW_MS);
    await store.putRun(runAgo(1));
    asked.length = 0;

    const found = await watch.newRuns(NOW_MS);

    expect(asked.map(({ since }) => since)).toEqual(['2026-11-23T12:13:00.000Z']);
    expect(idsOf(found)).toEqual(idsOf([runAgo(1)]));
  });
});
