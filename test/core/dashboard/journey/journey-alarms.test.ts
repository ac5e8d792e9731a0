import { readJourney } from '../../../../lib/core/dashboard/journey/read-journey.ts';
import { runbookLink } from '../../../../lib/core/dashboard/status/status.ts';
import { memoryRunStore } from '../../../fakes/memory-run-store.ts';
import { dashboardPorts, dashboardProject } from '../../../support/dashboard-parts.ts';
import { runRecord } from '../../../support/run-records.ts';
import { planOf } from '../../alarms/journey-plan.ts';

test('readJourney() shows a journey whose alarms cannot be read, with the reason', async () => {
  const store = memoryRunStore();
  await store.putRun(runRecord());
  const alarms = {
    statusesOf: async () => await Promise.reject(new Error('expected cloudwatch:DescribeAlarms')),
  };
  const project = dashboardProject({ plans: [planOf({ name: 'checkout' })] });
  const range = { fromMs: Date.UTC(2026, 10, 22), toMs: Date.UTC(2026, 10, 23) };

  const page = await readJourney(
    { journey: 'checkout', range, metric: null },
    project,
    dashboardPorts({ store, alarms }),
  );

  expect(page).toMatchObject({
    journey: 'checkout',
    alarms: [],
    alarmsProblem: 'expected cloudwatch:DescribeAlarms',
  });
  expect(page?.regions.map(({ runs }) => runs.length)).toContain(1);
});

test.each([
  ['https://example.com/runbook', 'https://example.com/runbook#down'],
  ['docs/runbook.md', null],
  [null, null],
  ['javascript:alert(1)//', null],
])('runbookLink() of %s is %s', (runbookUrl, link) => {
  expect(runbookLink(runbookUrl, 'down')).toBe(link);
});
