import path from 'node:path';
import { openEmbeddedStore } from '../../../../lib/adapters/dynamodb/embedded.ts';
import { externalJobs } from '../../../../lib/cli/dev/external-jobs.ts';
import { openProject } from '../../../../lib/cli/frame/open-project.ts';
import { pathsOf } from '../../../../lib/cli/frame/paths.ts';
import { HOUR_MS } from '../../../../lib/core/base/time.ts';
import { projectDir } from '../../../support/project-dir.ts';

const JOURNEY = `import { apiJourney, every } from 'waywiser';
export default apiJourney('checkout', { schedule: every('10m') }, async ({ http }) => {
  await http.get('http://127.0.0.1/');
});
`;

test('externalJobs() runs the jobs in a process on the store that this one serves', async () => {
  const cwd = projectDir({ 'journeys/checkout.journey.ts': JOURNEY });
  const io = {
    out: () => {},
    err: () => {},
    color: false,
    isTty: false,
    columns: 100,
    env: process.env,
    cwd,
  };
  const paths = pathsOf(io, path.resolve('dist'));
  const project = await openProject({ selection: [] }, paths, io);
  const stores = await openEmbeddedStore({ dir: paths.stateDir });
  const series = { journey: 'checkout', region: 'local' };
  const seenAt = new Date(Date.now() - 30 * HOUR_MS).toISOString();
  const schedule = { kind: 'rate', everyMinutes: 10 } as const;
  await stores.watches.putWatch({ ...series, schedule, seenAt, endedAt: null });
  await stores.watches.putLastScan(seenAt);

  const report = await externalJobs({ project, paths }, io).run();

  const runs = await stores.store.queryRuns(series);
  expect(report).toMatchObject({ missing: 178, uncovered: null, errors: [] });
  expect(runs.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 178 }, () => 'missing'));
  await stores.close();
});
