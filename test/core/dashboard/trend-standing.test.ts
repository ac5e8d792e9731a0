import { trendStanding } from '../../../lib/core/dashboard/trend-standing.ts';
import type { AnalysedSeries, AnalysisSummary } from '../../../lib/core/trends/analysis-summary.ts';
import { changeAt, DRIFT, finding } from '../../support/findings.ts';

const REGION = 'eu-west-1';
const NOW_MS = Date.UTC(2026, 10, 23, 12);
const TESTED: AnalysedSeries = { region: REGION, metric: 'duration', refused: null };

function summaryOf(
  series: readonly AnalysedSeries[],
  at = '2026-11-23T00:40:00.000Z',
): AnalysisSummary {
  return { schema: 1, journey: 'checkout', at, series };
}

describe('trendStanding()', () => {
  test('trendStanding() says of a drift how much, how sure, and that all was looked at', () => {
    const trend = trendStanding({ findings: [finding()], look: null }, REGION, NOW_MS);

    // 1.5 ms a day upon 250 ms.
    expect(trend).toEqual({
      direction: 'worse',
      words: 'duration grows by 4.2% a week (95%: 3.4 to 5%; q 0.0012)',
      metric: 'duration',
      q: 0.001_2,
    });
  });

  test('trendStanding() says of what got better that it did', () => {
    const change = changeAt('2026-11-20T13:00:00.000Z', {
      before: 200,
      after: 150,
      shift: { value: -50, low: -60, high: -40, confidence: 0.95 },
    });
    const better = finding({ metric: 'lcp', subject: { kind: 'change', change }, q: 0.000_01 });

    const trend = trendStanding({ findings: [better], look: null }, REGION, NOW_MS);

    expect(trend).toMatchObject({
      direction: 'better',
      words: 'lcp stepped down by 25% on 2026-11-20 (95%: 20 to 30%; q <0.0001)',
      metric: 'lcp',
    });
  });

  test('trendStanding() says of a finding that nobody has looked whether it still stands', () => {
    const look = summaryOf([TESTED], '2026-10-20T00:40:00.000Z');
    const better = finding({
      subject: {
        kind: 'drift',
        drift: { ...DRIFT, slopePerDay: { ...DRIFT.slopePerDay, value: -1 } },
      },
    });

    const trends = [finding(), better].map((one) =>
      trendStanding({ findings: [one], look }, REGION, NOW_MS),
    );

    expect(trends[0]).toMatchObject({
      direction: 'worse',
      words: expect.stringMatching(/; nobody has looked since 2026-10-20$/),
    });
    expect(trends[1]?.direction).toBe('unknown');
  });

  test('trendStanding() tells the worst first: a budget that will be crossed, then the steepest', () => {
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

    const withAll = trendStanding(
      { findings: [finding(), steep, crossing], look: null },
      REGION,
      NOW_MS,
    );
    const without = trendStanding({ findings: [finding(), steep], look: null }, REGION, NOW_MS);

    expect(withAll).toEqual({
      direction: 'worse',
      words: 'p75 lcp reaches its budget 2026-12-04 to 2026-12-19 (95%); 2 more',
      metric: 'lcp',
      q: null,
    });
    expect(without.metric).toBe('step:pay');
  });

  test('trendStanding() says steady of what was tested, not of other regions or findings that ended', () => {
    const elsewhere = finding({ region: 'us-east-1' });
    const over = finding({ ended: { at: '2026-11-22T00:40:00.000Z', reason: 'it came back' } });
    const refused = { reason: 'a drift needs 14 days with data, there are 9', moreDays: 4.2 };
    const look = summaryOf([
      TESTED,
      { ...TESTED, metric: 'lcp' },
      { ...TESTED, metric: 'step:new', refused },
      { ...TESTED, region: 'us-east-1', metric: 'fcp' },
    ]);

    const trend = trendStanding({ findings: [elsewhere, over], look }, REGION, NOW_MS);

    expect(trend).toEqual({
      direction: 'steady',
      words: 'no drift or step in 2 metrics, looked at on 2026-11-23; 1 more cannot be told yet',
      metric: null,
      q: null,
    });
  });

  test.each([
    ['nobody ever looked', null, 'nobody has looked for trends yet'],
    [
      'nobody looked for two days',
      summaryOf([TESTED], '2026-11-21T11:59:59.000Z'),
      'nobody has looked for trends since 2026-11-21',
    ],
    [
      'there was no data',
      summaryOf([{ ...TESTED, region: 'us-east-1' }]),
      'the look of 2026-11-23 found no duration to test',
    ],
    [
      'the look was of other regions',
      { ...summaryOf([{ ...TESTED, region: 'local' }]), regions: ['local'] },
      'nobody has looked for trends in eu-west-1: the look of 2026-11-23 did not cover it',
    ],
    [
      'the look found nothing in it',
      { ...summaryOf([]), regions: ['local', 'eu-west-1'] },
      'the look of 2026-11-23 found no duration to test',
    ],
    [
      'there was too little',
      summaryOf([
        {
          ...TESTED,
          refused: { reason: 'a drift needs 14 days with data, there are 9', moreDays: 4.2 },
        },
      ]),
      'cannot be told yet: a drift needs 14 days with data, there are 9; about 5 more days',
    ],
    [
      'the look failed',
      summaryOf([{ ...TESTED, refused: { reason: 'no answer', moreDays: null } }]),
      'cannot be told: no answer',
    ],
  ])('trendStanding() does not know where %s', (_, look, words) => {
    const trend = trendStanding({ findings: [], look }, REGION, NOW_MS);

    expect(trend).toEqual({ direction: 'unknown', words, metric: null, q: null });
  });
});
