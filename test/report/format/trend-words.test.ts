import { describeSeries } from '../../../lib/report/format/trend-words.ts';
import { changeAt } from '../../support/findings.ts';
import {
  analysisOf,
  driftingAnalysis,
  NOW_MS,
  refusal,
  refusedAnalysis,
  STEADY,
  steppedAnalysis,
} from '../../support/trend-views.ts';

describe('describeSeries', () => {
  it('describeSeries() says how fast, since when, how sure, and when the budget is reached, of a drift', () => {
    expect(describeSeries(driftingAnalysis(), NOW_MS)).toEqual({
      tone: 'worse',
      words:
        'has been getting slower by 1.9% a week since 27 September (95%: 1.2 to 2.6%); at this rate p95 reaches its budget of 1.50 s between 4 and 19 December',
    });
  });

  it('describeSeries() turns a slope below zero around', () => {
    const { conclusion } = driftingAnalysis();
    if (conclusion.drift.kind === 'refused') throw new Error('it drifts');
    const slopePerDay = { value: -0.58, low: -0.79, high: -0.37, confidence: 0.95 };

    const analysis = driftingAnalysis({
      conclusion: { ...conclusion, drift: { ...conclusion.drift, slopePerDay } },
      forecasts: [],
    });

    expect(describeSeries(analysis, NOW_MS)).toEqual({
      tone: 'better',
      words: 'has been getting faster by 1.9% a week since 27 September (95%: 1.2 to 2.6%)',
    });
  });

  it('describeSeries() says how large a step is, and where it lies', () => {
    expect(describeSeries(steppedAnalysis(), NOW_MS)).toEqual({
      tone: 'worse',
      words:
        'stepped up by 60.0 ms (95%: 52.0 to 68.0 ms; 30%) on 30 October between 10:00 and 16:00 UTC, from 200 to 260 ms',
    });
  });

  it('describeSeries() bounds the drift of what is steady', () => {
    expect(describeSeries(analysisOf(), NOW_MS)).toEqual({
      tone: 'steady',
      words: 'is steady: any drift since 27 September lies within −0.33 to +0.46% a week (95%)',
    });
  });

  it('describeSeries() calls nothing a finding that does not hold after correction', () => {
    const analysis = driftingAnalysis({ q: { drift: 0.21, changes: [] } });

    expect(describeSeries(analysis, NOW_MS)).toEqual({
      tone: 'steady',
      words:
        'is steady: any drift since 27 September lies within 1.2 to 2.6% a week (95%); a drift (p 0.0004, q 0.21) does not stand out of all that was looked at',
    });
  });

  it('describeSeries() tells of a step that a later one undid', () => {
    const back = { shift: { value: -58, low: -66, high: -50, confidence: 0.95 } };
    const changes = [
      changeAt('2026-10-20T13:00:00Z'),
      changeAt('2026-10-24T13:00:00Z', { ...back, before: 260, after: 202 }),
    ];

    const { tone, words } = describeSeries(
      analysisOf({
        conclusion: { ...STEADY, kind: 'step', changes },
        q: { drift: 0.6, changes: [0.004, 0.004] },
      }),
      NOW_MS,
    );

    expect(tone).toBe('steady');
    expect(words).toContain('it stood 60.0 ms higher from 20 October to 24 October');
    expect(words).not.toContain('does not stand out');
  });

  it('describeSeries() says what is missing and when an answer will be possible, of too little data', () => {
    expect(describeSeries(refusedAnalysis(), NOW_MS)).toEqual({
      tone: 'unknown',
      words:
        'cannot be told yet: a drift needs 28 days with data, there are 9: 19 more days at the present rate, until about 11 December; a step needs 14 days with data, there are 9: 5 more days at the present rate, until about 27 November',
    });
  });

  it('describeSeries() says so where more days will not help', () => {
    const never = refusal('all values are the same', null);

    const { words } = describeSeries(
      analysisOf({ conclusion: { kind: 'refused', drift: never, changes: never } }),
      NOW_MS,
    );

    expect(words).toBe('cannot be told yet: all values are the same (more days will not help)');
  });

  it.each([
    ['crossed', { kind: 'crossed' }, '; p95 is above its budget of 1.50 s already'],
    ['not reached', { kind: 'not-reached' }, ''],
    ['refused', refusal('too few days', 3), ''],
  ] as const)(
    'describeSeries() says of a budget that is %s what is known',
    (_what, outcome, end) => {
      const budget = { metric: 'duration', statistic: 'p95', max: 1_500 } as const;

      const { words } = describeSeries(
        driftingAnalysis({ forecasts: [{ budget, outcome }] }),
        NOW_MS,
      );

      expect(words).toBe(
        `has been getting slower by 1.9% a week since 27 September (95%: 1.2 to 2.6%)${end}`,
      );
    },
  );
});
