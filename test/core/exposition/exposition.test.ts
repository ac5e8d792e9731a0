import {
  exposition,
  type Exposition,
  type MetricRegistry,
} from '../../../lib/core/exposition/exposition.ts';
import type { Observation } from '../../../lib/core/exposition/observations.ts';
import type { RunQuery } from '../../../lib/core/ports.ts';
import type { RunRecord } from '../../../lib/core/record/run-record.ts';
import { manualClock, type ManualClock } from '../../fakes/manual-clock.ts';
import { memoryRunStore } from '../../fakes/memory-run-store.ts';
import { runAtMinute } from '../../support/run-records.ts';
import { MINUTE_MS } from '../../../lib/core/base/time.ts';

const START_MS = Date.UTC(2026, 10, 22, 16, 30);

interface World {
  readonly metrics: Exposition;
  readonly clock: ManualClock;
  readonly put: (record: RunRecord) => Promise<boolean>;
  readonly total: (family: Observation['family'], outcome?: string) => number;
  readonly gauge: (family: Observation['family']) => number | undefined;
  readonly seen: readonly Observation[];
  /** Whether the store fails. */
  readonly breakStore: (isBroken: boolean) => void;
  /** The store answers when what it gives is called. */
  readonly holdStore: () => () => void;
}

function world(): World {
  const runs = memoryRunStore();
  let isBroken = false;
  let held = Promise.resolve();
  const store = {
    ...runs,
    queryRuns: async (query: RunQuery) => {
      await held;
      if (isBroken) throw new Error('gone');

      return await runs.queryRuns(query);
    },
  };
  const clock = manualClock(START_MS);
  const seen: Observation[] = [];
  const registry: MetricRegistry = {
    add: (observations) => void seen.push(...observations),
    write: async () => ({ contentType: 'text/plain', text: '' }),
  };

  function of(family: Observation['family']): readonly Observation[] {
    return seen.filter((each) => each.family === family);
  }

  return {
    clock,
    metrics: exposition({ store, clock, registry }),
    seen,
    breakStore: (value) => void (isBroken = value),
    holdStore: () => {
      const releases: (() => void)[] = [];
      held = new Promise((resolve) => void releases.push(resolve));

      return () => releases.forEach((release) => release());
    },
    put: (record) => runs.putRun(record),
    total: (family, outcome) =>
      of(family)
        .filter(({ labels }) => outcome === undefined || labels.outcome === outcome)
        .reduce((sum, { value }) => sum + value, 0),
    gauge: (family) => of(family).at(-1)?.value,
  };
}

describe('exposition', () => {
  test('exposition() counts each slot once however often it is scraped', async () => {
    const { metrics, clock, put, total } = world();
    await put(runAtMinute(31));
    await put(runAtMinute(36, { outcome: 'failed', cause: 'target.status' }));

    await clock.advance(7 * MINUTE_MS);
    await metrics.scrape();
    await clock.advance(MINUTE_MS);
    await metrics.scrape();

    expect(total('runs', 'passed')).toBe(1);
    expect(total('runs', 'failed')).toBe(1);
    expect(total('notPassed')).toBe(1);
  });

  test('exposition() leaves out what was before it began, but for the gauges', async () => {
    const { metrics, put, total, gauge } = world();
    await put(runAtMinute(20, { outcome: 'failed', cause: 'target.status', durationMs: 2_500 }));

    await metrics.scrape();

    expect(total('runs')).toBe(0);
    expect(gauge('success')).toBe(0);
    expect(gauge('lastDuration')).toBe(2.5);
  });

  test('exposition() counts a slot that is reported missing two hours later', async () => {
    const { metrics, clock, put, total } = world();
    await put(runAtMinute(31));
    await metrics.scrape();
    await clock.advance(120 * MINUTE_MS);

    await put(runAtMinute(36, { outcome: 'missing', cause: 'monitor.undelivered' }));
    await metrics.scrape();

    expect(total('runs', 'missing')).toBe(1);
    expect(total('runs', 'passed')).toBe(1);
  });

  test('exposition() keeps the newest conclusive run in its gauges', async () => {
    const { metrics, clock, put, gauge } = world();
    await put(runAtMinute(31, { durationMs: 400 }));
    await put(runAtMinute(36, { outcome: 'errored', cause: 'monitor.browser', durationMs: 9_000 }));
    await clock.advance(10 * MINUTE_MS);

    await metrics.scrape();

    expect(gauge('success')).toBe(1);
    expect(gauge('lastDuration')).toBe(0.4);
  });

  test('exposition() answers scrapes of the same moment by one reading', async () => {
    const { metrics, clock, put, total } = world();
    await metrics.scrape();
    await put(runAtMinute(30));

    await metrics.scrape();
    expect(total('runs')).toBe(0);
    await clock.advance(5_000);
    await metrics.scrape();

    expect(total('runs')).toBe(1);
  });

  test('exposition() counts all slots since the last scrape, however long ago that was', async () => {
    const { metrics, clock, put, total } = world();
    await metrics.scrape();
    for (const minute of [31, 60, 120, 300]) await put(runAtMinute(minute));
    await clock.advance(400 * MINUTE_MS);

    await metrics.scrape();

    expect(total('runs', 'passed')).toBe(4);
  });

  test('exposition() counts what came while the store could not be read', async () => {
    const { metrics, clock, put, total, breakStore } = world();
    await metrics.scrape();
    await put(runAtMinute(31));
    breakStore(true);
    await clock.advance(200 * MINUTE_MS);
    await expect(metrics.scrape()).rejects.toThrow('gone');
    breakStore(false);
    await clock.advance(200 * MINUTE_MS);

    await metrics.scrape();

    expect(total('runs', 'passed')).toBe(1);
  });

  test('exposition() lets no runner whose clock is wrong hold its gauges', async () => {
    const { metrics, clock, put, gauge } = world();
    await put(runAtMinute(31, { startedAt: '2031-01-01T00:00:00.000Z', durationMs: 400 }));
    await clock.advance(2 * MINUTE_MS);
    await metrics.scrape();
    await put(runAtMinute(36, { outcome: 'failed', cause: 'target.status', durationMs: 2_500 }));
    await clock.advance(5 * MINUTE_MS);

    await metrics.scrape();

    expect(gauge('success')).toBe(0);
    expect(gauge('lastDuration')).toBe(2.5);
  });

  test('exposition() begins every counter of a series at 0, so that its first event is a change', async () => {
    const { metrics, put, seen } = world();
    await put(runAtMinute(20));

    await metrics.scrape();

    const begun = seen.filter(({ value }) => value === 0).map(({ family }) => family);
    expect(new Set(begun)).toEqual(new Set(['runs', 'flaky', 'timedOut']));
  });

  test('exposition() counts once what two scrapes wait for at the same time', async () => {
    const { metrics, clock, put, total, holdStore } = world();
    await put(runAtMinute(31));
    await clock.advance(2 * MINUTE_MS);
    const release = holdStore();
    const first = metrics.scrape();
    await clock.advance(10_000);
    const second = metrics.scrape();

    release();
    await Promise.all([first, second]);

    expect(total('runs', 'passed')).toBe(1);
  });
});
