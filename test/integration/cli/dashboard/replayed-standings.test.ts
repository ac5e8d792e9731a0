import { replayedStandings } from '../../../../lib/cli/dashboard/replayed-standings.ts';
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

describe('replayedStandings()', () => {
  it('tells how the alarms of a journey stand by its runs, and since when', async () => {
    const store = await failing();
    const config = configOf({ runbookUrl: 'https://example.com/runbook' });
    const standings = replayedStandings({
      ...manualClock(NOW_MS),
      config,
      store: async () => store,
    });

    const [down, silent] = await standings.standingsOf(PLAN);

    expect(down).toMatchObject({
      label: 'down',
      state: 'ALARM',
      runbookUrl: 'https://example.com/runbook#down',
    });
    expect(down?.sinceMs).toBeGreaterThan(NOW_MS - 30 * MINUTE_MS);
    expect(silent).toMatchObject({ label: 'silent', state: 'OK' });
  });

  it('knows nothing of a journey that never ran', async () => {
    const parts = {
      ...manualClock(NOW_MS),
      config: configOf(),
      store: async () => memoryRunStore(),
    };

    const standings = await replayedStandings(parts).standingsOf(PLAN);

    expect(standings.map(({ label, state }) => `${label} ${state}`)).toEqual([
      'down INSUFFICIENT_DATA',
      'silent INSUFFICIENT_DATA',
      'blind INSUFFICIENT_DATA',
    ]);
  });

  it('says after a second that it takes longer, and answers at once when it has ended', async () => {
    const clock = manualClock(NOW_MS);
    const store = await failing();
    const waiting: (() => void)[] = [];
    const standings = replayedStandings({
      ...clock,
      config: configOf(),
      store: async () => {
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
        });
        return store;
      },
    });

    const first = standings.standingsOf(PLAN).catch(String);
    await clock.advance(1_000);
    expect(await first).toContain('They are being worked out from the runs of the last seven days');
    waiting[0]?.();
    const second = await standings.standingsOf(PLAN);

    expect(second).toHaveLength(3);
    expect(waiting).toHaveLength(1);
  });
});
