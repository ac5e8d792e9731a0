import * as fc from 'fast-check';
import type { CostConfig } from '../../../lib/core/cost/journey-usage.ts';
import { type CostQuestion, estimateCost } from '../../../lib/core/cost/estimate-cost.ts';
import { sumUsd } from '../../../lib/core/cost/cost-item.ts';
import type { JourneyPlan } from '../../../lib/core/journey/plan.ts';
import { planOf } from '../alarms/journey-plan.ts';
import { DAY_MS } from '../../../lib/core/base/time.ts';

const FROM_MS = Date.UTC(2026, 10, 22);
const CONFIG: CostConfig = {
  stage: 'prod',
  home: 'us-east-1',
  memoryMb: { api: 1_024, browser: 2_048 },
  retention: { runsMs: 35 * DAY_MS, evidenceMs: 30 * DAY_MS },
  notify: { emails: [], webhooks: [] },
  secrets: {},
  runbookUrl: null,
};

function question(
  plans: readonly Partial<JourneyPlan>[],
  changes: Partial<CostQuestion> = {},
): CostQuestion {
  return {
    plans: plans.map((plan) => planOf({ regions: ['us-east-1'], ...plan })),
    config: CONFIG,
    measured: new Map(),
    fromMs: FROM_MS,
    ...changes,
  };
}

function every(everyMinutes: number): JourneyPlan['schedule'] {
  return { kind: 'rate', everyMinutes };
}

function itemUsd(estimate: ReturnType<typeof estimateCost>, what: string): number {
  const items = estimate.journeys.flatMap((journey) => journey.items);

  return sumUsd(items.filter((item) => item.what === what));
}

const REGIONS = ['us-east-1', 'eu-west-1', 'ap-southeast-2', 'af-south-1', 'xx-nowhere-1'];

/** Journeys of many shapes. */
const anyPlans = fc.array(
  fc.record({
    kind: fc.constantFrom('api', 'browser'),
    schedule: fc.oneof(
      fc.integer({ min: 1, max: 3_000 }).map(every),
      fc
        .constantFrom('0 9 ? * MON-FRI *', '*/10 8-18 ? * MON-FRI *', '0 0 1 * ? *')
        .map((expression) => ({ kind: 'cron', expression, timeZone: 'Europe/Amsterdam' }) as const),
    ),
    regions: fc.uniqueArray(fc.constantFrom(...REGIONS), { minLength: 1 }),
    retries: fc.integer({ min: 0, max: 3 }),
    evidence: fc.constantFrom('rerun', 'inline', 'none'),
    secrets: fc.array(fc.string(), { maxLength: 3 }),
  }),
  { maxLength: 6 },
);

