import { readOverview } from '../../../../lib/core/dashboard/overview/read-overview.ts';
import type { DashboardPorts } from '../../../../lib/core/dashboard/dashboard-ports.ts';
import { forgetJourney } from '../../../../lib/core/dashboard/history/history-cache.ts';
import type { RunQuery } from '../../../../lib/core/ports.ts';
import { slotsFrom } from '../../../../lib/core/schedule/slots.ts';
import { dashboardPorts, dashboardProject } from '../../../support/dashboard-parts.ts';
import { finding } from '../../../support/findings.ts';
import { storeRuns, type StoredRuns } from '../../../support/stored-runs.ts';
import { runRecord } from '../../../support/run-records.ts';
import { planOf } from '../../alarms/journey-plan.ts';
import { DAY_MS, HOUR_MS, SECOND_MS } from '../../../../lib/core/base/time.ts';

const NOW_MS = Date.UTC(2026, 10, 23, 12, 20);
/** A hundred and twenty-five: a hundred too many to read them all each time. */
const NAMES = Array.from({ length: 125 }, (_, index) => `service-${1_000 + index}`);
const PROJECT = dashboardProject({
  source: 'deployed',
  plans: NAMES.map((name) => planOf({ name, regions: ['eu-west-1'], budgets: [] })),
});

function runOf(journey: string, minute: number) {
  const scheduledAt = new Date(NOW_MS - minute * 60 * SECOND_MS).toISOString();

  return runRecord({ journey, scheduledAt });
}

describe('readOverview() of many series', () => {
  let stored: StoredRuns;
  let nowMs: number;
  let ports: DashboardPorts;

  beforeEach(async () => {
    const records = NAMES.flatMap((name) => [runOf(name, 100), runOf(name, 5)]);
    stored = await storeRuns(records, Date.UTC(2026, 10, 23, 12));
    nowMs = NOW_MS;
    ports = dashboardPorts({ ...stored, clock: { epochMs: () => nowMs } });
  });

  async function read() {
    return await readOverview({ fromMs: nowMs - 30 * DAY_MS, toMs: nowMs }, PROJECT, ports);
  }

  test('readOverview() of many series uses cached readings, with the time of the oldest', async () => {
    await read();
    const { queries } = stored.rollups;
    await stored.store.putRun(runOf(NAMES[0] ?? '', 1));
    nowMs += SECOND_MS;

    const soon = await read();

    expect(stored.rollups.queries).toBe(queries);
    expect(soon.readAtMs).toBe(NOW_MS);
    expect(soon.rows.map(({ availability }) => availability.counts.passed)).toEqual(
      NAMES.map(() => 2),
    );
  });

  test('readOverview() of many series queries new runs after 20 ms a series over 25', async () => {
    await read();
    const { queries } = stored.rollups;
    await stored.store.putRun(runOf(NAMES[0] ?? '', 1));
    nowMs += 2 * SECOND_MS;

    const later = await read();

    // Rollups come by the hour.
    expect(stored.rollups.queries).toBe(queries);
    expect(later.readAtMs).toBe(nowMs);
    expect(later.rows[0]?.availability.counts.passed).toBe(3);
  });

  test('readOverview() of many series counts an hour once that was rolled up meanwhile', async () => {
    await read();
    const name = NAMES[0] ?? '';
    const more = [runOf(name, 100), runOf(name, 5), runOf(name, 1)];
    const again = await storeRuns(more, NOW_MS + HOUR_MS);
    await stored.store.putRun(runOf(name, 1));
    const series = { journey: name, region: 'eu-west-1' };
    const hour = { since: '2026-11-23T12:00:00.000Z', until: '2026-11-23T13:00:00.000Z' };
    const [slots] = await again.rollups.slots(series, 'hour', hour);
    if (slots === undefined) throw new Error('Expected an hour');
    await stored.rollups.put(series, [{ ...slots, span: 'hour', metric: null }]);
    const counts = [];
    for (const stepMs of [10 * SECOND_MS, 60 * SECOND_MS, 700 * SECOND_MS]) {
      nowMs += stepMs;
      const { rows } = await read();
      counts.push(rows.find(({ journey }) => journey === name)?.availability.counts.passed);
    }

    expect(counts).toEqual([3, 3, 3]);
  });

  test('readOverview() of many series queries those without a due run once a minute', async () => {
    const hourly = { kind: 'rate', everyMinutes: 60 } as const;
    const plans = PROJECT.plans.map((plan, index) =>
      index < 100 ? { ...plan, schedule: hourly } : plan,
    );
    // Each slot of theirs has a record: the next is in the future.
    for (const { name } of plans.slice(0, 100)) {
      const series = { journey: name, region: 'eu-west-1' };
      const slots = slotsFrom(hourly, series, NOW_MS - HOUR_MS);
      const scheduledAt = new Date(Number(slots.next().value)).toISOString();
      await stored.store.putRun(runRecord({ ...series, scheduledAt }));
    }
    const asked: string[] = [];
    const store = {
      ...stored.store,
      queryRuns: async (query: RunQuery) => {
        asked.push(query.journey);
        return await stored.store.queryRuns(query);
      },
    };
    ports = dashboardPorts({ ...stored, store, clock: { epochMs: () => nowMs } });
    const counts: number[] = [];

    for (const stepMs of [0, 3 * SECOND_MS, 3 * SECOND_MS, 60 * SECOND_MS]) {
      nowMs += stepMs;
      asked.length = 0;
      await readOverview(
        { fromMs: nowMs - 30 * DAY_MS, toMs: nowMs },
        { ...PROJECT, plans },
        ports,
      );
      counts.push(new Set(asked).size);
    }

    expect(counts).toEqual([125, 25, 25, 125]);
  });

  test('readOverview() of many series reads a journey again after news of it', async () => {
    const [name = '', other = ''] = NAMES;
    await read();
    for (const journey of [name, other]) {
      await stored.store.putRun(runOf(journey, 1));
      await ports.findings.putFinding(finding({ journey }));
    }
    nowMs += SECOND_MS;

    forgetJourney(ports.cache, name);
    const { rows, findings } = await read();

    const counts = [name, other].map(
      (each) => rows.find(({ journey }) => journey === each)?.availability.counts.passed,
    );
    expect(counts).toEqual([3, 2]);
    expect(findings.map(({ journey }) => journey)).toEqual([name]);
  });

  test('readOverview() does not cache a reading that began before news of the journey', async () => {
    const [name = ''] = NAMES;
    const { store } = ports;
    const newsMeanwhile = {
      ...store,
      queryRuns: async (query: RunQuery) => {
        const runs = await store.queryRuns(query);
        if (query.journey === name) forgetJourney(ports.cache, name);
        return runs;
      },
    };
    const meanwhile = { ...ports, store: newsMeanwhile };
    await readOverview({ fromMs: nowMs - 30 * DAY_MS, toMs: nowMs }, PROJECT, meanwhile);
    await stored.store.putRun(runOf(name, 1));
    nowMs += SECOND_MS;

    const { rows } = await read();

    expect(rows.find(({ journey }) => journey === name)?.availability.counts.passed).toBe(3);
  });
});
