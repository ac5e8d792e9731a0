import { openEmbeddedStore } from '../../../../lib/adapters/dynamodb/embedded.ts';
import { startJobs } from '../../../../lib/cli/dev/dev-jobs.ts';
import type { WatchStore } from '../../../../lib/core/jobs/job-ports.ts';
import { planOf } from '../../../core/alarms/journey-plan.ts';
import { loadFiles } from '../../../support/project-dir.ts';
import { temporaryDir } from '../../../support/temporary-dir.ts';
import { HOUR_MS } from '../../../../lib/core/base/time.ts';

const SERIES = { journey: 'checkout', region: 'local' };
const SCHEDULE = { kind: 'rate', everyMinutes: 10 } as const;

/** What the store holds after the jobs have run at the start of `dev`, and what they said. */
async function started(prepare: (watches: WatchStore) => Promise<void>) {
  const dir = await temporaryDir();
  const stores = await openEmbeddedStore({ dir: dir.path });
  const { config } = await loadFiles({});
  const journeys = [{ plan: planOf({ schedule: SCHEDULE }), bundlePath: '' }];
  const said: string[] = [];
  await prepare(stores.watches);

  const jobs = startJobs({ project: { config, journeys }, stores }, (text) => void said.push(text));
  await jobs.stop();

  const runs = await stores.store.queryRuns(SERIES);
  const watches = await stores.watches.listWatches();
  await stores.close();
  await dir.remove();

  return { said, runs, watches };
}

describe('startJobs()', () => {
  it('startJobs() makes missing records of slots that passed while nothing ran here', async () => {
    const seenAt = new Date(Date.now() - 2 * HOUR_MS).toISOString();

    const { said, runs } = await started((watches) =>
      watches.putWatch({ ...SERIES, schedule: SCHEDULE, seenAt, endedAt: null }),
    );

    expect(said).toEqual([]);
    expect(runs).toHaveLength(10);
    expect(runs[0]).toMatchObject({ region: 'local', outcome: 'missing' });
  });

  it('startJobs() expects nothing of the time before a journey was first run here', async () => {
    const { runs, watches } = await started(async () => {});

    expect(runs).toEqual([]);
    expect(watches).toMatchObject([{ ...SERIES, schedule: SCHEDULE, endedAt: null }]);
  });
});