describe('estimateCost()', () => {
  it('estimateCost() adds up: the total is the sum of its journeys and parts for any project', () => {
    fc.assert(
      fc.property(anyPlans, (shapes) => {
        const plans = shapes.map((shape, index) => ({ ...shape, name: `j${index}` }));

        const estimate = estimateCost(question(plans));

        const items = [
          ...estimate.journeys.flatMap((journey) => journey.items),
          ...estimate.platform.items,
        ];
        const parts = Object.values(estimate.byPart).reduce((sum, usd) => sum + usd, 0);
        expect(sumUsd(items)).toBeCloseTo(estimate.usd, 8);
        expect(sumUsd(estimate.journeys) + estimate.platform.usd).toBeCloseTo(estimate.usd, 8);
        expect(parts).toBeCloseTo(estimate.usd, 8);
        expect(items.every(({ usd, quantity }) => usd >= 0 && Number.isFinite(quantity))).toBe(
          true,
        );
      }),
      { numRuns: 40 },
    );
  });

  it('estimateCost() doubles each line that grows with the runs, and no other, at double the rate', () => {
    fc.assert(
      // At most an hour, so that every hour has a slot either way; even, so that each tick is one.
      fc.property(anyPlans, fc.constantFrom(1, 2, 3, 5, 6, 10, 15, 30), (shapes, minutes) => {
        const plans = shapes.map((shape, index) => ({ ...shape, name: `j${index}` }));
        const slow = plans.map((plan) => ({ ...plan, schedule: every(2 * minutes) }));
        const fast = plans.map((plan) => ({ ...plan, schedule: every(minutes) }));

        const before = estimateCost(question(slow)).journeys.flatMap(({ items }) => items);
        const after = estimateCost(question(fast)).journeys.flatMap(({ items }) => items);

        for (const [index, { quantity, perRun }] of after.entries()) {
          const slower = before[index]?.quantity ?? NaN;
          expect(quantity).toBeCloseTo(perRun ? 2 * slower : slower, 6);
        }
        expect(after.some(({ perRun }) => perRun)).toBe(plans.length > 0);
      }),
      { numRuns: 40 },
    );
  });

  it('estimateCost() costs more, never less, with one more region or a longer run', () => {
    fc.assert(
      fc.property(anyPlans, fc.nat(60_000), (shapes, extraMs) => {
        const plans = shapes.map((shape, index) => ({ ...shape, name: `j${index}` }));
        const wider = plans.map((plan) => ({ ...plan, regions: [...plan.regions, 'us-west-2'] }));
        const measured = new Map(
          plans.map(({ name }) => [name, { medianMs: 6_000 + extraMs, runs: 9 }]),
        );

        const { usd } = estimateCost(question(plans));

        expect(estimateCost(question(wider)).usd).toBeGreaterThanOrEqual(usd);
        expect(estimateCost(question(plans, { measured })).usd).toBeGreaterThanOrEqual(usd);
      }),
      { numRuns: 40 },
    );
  });

  it("estimateCost() comes to the pages' own arithmetic for an API journey every five minutes", () => {
    const plan = { kind: 'api', schedule: every(5), budgets: [], retries: 0 } as const;

    const estimate = estimateCost(
      question([plan], { measured: new Map([['checkout', { medianMs: 850, runs: 30 }]]) }),
    );

    const [journey] = estimate.journeys;
    expect(journey).toMatchObject({ runs: 8_760, measuredRuns: 30, architecture: 'arm64' });
    // 8,760 runs × 1 GB × (0.85 s + 0.15 s around it).
    expect(itemUsd(estimate, 'runs')).toBeCloseTo(8_760 * 0.0000133334, 10);
    expect(itemUsd(estimate, 'invocations')).toBeCloseTo(0.001752, 10);
    expect(itemUsd(estimate, 'ticks')).toBeCloseTo(0.00876, 10);
    // Success, Duration, Errored, DaysToExpiry; an alarm each of down, silent, blind; one composite.
    expect(journey?.byPart.metrics).toBeCloseTo(1.2, 10);
    expect(journey?.byPart.alarms).toBeCloseTo(0.8, 10);
    // Five metrics of 120 days × 24 hours of 5,000 / 18 bytes each: 196 units of 4 KB, daily.
    expect(itemUsd(estimate, 'rollups read for trends')).toBeCloseTo(
      (5 * 196 * (730 / 24) * 0.125) / 1e6,
      10,
    );
    // A second, and a tenth for each metric, on a whole processor.
    const job = estimate.platform.items.find(({ what }) => what === 'the trends job');
    expect(job?.usd).toBeCloseTo((730 / 24) * (1_769 / 1_024) * 1.5 * 0.0000133334, 10);
    // 1,500 bytes are two write units; a put and an update.
    expect(itemUsd(estimate, 'records written')).toBeCloseTo((8_760 * 4 * 0.625) / 1e6, 10);
  });

  it('estimateCost() bills an alarm for each region that it reads, and composite ones as a whole', () => {
    const regions = ['us-east-1', 'us-east-2', 'us-west-2'];

    const [journey] = estimateCost(question([{ regions, budgets: [] }])).journeys;

    expect(journey?.byPart.alarms).toBeCloseTo(3 * 3 * 0.1 + 0.5, 10);
  });

  it('estimateCost() bills a metric only for the hours in which it has samples', () => {
    const cron = { kind: 'cron', expression: '0 9 ? * MON-FRI *', timeZone: 'UTC' } as const;

    const [journey] = estimateCost(question([{ schedule: cron, budgets: [] }])).journeys;

    // 260 working days in the 365 from this Sunday.
    expect(journey?.runs).toBeCloseTo(260 / 12, 1);
    expect(journey?.byPart.metrics).toBeCloseTo(0.3 * 4 * (260 / 8_760), 2);
  });

  it('estimateCost() bills no days to expiry of a journey without TLS', () => {
    const plan = { schedule: every(5), budgets: [], baseUrl: 'http://shop.internal' };

    const [journey] = estimateCost(question([plan])).journeys;

    expect(journey?.byPart.metrics).toBeCloseTo(0.9, 10);
  });

  it('estimateCost() bills what the trends job publishes for an hour a day, where an alarm asks', () => {
    const asked = {
      failingRegions: 1,
      datapoints: [2, 3],
      driftPercent: 5,
      daysToBudget: 9,
    } as const;
    const regions = ['us-east-1', 'us-east-2'];
    const plan = { schedule: every(5), regions, budgets: [] };

    const [without] = estimateCost(question([plan])).journeys;
    const [with_] = estimateCost(question([{ ...plan, alarm: asked }])).journeys;

    const more = (with_?.byPart.metrics ?? 0) - (without?.byPart.metrics ?? 0);
    expect(more).toBeCloseTo((2 * 2 * 0.3) / 24, 10);
    expect((with_?.byPart.alarms ?? 0) - (without?.byPart.alarms ?? 0)).toBeCloseTo(4 * 0.1, 10);
  });

  it('estimateCost() makes metrics cheaper in bulk when there are more than ten thousand', () => {
    const one = { schedule: every(5), budgets: [] };
    const many = Array.from({ length: 5_000 }, (_, index) => ({ ...one, name: `j${index}` }));

    const estimate = estimateCost(question(many));

    // 4 a journey, 3 of the platform and one in an hour a day: 10,000 at 0.30, 10,003 and a 24th at 0.10.
    const own = estimate.platform.items.find(({ what }) => what.startsWith('calls of Put'));
    expect(estimate.byPart.metrics - (own?.usd ?? 0)).toBeCloseTo(3_000 + 1_000.3 + 0.1 / 24, 6);
  });

  it("estimateCost() takes a journey's own memory and processor over those of its kind", () => {
    const deploy = { isolated: true, memoryMb: 4_096, architecture: 'x86_64', vpc: null } as const;

    const estimate = estimateCost(question([{ kind: 'api' }, { kind: 'api', deploy }]));

    const [shared, own] = estimate.journeys.map(({ items }) => {
      return items.find(({ what }) => what === 'runs')?.usd ?? NaN;
    });
    expect(own).toBeCloseTo((shared ?? NaN) * 4 * (0.0000166667 / 0.0000133334), 8);
  });

  it('estimateCost() counts no read of a secret in the Parameter Store', () => {
    const config = {
      ...CONFIG,
      secrets: {
        free: 'arn:aws:ssm:us-east-1:123456789012:parameter/free',
        paid: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:paid',
      },
    };
    const plan = { schedule: every(5), secrets: ['free', 'paid'] };

    const estimate = estimateCost(question([plan], { config }));

    expect(estimate.byPart.secrets).toBeCloseTo((8_760 * 0.05) / 10_000, 10);
  });

  it('estimateCost() lets the records of many runs share the work of recording them', () => {
    const once = { schedule: every(1) };
    const names = Array.from({ length: 100 }, (_, index) => `j${index}`);

    const alone = estimateCost(question([once])).platform;
    const crowd = estimateCost(question(names.map((name) => ({ ...once, name })))).platform;

    const [few = 0, many = 0] = [alone, crowd].map(({ items }) => {
      return items.find(({ what }) => what === "the recorder's invocations")?.quantity;
    });
    expect(few).toBeCloseTo(43_800 / (1 + 5 / 60), 6);
    // Every five seconds at most, and a moment until the next record comes.
    expect(many).toBeCloseTo(4_380_000 / (1 + 500 / 60), 4);
    expect(alone.byPart.dashboards).toBe(3);
    expect(crowd.byPart.dashboards).toBe(3);
  });

  it('estimateCost() says which regions it guesses, and null where nothing runs', () => {
    const estimate = estimateCost(question([{ regions: ['us-east-1', 'xx-nowhere-1'] }]));

    expect(estimate.guessedRegions).toEqual(['xx-nowhere-1']);
    expect(estimateCost(question([])).perMillionRuns).toBeNull();
    expect(estimateCost(question([])).runs).toBe(0);
  });
});
