import { replayedStatuses } from '../../../../lib/cli/dashboard/replayed-statuses.ts';
import { planOf } from '../../../core/alarms/journey-plan.ts';
import { configOf } from '../../../support/dashboard-parts.ts';
import { manualClock } from '../../../fakes/manual-clock.ts';
import { memoryRunStore } from '../../../fakes/memory-run-store.ts';
import { runRecord } from '../../../support/run-records.ts';
import { MINUTE_MS } from '../../../../lib/core/base/time.ts';

const NOW_MS = Date.UTC(2026, 10, 23, 12);
const PLAN = planOf({ name: 'checkout', regions: ['local'], budgets: [] });

/** Three hours of runs every five minutes; the last half hour failed. */
async function failing() {
  const store = memoryRunStore();
  for (let atMs = NOW_MS - 180 * MINUTE_MS; atMs < NOW_MS; atMs += 5 * MINUTE_MS) {
    const scheduledAt = new Date(atMs).toISOString();
    const outcome = NOW_MS - atMs <= 30 * MINUTE_MS ? 'failed' : 'passed';
    await store.putRun(runRecord({ region: 'local', scheduledAt, outcome }));
  }

  return store;
}

describe('replayedStatuses()', () => {
  it('statusesOf() returns the states of the alarms of a journey, and since when', async () => {
    const store = await failing();
    const config = configOf({ runbookUrl: 'https://example.com/runbook' });
    const statuses = replayedStatuses({
      ...manualClock(NOW_MS),
      config,
      store: async () => store,
    });

    const [down, silent] = await statuses.statusesOf(PLAN);

    expect(down).toMatchObject({
      label: 'down',
      state: 'ALARM',
      runbookUrl: 'https://example.com/runbook#down',
    });
    expect(down?.sinceMs).toBeGreaterThan(NOW_MS - 30 * MINUTE_MS);
    expect(silent).toMatchObject({ label: 'silent', state: 'OK' });
  });

  it('statusesOf() returns INSUFFICIENT_DATA for a journey that never ran', async () => {
    const parts = {
      ...manualClock(NOW_MS),
      config: configOf(),
      store: async () => memoryRunStore(),
    };

    const statuses = await replayedStatuses(parts).statusesOf(PLAN);

    expect(statuses.map(({ label, state }) => `${label} ${state}`)).toEqual([
      'down INSUFFICIENT_DATA',
      'silent INSUFFICIENT_DATA',
      'blind INSUFFICIENT_DATA',
    ]);
  });

  it('statusesOf() rejects after a second, and returns the result to a later caller', async () => {
    const clock = manualClock(NOW_MS);
    const store = await failing();
    const waiting: (() => void)[] = [];
    const statuses = replayedStatuses({
      ...clock,
      config: configOf(),
      store: async () => {
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
        });
        return store;
      },
    });

    const first = statuses.statusesOf(PLAN).catch(String);
    await clock.advance(1_000);
    expect(await first).toContain('They are being evaluated from the runs of the last 7 days');
    waiting[0]?.();
    const second = await statuses.statusesOf(PLAN);

    expect(second).toHaveLength(3);
    expect(waiting).toHaveLength(1);
  });
});
