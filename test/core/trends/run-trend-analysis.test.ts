import { runTrendAnalysis } from '../../../lib/core/trends/run-trend-analysis.ts';
import type { Finding } from '../../../lib/core/trends/finding.ts';
import type { TrendPorts } from '../../../lib/core/trends/trend-ports.ts';
import { keptMetrics } from '../../fakes/kept-metrics.ts';
import { memoryRollupStore } from '../../fakes/memory-rollup-store.ts';
import { memoryAnnotationStore, memoryFindingStore } from '../../fakes/memory-trend-stores.ts';
import { EXACT_HISTOGRAMS, type Levels, storeSeries } from '../../support/stored-rollups.ts';
import { planOf } from '../alarms/journey-plan.ts';
import { DAY_MS } from '../../../lib/core/base/time.ts';

const TO_MS = Date.UTC(2026, 10, 22);
const DAYS = 56;
const FROM_MS = TO_MS - DAYS * DAY_MS;
const ALARM = { failingRegions: 1, datapoints: [2, 3], driftPercent: 5, daysToBudget: 30 } as const;
const PLAN = planOf({
  regions: ['eu-west-1'],
  budgets: [
    { metric: 'duration', statistic: 'p75', max: 330 },
    { metric: 'duration', statistic: 'p95', max: 100 },
  ],
  alarm: ALARM,
});

/** Ports in memory, the events that were sent, and a clock that can be moved. */
async function world(levels: Levels, others: readonly string[] = []) {
  const rollups = memoryRollupStore();
  for (const [index, journey] of ['checkout', ...others].entries()) {
    await storeSeries(
      { journey, region: 'eu-west-1', levels, fromMs: FROM_MS, toMs: TO_MS, seed: index + 1 },
      rollups,
    );
  }
  const events: string[] = [];
  const metrics = keptMetrics();
  const clock = { nowMs: TO_MS + 40 * 60_000 };
  const ports: TrendPorts = {
    rollups,
    findings: memoryFindingStore(),
    annotations: memoryAnnotationStore(),
    events: {
      publish: async (findings) => {
        for (const one of findings) events.push(wordsOf(one));
        return findings.map(() => null);
      },
    },
    metrics,
    histograms: EXACT_HISTOGRAMS,
    clock: { epochMs: () => clock.nowMs },
  };

  return { ports, events, metrics, clock };
}

function wordsOf({ journey, metric, subject, resolved }: Finding): string {
  return `${resolved === null ? 'opened' : 'resolved'} ${subject.kind} of ${journey} ${metric}`;
}

function steady(): number {
  return 200;
}

/** From 250 to 300 ms in 56 days. */
function growing(day: number): number {
  return 250 + (50 * day) / DAYS;
}

/** 260 instead of 200 ms from the 30th day on. */
function stepped(day: number): number {
  return day < 30 ? 200 : 260;
}

