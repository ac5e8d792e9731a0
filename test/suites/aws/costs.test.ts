import { HOUR_MS } from '../../../lib/core/base/time.ts';
import { PLATFORM } from '../../../lib/core/cost/assumptions.ts';
import { type CostEstimate, estimateCost } from '../../../lib/core/cost/estimate-cost.ts';
import { MONTH_HOURS } from '../../../lib/core/cost/monthly-slots.ts';
import { simulate } from '../../support/aws/clock/simulate.ts';
import { apiPlan, browserPlan, DEPLOYED_MS, HOME } from './plans.ts';
import { printTable } from './printed.ts';

/** Without TLS, so that no metric of certificates is expected. */
const PLANS = [apiPlan(), browserPlan()].map((plan) => ({
  ...plan,
  baseUrl: 'http://shop.example',
}));
const HOURS = 12;

function quantityOf({ journeys, platform }: CostEstimate, what: RegExp): number {
  const items = [...journeys.flatMap((journey) => journey.items), ...platform.items];
  const found = items.filter((item) => what.test(item.what));

  return found.reduce((total, { quantity }) => total + quantity, 0);
}

test('the estimate of costs counts what a simulated stage uses', async () => {
  const estimate = estimateCost({
    plans: PLANS,
    config: {
      stage: 'prod',
      home: HOME,
      memoryMb: { api: 1_024, browser: 3_008 },
      retention: { runsMs: HOUR_MS, evidenceMs: HOUR_MS },
      notify: { emails: [], webhooks: [] },
      secrets: {},
      runbookUrl: null,
    },
    measured: new Map(),
    fromMs: DEPLOYED_MS,
  });

  const { costs, functions, slots } = await simulate({
    home: HOME,
    deployments: [{ atMs: DEPLOYED_MS, plans: PLANS }],
    untilMs: DEPLOYED_MS + HOURS * HOUR_MS,
  });

  const runs = [...functions].filter(([name]) => name.endsWith('-runner'));
  const share = HOURS / MONTH_HOURS;
  const counted: readonly (readonly [string, number, number])[] = [
    [
      'invocations of runners',
      quantityOf(estimate, /^invocations$/) * share,
      runs.reduce((total, [, { invocations }]) => total + invocations, 0),
    ],
    [
      'invocations of recorders',
      quantityOf(estimate, /^the recorder's invocations$/) * share,
      costs.recorderBatches,
    ],
    ['writes of records', slots.length * PLATFORM.writesPerRecord, costs.tableWrites],
    [
      'hours of metrics',
      quantityOf(estimate, /^(?:metrics of the journey|the platform's own metrics)$/) * HOURS,
      costs.metricHours,
    ],
  ];
  printTable(
    ['', 'estimated', 'simulated'],
    counted.map(([what, estimated, simulated]) => [
      what,
      estimated.toFixed(0),
      simulated.toFixed(0),
    ]),
  );
  const wrong = counted.filter(
    ([, estimated, simulated]) => Math.abs(simulated / estimated - 1) > 0.1,
  );
  expect(wrong).toEqual([]);
});
