import { estimateCost } from '../../../../lib/core/cost/estimate-cost.ts';
import { readCosts } from '../../../../lib/core/dashboard/costs/read-costs.ts';
import { memoryRunStore } from '../../../fakes/memory-run-store.ts';
import { configOf, dashboardPorts, dashboardProject } from '../../../support/dashboard-parts.ts';
import { runAtMinute } from '../../../support/run-records.ts';
import { planOf } from '../../alarms/journey-plan.ts';

const NOON_MS = Date.UTC(2026, 10, 23, 12);

describe('readCosts()', () => {
  it('readCosts() measures durations from the newest runs of all regions, with their number', async () => {
    const store = memoryRunStore();
    for (const [minute, durationMs] of [400, 1_000, 500, 700].entries()) {
      const region = minute % 2 === 0 ? 'eu-west-1' : 'us-east-1';
      await store.putRun(runAtMinute(minute, { durationMs, region }));
    }
    await store.putRun(runAtMinute(9, { durationMs: 99_000, outcome: 'failed' }));
    const plans = [planOf(), planOf({ name: 'browse', kind: 'api' })];

    const page = await readCosts(dashboardProject({ plans }), dashboardPorts({ store }));

    const measured = new Map([['checkout', { medianMs: 600, runs: 4 }]]);
    expect(page).toEqual({
      kind: 'costs',
      stage: 'dev',
      source: 'local',
      banner: null,
      readAtMs: NOON_MS,
      estimate: estimateCost({ plans, config: configOf(), measured, fromMs: NOON_MS }),
      problem: null,
    });
    expect(page.estimate?.journeys.map(({ measuredRuns }) => measuredRuns)).toEqual([4, null]);
  });

  it('readCosts() reads fewer runs of each journey when there are many journeys', async () => {
    const limits: (number | undefined)[] = [];
    const plans = Array.from({ length: 250 }, (_, index) => planOf({ name: `j${index}` }));
    const store = {
      ...memoryRunStore(),
      listSeries: async () => plans.map(({ name }) => ({ journey: name, region: 'local' })),
      queryRuns: async ({ limit }: { readonly limit?: number }) => {
        limits.push(limit);
        return [];
      },
    };

    await readCosts(dashboardProject({ plans }), dashboardPorts({ store }));

    expect(limits).toEqual(plans.map(() => 20));
  });

  it('readCosts() has the reason when there is no estimate', async () => {
    const regions = Array.from({ length: 12 }, (_, index) => `xx-nowhere-${index}`);
    const plans = [planOf({ regions, alarm: { failingRegions: 2, datapoints: [2, 3] } })];

    const page = await readCosts(dashboardProject({ plans }), dashboardPorts());

    expect(page.estimate).toBeNull();
    expect(page.problem).toMatch(/^Cannot .*checkout/);
  });
});