describe('runTrendAnalysis()', () => {
  test('runTrendAnalysis() reports and publishes a drift and its forecast once', async () => {
    const { ports, events, metrics, clock } = await world({
      duration: growing,
      'step:pay': steady,
    });

    const first = await runTrendAnalysis({ journeys: [PLAN] }, ports);
    clock.nowMs += DAY_MS;
    const second = await runTrendAnalysis({ journeys: [PLAN] }, ports);

    expect(first).toMatchObject({
      from: '2026-07-25T00:00:00.000Z',
      to: '2026-11-22T00:00:00.000Z',
      series: 2,
      resolved: [],
      open: 2,
      errors: [],
    });
    expect(events).toEqual([
      'opened drift of checkout duration',
      'opened forecast of checkout duration',
    ]);
    expect(second).toMatchObject({ opened: [], resolved: [], open: 2, errors: [] });
    const [drift, forecast] = first.opened.map(({ subject }) => subject);
    // 50 ms in 56 days; the p75 is 2% above the median, so it reaches 330 some 26 days on.
    const slope = drift?.kind === 'drift' ? drift.drift.slopePerDay : null;
    expect(slope?.low).toBeLessThan(50 / DAYS);
    expect(slope?.high).toBeGreaterThan(50 / DAYS);
    expect(forecast).toMatchObject({ budget: { statistic: 'p75', max: 330 } });
    const samples = metrics.samples.slice(0, 3).map(({ name, value }) => [name, Math.round(value)]);
    expect(samples).toEqual([
      ['Drift', 10],
      ['DaysToBudget', expect.any(Number)],
      ['TrendsHeartbeat', 1],
    ]);
    const days = metrics.samples[1]?.value ?? 0;
    expect(days).toBeGreaterThan(15);
    expect(days).toBeLessThan(40);
  });

  test('runTrendAnalysis() leaves a mark of what it could test, and of what it could not', async () => {
    const { ports } = await world({ duration: steady });
    const young = { journey: 'young', region: 'eu-west-1', levels: { duration: steady } };
    await storeSeries({ ...young, fromMs: TO_MS - 9 * DAY_MS, toMs: TO_MS }, ports.rollups);

    await runTrendAnalysis({ journeys: [PLAN, planOf({ ...PLAN, name: 'young' })] }, ports);

    const summaries = await Promise.all(
      ['checkout', 'young'].map((name) => ports.findings.summaryOf(name)),
    );
    const series = { region: 'eu-west-1', metric: 'duration' };
    expect(summaries.map((summary) => summary?.at)).toEqual(
      summaries.map(() => '2026-11-22T00:40:00.000Z'),
    );
    expect(summaries.map((summary) => summary?.regions)).toEqual(summaries.map(() => PLAN.regions));
    expect(summaries[0]?.series).toEqual([{ ...series, insufficient: null }]);
    expect(summaries[1]?.series).toEqual([
      {
        ...series,
        insufficient: {
          shortage: {
            code: 'too-few-days',
            question: 'drift',
            autocorrelated: false,
            days: 9,
            neededDays: 21,
            since: null,
          },
          moreDays: 12,
        },
      },
    ]);
  });

  test('runTrendAnalysis() stores nothing when a finding could not be reported', async () => {
    const { ports } = await world({ duration: growing });
    const events = {
      publish: async (findings: readonly Finding[]) => findings.map(() => new Error('no bus')),
    };

    await runTrendAnalysis({ journeys: [PLAN] }, { ...ports, events });

    expect(await ports.findings.summaryOf('checkout')).toBeNull();
  });

  test('runTrendAnalysis() calls a step a step, in the metrics that have it', async () => {
    const { ports, events } = await world({
      duration: stepped,
      'step:pay': stepped,
      'step:open': steady,
      'wait@shop.example': stepped,
    });

    const { opened, series } = await runTrendAnalysis({ journeys: [PLAN] }, ports);

    // Phases of hosts explain and are not looked at.
    expect(series).toBe(3);
    expect(events).toEqual([
      'opened change of checkout duration',
      'opened change of checkout step:pay',
    ]);
    expect(opened.map(({ id }) => id)).toEqual([
      'change-2026-10-27T00:00:00.000Z',
      'change-2026-10-27T00:00:00.000Z',
    ]);
  });

  test('runTrendAnalysis() finds nothing where nothing is, and says that it tested', async () => {
    const { ports, events, metrics } = await world({ duration: steady });

    await runTrendAnalysis({ journeys: [PLAN] }, ports);

    expect(events).toEqual([]);
    expect(metrics.samples.map(({ name, value }) => [name, value])).toEqual([
      ['Drift', 0],
      ['TrendsHeartbeat', 1],
    ]);
  });

  test('runTrendAnalysis() publishes only its heartbeat when no journey asks for more', async () => {
    const { ports, metrics } = await world({ duration: growing });
    const { driftPercent: _drift, daysToBudget: _days, ...alarm } = ALARM;

    await runTrendAnalysis({ journeys: [{ ...PLAN, alarm }] }, ports);

    expect(metrics.samples.map(({ name }) => name)).toEqual(['TrendsHeartbeat']);
  });

  test('runTrendAnalysis() stops at no series that cannot be read, and has no heartbeat then', async () => {
    const { ports, events, metrics } = await world({ duration: growing }, ['search', 'pay']);
    const { rollups, findings } = ports;
    const broken: TrendPorts = {
      ...ports,
      rollups: {
        ...rollups,
        metric: async (series, ...rest) => {
          if (series.journey === 'checkout') throw new Error('throttled');
          return rollups.metric(series, ...rest);
        },
      },
      findings: {
        ...findings,
        findingsOf: async (journey) => {
          if (journey === 'search') throw new Error('no way there');
          return findings.findingsOf(journey);
        },
      },
    };
    const journeys = ['checkout', 'search', 'pay'].map((name) => ({ ...PLAN, name }));

    const { errors } = await runTrendAnalysis({ journeys }, broken);

    expect(errors.map(({ message }) => message)).toEqual([
      'Cannot analyse the trends of duration of journey "checkout" in eu-west-1: throttled',
      'Cannot revise the findings of journey "search": no way there',
    ]);
    expect(events[0]).toBe('opened drift of pay duration');
    expect(metrics.samples.map(({ name }) => name)).not.toContain('TrendsHeartbeat');
  });

  test('runTrendAnalysis() reports what CloudWatch refuses, and has no heartbeat then', async () => {
    const { ports } = await world({ duration: steady });
    const metrics = keptMetrics(({ name }) => name === 'Drift');

    const { errors } = await runTrendAnalysis({ journeys: [PLAN] }, { ...ports, metrics });

    expect(errors).toEqual([new Error('refused')]);
    expect(metrics.samples).toEqual([]);
  });
});
