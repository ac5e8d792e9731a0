import { candidatesOf, undoneChanges } from '../../../lib/core/trends/finding-candidates.ts';
import type { BudgetForecast } from '../../../lib/core/trends/journey-analysis.ts';
import {
  analysisOf,
  drifting,
  LOOK,
  REFUSED,
  stepping,
  conclusionOf,
} from '../../support/analyses.ts';
import { changeAt, DRIFT } from '../../support/findings.ts';
import { DAY_MS } from '../../../lib/core/base/time.ts';

const UP = changeAt('2026-10-01T09:00:00.000Z');
const BACK = changeAt('2026-10-20T09:00:00.000Z', {
  before: 260,
  after: 205,
  shift: { value: -55, low: -60, high: -50, confidence: 0.95 },
});
const AGAIN = changeAt('2026-11-05T09:00:00.000Z', { before: 205, after: 255 });

function forecastIn(days: number, statistic: 'p75' | 'p95' = 'p95'): BudgetForecast {
  const atMs = Date.parse(LOOK.to) + days * DAY_MS;

  return {
    budget: { metric: 'duration', statistic, max: 500 },
    outcome: {
      kind: 'forecast',
      atMs,
      earliestMs: atMs - DAY_MS,
      latestMs: null,
      confidence: 0.9,
    },
  };
}

function kindsOf(...analysis: Parameters<typeof analysisOf>): readonly string[] {
  return candidatesOf(analysisOf(...analysis)).map(({ subject }) => subject.kind);
}

describe('candidatesOf()', () => {
  test.each([
    ['below both levels', { p: 0.009 }, 0.049, ['drift']],
    ['not below the level of one test', { p: 0.01 }, 0.02, []],
    ['not below the share of false ones', { p: 0.009 }, 0.05, []],
    ['never corrected', { p: 0.000_1 }, null, []],
  ])(
    'candidatesOf() finds a drift only where it is found twice: %s',
    (...[, test, drift, kinds]) => {
      expect(kindsOf(drifting(test), { q: { drift, changes: [] } })).toEqual(kinds);
    },
  );

  test('candidatesOf() finds no drift that a step explains better', () => {
    expect(kindsOf({ ...stepping(UP), drift: DRIFT })).toEqual(['change']);
    expect(kindsOf({ ...stepping(UP), kind: 'both', drift: DRIFT })).toEqual(['drift', 'change']);
  });

  test('candidatesOf() finds nothing where nothing could be tested', () => {
    expect(
      kindsOf(conclusionOf({ kind: 'insufficient-data', drift: REFUSED, changes: REFUSED })),
    ).toEqual([]);
  });

  test('candidatesOf() forecasts only of what drifts, and no further ahead than it looked back', () => {
    const forecasts = [forecastIn(120), forecastIn(121, 'p75')];

    const [drift, forecast, ...others] = candidatesOf(analysisOf(drifting(), { forecasts }));

    expect(drift?.subject.kind).toBe('drift');
    expect(forecast).toEqual({
      subject: {
        kind: 'forecast',
        forecast: forecasts[0]?.outcome,
        budget: { statistic: 'p95', max: 500 },
      },
      q: null,
      explanation: drift?.explanation,
    });
    expect(others).toEqual([]);
    expect(kindsOf(conclusionOf(), { forecasts })).toEqual([]);
  });

  test.each([
    ['up', [UP], [UP]],
    ['up, then back', [UP, BACK], []],
    ['up, back, up again', [UP, BACK, AGAIN], [AGAIN]],
    ['up, and up again', [UP, AGAIN], [UP, AGAIN]],
    ['up, then half-way down', [UP, { ...BACK, after: 231 }], [UP, { ...BACK, after: 231 }]],
  ])('candidatesOf() finds the changes that hold: %s', (_, changes, held) => {
    const found = candidatesOf(analysisOf(stepping(...changes)));

    expect(found.map(({ subject }) => subject)).toEqual(
      held.map((change) => ({ kind: 'change', change })),
    );
  });
});

test('undoneChanges() pairs a change with the one that brought the level back', () => {
  expect(undoneChanges(analysisOf(stepping(UP, BACK, AGAIN)))).toEqual([{ change: UP, by: BACK }]);
  expect(undoneChanges(analysisOf(stepping(UP, { ...BACK, p: 0.02 })))).toEqual([]);
});
