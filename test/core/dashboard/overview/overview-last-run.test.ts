import { readOverview } from '../../../../lib/core/dashboard/overview/read-overview.ts';
import type { RunQuery } from '../../../../lib/core/ports.ts';
import type { RunRecord } from '../../../../lib/core/record/run-record.ts';
import { NOW_MS, portsWith, projectOf } from '../../../support/journey-pages.ts';
import { runsBetween } from '../../../support/stored-runs.ts';
import { runRecord } from '../../../support/run-records.ts';
import { DAY_MS, MINUTE_MS } from '../../../../lib/core/base/time.ts';

const RANGE = { fromMs: NOW_MS - 10 * DAY_MS, toMs: NOW_MS };

const FAILED = { outcome: 'failed', cause: 'target.status' } as const;

/** A run of a slot, so many minutes ago. */
function runAgo(minutes: number, changes: Partial<RunRecord> = {}): RunRecord {
  return runRecord({
    scheduledAt: new Date(NOW_MS - minutes * MINUTE_MS).toISOString(),
    ...changes,
  });
}

describe('readOverview() with on-demand runs and wrong clocks', () => {
  test('readOverview() misses no run of a journey that only ran on demand', async () => {
    const asked = runRecord({
      scheduledAt: null,
      startedAt: new Date(NOW_MS - 3 * DAY_MS).toISOString(),
    });

    const page = await readOverview(RANGE, projectOf(), await portsWith([asked]));

    expect(page.rows[0]).toMatchObject({ state: 'passing', last: { runId: asked.runId } });
  });

  test('readOverview() of a past range misses no run when the last one was on demand', async () => {
    const asked = runRecord({
      scheduledAt: null,
      startedAt: new Date(NOW_MS - MINUTE_MS).toISOString(),
    });
    const times = { fromMs: NOW_MS - 3 * DAY_MS, toMs: NOW_MS, everyMs: 30 * MINUTE_MS };
    const range = { fromMs: NOW_MS - 3 * DAY_MS, toMs: NOW_MS - 2 * DAY_MS };

    const page = await readOverview(
      range,
      projectOf(),
      await portsWith([...runsBetween(times), asked]),
    );

    expect(page.rows[0]?.state).toBe('passing');
  });

  test('readOverview() queries the runs of a series once, though all are rolled up', async () => {
    const times = { fromMs: NOW_MS - 3 * DAY_MS, toMs: NOW_MS - 20 * MINUTE_MS };
    const runs = runsBetween({ ...times, everyMs: 30 * MINUTE_MS });
    const ports = await portsWith(runs);
    const asked: RunQuery[] = [];
    const store = {
      ...ports.store,
      queryRuns: async (query: RunQuery) => {
        asked.push(query);
        return await ports.store.queryRuns(query);
      },
    };

    const page = await readOverview(RANGE, projectOf(), { ...ports, store });

    expect(page.rows[0]?.last?.runId).toBe(runs.at(-1)?.runId);
    expect(asked).toHaveLength(1);
  });

  test('readOverview() does not take a run in the future for the last one', async () => {
    const ahead = runRecord({ scheduledAt: null, startedAt: '2031-01-01T00:00:00.000Z' });
    const last = runAgo(4, FAILED);

    const pages = await Promise.all(
      [
        [last, ahead],
        [runAgo(90, FAILED), ahead],
      ].map(async (records) => readOverview(RANGE, projectOf(), await portsWith(records))),
    );

    expect(pages.map(({ rows }) => [rows[0]?.state, rows[0]?.last?.outcome])).toEqual([
      ['failing', 'failed'],
      ['failing', 'failed'],
    ]);
  });
});
