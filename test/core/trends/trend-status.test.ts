import type { AnalysedSeries, AnalysisSummary } from '../../../lib/core/trends/analysis-summary.ts';
import { trendStatus } from '../../../lib/core/trends/trend-status.ts';
import { changeAt, DRIFT, finding } from '../../support/findings.ts';

const REGION = 'eu-west-1';
const NOW_MS = Date.UTC(2026, 10, 23, 12);
const AT = '2026-11-23T00:40:00.000Z';
const TESTED: AnalysedSeries = { region: REGION, metric: 'duration', insufficient: null };
const INSUFFICIENT = {
  shortage: {
    code: 'too-few-days',
    question: 'drift',
    autocorrelated: false,
    days: 9,
    neededDays: 14,
    since: null,
  },
  moreDays: 4.2,
} as const;

function summaryOf(series: readonly AnalysedSeries[], at = AT): AnalysisSummary {
  return { schema: 2, journey: 'checkout', at, series };
}

describe('trendStatus()', () => {
  test('trendStatus() has the worst open finding, its direction and its significance', () => {
    const { metric, unit, subject, q } = finding();

    const status = trendStatus({ findings: [finding()], summary: null }, REGION, NOW_MS);

    expect(status).toEqual({
      code: 'open-findings',
      direction: 'worse',
      metric,
      q,
      worst: { metric, unit, subject, q },
      more: 0,
      notAnalysedSince: null,
    });
  });

  test('trendStatus() is better where a metric decreased', () => {
    const change = changeAt('2026-11-20T13:00:00.000Z', {
      before: 200,
      after: 150,
      shift: { value: -50, low: -60, high: -40, confidence: 0.95 },
    });
    const better = finding({ metric: 'lcp', subject: { kind: 'change', change }, q: 0.000_01 });

    const status = trendStatus({ findings: [better], summary: null }, REGION, NOW_MS);

    expect(status).toMatchObject({ direction: 'better', metric: 'lcp', q: 0.000_01 });
  });

  test('trendStatus() has since when a finding was not analysed, and is better no more', () => {
    const at = '2026-10-20T00:40:00.000Z';
    const summary = summaryOf([TESTED], at);
    const better = finding({
      subject: {
        kind: 'drift',
        drift: { ...DRIFT, slopePerDay: { ...DRIFT.slopePerDay, value: -1 } },
      },
    });

    const statuses = [finding(), better].map((one) =>
      trendStatus({ findings: [one], summary }, REGION, NOW_MS),
    );

    expect(statuses).toMatchObject([
      { direction: 'worse', notAnalysedSince: at },
      { direction: 'unknown', notAnalysedSince: at },
    ]);
  });

  test('trendStatus() ranks a budget that will be crossed first, then the steepest drift', () => {
    const forecast = {
      kind: 'forecast',
      atMs: Date.UTC(2026, 11, 10),
      earliestMs: Date.UTC(2026, 11, 4),
      latestMs: Date.UTC(2026, 11, 19),
      confidence: 0.95,
    } as const;
    const budget = { statistic: 'p75', max: 330 };
    const crossing = finding({
      metric: 'lcp',
      q: null,
      subject: { kind: 'forecast', forecast, budget },
    });
    const steep = finding({
      metric: 'step:pay',
      subject: { kind: 'drift', drift: { ...DRIFT, level: 100 } },
    });

    const withAll = trendStatus(
      { findings: [finding(), steep, crossing], summary: null },
      REGION,
      NOW_MS,
    );
    const without = trendStatus({ findings: [finding(), steep], summary: null }, REGION, NOW_MS);

    expect(withAll).toMatchObject({ direction: 'worse', metric: 'lcp', q: null, more: 2 });
    expect(without.metric).toBe('step:pay');
  });

  test('trendStatus() is steady of what was tested, without other regions and resolved findings', () => {
    const elsewhere = finding({ region: 'us-east-1' });
    const resolved = finding({
      resolved: { at: '2026-11-22T00:40:00.000Z', code: 'not-detected' },
    });
    const summary = summaryOf([
      TESTED,
      { ...TESTED, metric: 'lcp' },
      { ...TESTED, metric: 'step:new', insufficient: INSUFFICIENT },
      { ...TESTED, region: 'us-east-1', metric: 'fcp' },
    ]);

    const status = trendStatus({ findings: [elsewhere, resolved], summary }, REGION, NOW_MS);

    expect(status).toEqual({
      code: 'steady',
      direction: 'steady',
      metric: null,
      q: null,
      at: AT,
      tested: 2,
      untested: 1,
    });
  });

  test.each([
    ['it was never analysed', null, { code: 'never-analysed' }],
    [
      'it was not analysed for two days',
      summaryOf([TESTED], '2026-11-21T11:59:59.000Z'),
      { code: 'not-analysed-since', at: '2026-11-21T11:59:59.000Z' },
    ],
    [
      'there was no data',
      summaryOf([{ ...TESTED, region: 'us-east-1' }]),
      { code: 'no-duration', at: AT },
    ],
    [
      'other regions were analysed',
      { ...summaryOf([{ ...TESTED, region: 'local' }]), regions: ['local'] },
      { code: 'region-not-analysed', region: REGION, at: AT },
    ],
    [
      'the region had no series',
      { ...summaryOf([]), regions: ['local', 'eu-west-1'] },
      { code: 'no-duration', at: AT },
    ],
    [
      'there was too little data',
      summaryOf([{ ...TESTED, insufficient: INSUFFICIENT }]),
      { code: 'insufficient-data', ...INSUFFICIENT },
    ],
    [
      'the analysis failed',
      summaryOf([
        {
          ...TESTED,
          insufficient: { shortage: { code: 'failed', message: 'no answer' }, moreDays: null },
        },
      ]),
      {
        code: 'insufficient-data',
        shortage: { code: 'failed', message: 'no answer' },
        moreDays: null,
      },
    ],
  ])('trendStatus() is unknown where %s', (_, summary, facts) => {
    const status = trendStatus({ findings: [], summary }, REGION, NOW_MS);

    expect(status).toEqual({ direction: 'unknown', metric: null, q: null, ...facts });
  });
});
