import { readCompare } from '../../../lib/core/dashboard/compare/read-compare.ts';
import type { DashboardProject } from '../../../lib/core/dashboard/dashboard-ports.ts';
import { readJourney } from '../../../lib/core/dashboard/journey/read-journey.ts';
import { readOverview } from '../../../lib/core/dashboard/overview/read-overview.ts';
import { dashboardProject } from '../../support/dashboard-parts.ts';
import { NOW_MS, portsWith, REQUEST } from '../../support/journey-pages.ts';
import { runsBetween } from '../../support/stored-runs.ts';
import { HOUR_MS } from '../../../lib/core/base/time.ts';

const RANGE = { fromMs: NOW_MS - 2 * HOUR_MS, toMs: NOW_MS };
const SIDES = {
  a: { kind: 'range', range: { fromMs: NOW_MS - 2 * HOUR_MS, toMs: NOW_MS - HOUR_MS } },
  b: { kind: 'range', range: { fromMs: NOW_MS - HOUR_MS, toMs: NOW_MS } },
} as const;
const WORDS =
  'All stages share one history on this machine: these numbers include runs of prod, not only of dev.';

/** What the pages say of all numbers; every second run is of another stage. */
async function bannersOf(
  project: DashboardProject,
  others: string,
): Promise<readonly (string | null | undefined)[]> {
  const records = runsBetween({ ...RANGE, everyMs: 600_000 }, (index) => ({
    stage: index % 2 === 0 ? 'dev' : others,
  }));
  const ports = await portsWith(records);

  return [
    (await readOverview(RANGE, project, ports)).banner,
    (await readJourney(REQUEST, project, ports))?.banner,
    (await readCompare({ journey: 'checkout', sides: SIDES }, project, ports))?.banner,
  ];
}

test('stagesBanner() names the other stages among the runs of local pages', async () => {
  expect(await bannersOf(dashboardProject(), 'prod')).toEqual([WORDS, WORDS, WORDS]);
});

test('stagesBanner() keeps the banner of the project, and is null for one stage', async () => {
  const banner = 'Time is compressed.';

  expect(await bannersOf(dashboardProject({ banner }), 'prod')).toEqual([
    `${banner} ${WORDS}`,
    `${banner} ${WORDS}`,
    `${banner} ${WORDS}`,
  ]);
  expect(await bannersOf(dashboardProject({ banner }), 'dev')).toEqual([banner, banner, banner]);
  expect(await bannersOf(dashboardProject({ source: 'deployed' }), 'prod')).toEqual([
    null,
    null,
    null,
  ]);
});
