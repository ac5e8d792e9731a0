import { readOverview } from '../../../../lib/core/dashboard/overview/read-overview.ts';
import { memoryRunStore } from '../../../fakes/memory-run-store.ts';
import { NOW_MS, portsOf, projectOf } from '../../../support/journey-pages.ts';
import { storeRuns, runsBetween } from '../../../support/stored-runs.ts';
import { DAY_MS, HOUR_MS } from '../../../../lib/core/base/time.ts';

/** Midnight, 500 days ago: hours of then are no longer kept, days are. */
const OLD_MS = Math.floor(NOW_MS / DAY_MS) * DAY_MS - 500 * DAY_MS;

test.each([
  ['some hours', 10 * HOUR_MS, 11 * HOUR_MS, 1],
  ['days and some hours', 0, 9 * DAY_MS + 11 * HOUR_MS, 10],
  ['whole days', 0, 9 * DAY_MS, 9],
])(
  'readOverview() of %s of years ago has all of their days, and says so',
  async (_, from, ...[to, days]) => {
    const times = { fromMs: OLD_MS, toMs: OLD_MS + 12 * DAY_MS, everyMs: 6 * HOUR_MS };
    const { rollups } = await storeRuns(runsBetween(times), times.toMs);
    const daily = {
      ...rollups,
      slots: async (...[series, span, range]: Parameters<typeof rollups.slots>) =>
        span === 'hour' ? [] : await rollups.slots(series, span, range),
    };
    const store = {
      ...memoryRunStore(),
      listSeries: async () => [{ journey: 'checkout', region: 'eu-west-1' }],
    };
    const ports = portsOf({ store, rollups }, { rollups: daily });

    const page = await readOverview(
      { fromMs: OLD_MS + from, toMs: OLD_MS + to },
      projectOf(),
      ports,
    );

    expect(page.rows[0]?.availability.counts.passed).toBe(4 * days);
    expect(page.range).toEqual({ fromMs: OLD_MS, toMs: OLD_MS + days * DAY_MS });
  },
);
