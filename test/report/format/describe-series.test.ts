import { describeSeries } from '../../../lib/report/format/describe-series.ts';
import { changeAt } from '../../support/findings.ts';
import {
  analysisOf,
  driftingAnalysis,
  NOW_MS,
  refusedAnalysis,
  STEADY,
  steppedAnalysis,
  tooFewDays,
} from '../../support/trend-views.ts';

describe('describeSeries', () => {
  it('describeSeries() has the rate, the beginning, the interval and the budget of a drift', () => {
    expect(describeSeries(driftingAnalysis(), NOW_MS)).toEqual({
      tone: 'worse',
      text: 'has been getting slower by 1.9% a week since 27 September (95% CI: 1.2 to 2.6%); at this rate p95 reaches its budget of 1.5 s between 4 and 19 December',
    });
  });

  it('describeSeries() calls a slope below zero faster', () => {
    const { conclusion } = driftingAnalysis();
    if (conclusion.drift.kind === 'insufficient-data') throw new Error('it drifts');
    const slopePerDay = { value: -0.58, low: -0.79, high: -0.37, confidence: 0.95 };

    const analysis = driftingAnalysis({
      conclusion: { ...conclusion, drift: { ...conclusion.drift, slopePerDay } },
      forecasts: [],
    });

    expect(describeSeries(analysis, NOW_MS)).toEqual({
      tone: 'better',
      text: 'has been getting faster by 1.9% a week since 27 September (95% CI: 1.2 to 2.6%)',
    });
  });

  it('describeSeries() has the size and the moment of a step', () => {
    expect(describeSeries(steppedAnalysis(), NOW_MS)).toEqual({
      tone: 'worse',
      text: 'stepped up by 60.0 ms (95% CI: 52.0 to 68.0 ms; 30%) on 30 October between 10:00 and 16:00 UTC, from 200 to 260 ms',
    });
  });

  it('describeSeries() has the interval of the drift of a steady series', () => {
    expect(describeSeries(analysisOf(), NOW_MS)).toEqual({
      tone: 'steady',
      text: 'is steady: any drift since 27 September is within −0.33 to +0.46% a week (95% CI)',
    });
  });

  it('describeSeries() is steady where a drift is not significant after correction', () => {
    const analysis = driftingAnalysis({ q: { drift: 0.21, changes: [] } });

    expect(describeSeries(analysis, NOW_MS)).toEqual({
      tone: 'steady',
      text: 'is steady: any drift since 27 September is within 1.2 to 2.6% a week (95% CI); a drift (p = 0.0004, q = 0.21) is not significant after correction for multiple tests',
    });
  });

  it('describeSeries() has a step that a later one undid', () => {
    const back = { shift: { value: -58, low: -66, high: -50, confidence: 0.95 } };
    const changes = [
      changeAt('2026-10-20T13:00:00Z'),
      changeAt('2026-10-24T13:00:00Z', { ...back, before: 260, after: 202 }),
    ];

    const { tone, text } = describeSeries(
      analysisOf({
        conclusion: { ...STEADY, kind: 'step', changes },
        q: { drift: 0.6, changes: [0.004, 0.004] },
      }),
      NOW_MS,
    );

    expect(tone).toBe('steady');
    expect(text).toContain('it was 60.0 ms higher from 20 October to 24 October');
    expect(text).not.toContain('not significant');
  });

  it('describeSeries() has what is missing, and until when, of too little data', () => {
    expect(describeSeries(refusedAnalysis(), NOW_MS)).toEqual({
      tone: 'unknown',
      text: 'does not have enough data: a drift needs 28 days, this journey has 9: about 19 more days, until 11 December; a change point needs 14 days, this journey has 9: about 5 more days, until 27 November',
    });
  });

  it('describeSeries() has one clause where both tests lack the same days', () => {
    const [drift, changes] = [tooFewDays('drift', 21, 12), tooFewDays('change', 21, 12)];

    const { text } = describeSeries(
      analysisOf({ conclusion: { kind: 'insufficient-data', drift, changes } }),
      NOW_MS,
    );

    expect(text).toMatch(/^does not have enough data: a drift or a change point needs 21 days/);
    expect(text).not.toContain(';');
  });

  it('describeSeries() has a hint where more days will not help', () => {
    const never = tooFewDays('drift', 28, null);

    const { text } = describeSeries(
      analysisOf({ conclusion: { kind: 'insufficient-data', drift: never, changes: never } }),
      NOW_MS,
    );

    expect(text).toBe(
      'does not have enough data: a drift needs 28 days, this journey has 9 (more days will not help)',
    );
  });

  it.each([
    ['crossed', { kind: 'crossed' }, '; p95 exceeds its budget of 1.5 s'],
    ['not reached', { kind: 'not-reached' }, ''],
    ['without enough data', tooFewDays('forecast', 28, 3), ''],
  ] as const)(
    'describeSeries() has what is known of a budget that is %s',
    (_what, outcome, end) => {
      const budget = { metric: 'duration', statistic: 'p95', max: 1_500 } as const;

      const { text } = describeSeries(
        driftingAnalysis({ forecasts: [{ budget, outcome }] }),
        NOW_MS,
      );

      expect(text).toBe(
        `has been getting slower by 1.9% a week since 27 September (95% CI: 1.2 to 2.6%)${end}`,
      );
    },
  );
});
