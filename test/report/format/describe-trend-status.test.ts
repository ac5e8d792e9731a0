import type { DataShortage } from '../../../lib/core/stats/series.ts';
import type { TrendFacts } from '../../../lib/core/trends/trend-status.ts';
import { describeFinding } from '../../../lib/report/format/describe-finding.ts';
import { describeShortage } from '../../../lib/report/format/describe-shortage.ts';
import { describeTrendStatus } from '../../../lib/report/format/describe-trend-status.ts';
import { changeAt, finding } from '../../support/findings.ts';

const NOW_MS = Date.UTC(2026, 10, 23, 12);
const AT = '2026-11-23T00:40:00.000Z';
const TOO_FEW: DataShortage = {
  code: 'too-few-days',
  question: 'drift',
  autocorrelated: false,
  days: 1,
  neededDays: 21,
  since: null,
};

function textOf(facts: TrendFacts): string {
  return describeTrendStatus({ direction: 'unknown', metric: null, q: null, ...facts }, NOW_MS);
}

describe('describeTrendStatus()', () => {
  test('describeTrendStatus() has the worst finding, its significance, and how many more', () => {
    const { metric, unit, subject } = finding();
    const worst = { metric, unit, subject, q: 0.001_2 };
    const facts = { code: 'open-findings', worst, more: 2, notAnalysedSince: null } as const;

    const text = describeTrendStatus({ ...facts, direction: 'worse', metric, q: 0.001_2 }, NOW_MS);

    expect(text).toBe('duration gets slower by 4.2% a week (95% CI: 3.4 to 5%); q = 0.001; 2 more');
  });

  test.each<[TrendFacts, string]>([
    [{ code: 'never-analysed' }, 'not analysed yet'],
    [
      { code: 'not-analysed-since', at: '2026-11-20T00:40:00.000Z' },
      'not analysed since 20 November',
    ],
    [
      { code: 'region-not-analysed', region: 'eu-west-1', at: AT },
      'the analysis of 23 November did not cover eu-west-1',
    ],
    [
      { code: 'insufficient-data', shortage: TOO_FEW, moreDays: null },
      'not enough data for trends yet: a drift needs 21 days, this journey has 1',
    ],
    [
      {
        code: 'insufficient-data',
        shortage: { code: 'failed', message: 'no answer' },
        moreDays: null,
      },
      'the analysis failed: no answer',
    ],
    [
      { code: 'steady', at: AT, tested: 2, untested: 1 },
      'no drift or step detected in 2 metrics, analysed on 23 November; not enough data for 1 more metric',
    ],
  ])('describeTrendStatus() of %j', (facts, text) => {
    expect(textOf(facts)).toBe(text);
  });
});

describe('describeShortage()', () => {
  test.each<[DataShortage, string]>([
    [
      { ...TOO_FEW, autocorrelated: true, since: '2026-11-20T13:00:00.000Z', neededDays: 42 },
      'a drift in autocorrelated days needs 42 days, this journey has 1 since 20 November 2026',
    ],
    [
      { code: 'too-few-values', q: 0.999, n: 1, needed: 3_688 },
      'p99.9 needs 3688 values, there is 1',
    ],
    [
      { code: 'autocorrelated-runs', n: { a: 30, b: 30 }, effective: { a: 1, b: 2 } },
      'a comparison needs more runs: these are autocorrelated, 30 and 30 are worth about 1 and 2 independent ones',
    ],
    [{ code: 'no-drift', statistic: 'p95' }, 'no drift moves the p95 towards its budget'],
    [{ code: 'text', text: 'as before' }, 'as before'],
  ])('describeShortage() of %j', (shortage, text) => {
    expect(describeShortage(shortage)).toBe(text);
  });
});

describe('describeFinding()', () => {
  const change = changeAt('2026-11-20T13:00:00.000Z');
  const forecast = {
    kind: 'forecast',
    atMs: Date.UTC(2026, 11, 10),
    earliestMs: Date.UTC(2026, 11, 4),
    latestMs: Date.UTC(2026, 11, 19),
    confidence: 0.95,
  } as const;

  test.each([
    [
      finding({ subject: { kind: 'change', change } }),
      'duration stepped up by 30% on 20 November (95% CI: 26 to 34%)',
    ],
    [
      finding({
        metric: 'lcp',
        subject: { kind: 'forecast', forecast, budget: { statistic: 'p75', max: 330 } },
      }),
      'lcp p75 reaches 330 ms between 4 and 19 December (95% CI)',
    ],
    [
      finding({ resolved: { at: AT, code: 'no-data', days: 14 } }),
      'the drift of duration is resolved: the metric has had no data for 14 days',
    ],
  ])('describeFinding() in short is one clause', (one, text) => {
    expect(describeFinding(one, { form: 'short', nowMs: NOW_MS })).toBe(text);
  });

  test('describeFinding() has the same numbers in both forms', () => {
    const [short, full] = (['short', 'full'] as const).map((form) =>
      describeFinding(finding(), { form, nowMs: NOW_MS }),
    );

    expect(short).toBe('duration gets slower by 4.2% a week (95% CI: 3.4 to 5%)');
    expect(full).toBe('duration has been getting slower by 4.2% a week (95% CI: 3.4 to 5%)');
  });
});
