import { trendSamples, type RegionTrends } from '../../../lib/core/trends/trend-samples.ts';
import { analysisOf, drifting, LOOK, REFUSED, conclusionOf } from '../../support/analyses.ts';
import { finding } from '../../support/findings.ts';
import { DAY_MS } from '../../../lib/core/base/time.ts';

const AT_MS = Date.parse(LOOK.at);
const ASKED = { failingRegions: 1, datapoints: [2, 3], driftPercent: 5, daysToBudget: 30 } as const;

function forecast(days: number, max: number) {
  const atMs = AT_MS + days * DAY_MS;

  return finding({
    id: `forecast-p95-${max}`,
    subject: {
      kind: 'forecast',
      forecast: { kind: 'forecast', atMs, earliestMs: atMs, latestMs: null, confidence: 0.9 },
      budget: { statistic: 'p95', max },
    },
  });
}

function valuesOf(changes: Partial<RegionTrends>): Readonly<Record<string, number>> {
  const samples = trendSamples({
    plan: { name: 'checkout', alarm: ASKED },
    region: 'eu-west-1',
    analyses: [analysisOf(drifting())],
    findings: [],
    atMs: AT_MS,
    ...changes,
  });

  return Object.fromEntries(samples.map(({ name, value }) => [name, value]));
}

describe('trendSamples()', () => {
  test('trendSamples() publishes the drift in percent of the level in 30 days', () => {
    const samples = trendSamples({
      plan: { name: 'checkout', alarm: { ...ASKED } },
      region: 'eu-west-1',
      analyses: [analysisOf(drifting())],
      findings: [finding()],
      atMs: AT_MS,
    });

    // 1.5 ms a day × 30 days, of 250 ms.
    expect(samples).toEqual([
      {
        name: 'Drift',
        dimensions: { Journey: 'checkout', Region: 'eu-west-1' },
        value: 18,
        unit: 'None',
        atMs: AT_MS,
      },
    ]);
  });

  test.each([
    ['0 when no drift of the duration is open', [analysisOf(conclusionOf())], [], { Drift: 0 }],
    [
      '0 where another metric drifts',
      [analysisOf(conclusionOf())],
      [finding({ metric: 'step:pay' })],
      { Drift: 0 },
    ],
    [
      'nothing where it could not be tested',
      [analysisOf(conclusionOf({ drift: REFUSED }))],
      [],
      {},
    ],
    ['nothing where there is no duration', [], [finding()], {}],
  ])('trendSamples() publishes of a drift: %s', (...[, analyses, findings, values]) => {
    expect(valuesOf({ analyses, findings })).toEqual(values);
  });

  test('trendSamples() publishes the days to the nearest budget, of any metric', () => {
    const findings = [forecast(40.5, 900), { ...forecast(12.25, 500), metric: 'step:pay' }];

    expect(valuesOf({ findings })).toEqual({ Drift: 0, DaysToBudget: 12.25 });
  });

  test('trendSamples() publishes only what the author asks for', () => {
    const findings = [finding(), forecast(3, 900)];
    const { driftPercent: _drift, ...onlyDays } = ASKED;
    const { daysToBudget: _days, ...onlyDrift } = ASKED;
    const { daysToBudget: _both, ...none } = onlyDays;

    for (const [alarm, values] of [
      [onlyDays, { DaysToBudget: 3 }],
      [onlyDrift, { Drift: 18 }],
      [none, {}],
    ] as const) {
      expect(valuesOf({ plan: { name: 'checkout', alarm }, findings })).toEqual(values);
    }
  });
});
