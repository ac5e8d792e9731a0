import * as fc from 'fast-check';
import type { ComparedMetric, ComparedSeries } from '../../../../lib/core/compare/compared-runs.ts';
import {
  renderComparison,
  type ComparisonView,
} from '../../../../lib/report/terminal/trends/comparison.ts';
import { describeComparison } from '../../../../lib/report/format/describe-comparison.ts';
import { plainPaint } from '../../../../lib/report/terminal/text/paint.ts';
import { visibleWidth } from '../../../../lib/report/format/terminal-text.ts';
import { valueStrips } from '../../../../lib/report/terminal/trends/value-strips.ts';
import { WAIT_GREW } from '../../../support/trend-views.ts';

const screen = { paint: plainPaint, columns: 110 };

/** Values that lie evenly around a middle, 20 ms to either side. */
function valuesAround(middle: number, count = 60): Float64Array {
  return Float64Array.from({ length: count }, (_, index) => {
    const place = (index * 37) % count;
    return middle - 20 + (40 * place) / (count - 1);
  });
}

function comparison(low: number, value: number, high: number): ComparedMetric['result'] {
  return {
    kind: 'comparison',
    n: { a: 60, b: 60 },
    medians: { a: 235, b: 247 },
    shift: { value, low, high, confidence: 0.95 },
    relative: { value: value / 235, low: low / 235, high: high / 235, confidence: 0.95 },
    p: 0.000_4,
    inflation: 1,
  };
}

function metricOf(changes: Partial<ComparedMetric> = {}): ComparedMetric {
  return {
    metric: 'duration',
    unit: 'ms',
    values: { a: valuesAround(235), b: valuesAround(247) },
    result: comparison(8, 12, 16),
    q: 0.002,
    conclusion: 'worse',
    quantiles: [
      { q: 0.5, estimates: { a: quantile(235, 231, 238), b: quantile(247, 243, 251) } },
      { q: 0.95, estimates: { a: tooFew(), b: tooFew() } },
    ],
    ...changes,
  };
}

function quantile(value: number, low: number, high: number) {
  return {
    kind: 'quantile',
    value,
    low,
    high,
    confidence: 0.95,
    n: 60,
    censored: 0,
    bound: 'exact',
  } as const;
}

function tooFew() {
  const shortage = { code: 'too-few-values', q: 0.95, n: 60, needed: 72 } as const;

  return { kind: 'insufficient-data', shortage, moreDays: null } as const;
}

function seriesOf(changes: Partial<ComparedSeries> = {}): ComparedSeries {
  const outcomes = { passed: 60, failed: 0, errored: 0, skipped: 0, missing: 0 };
  const runs = { runs: 60, outcomes, timed: 60, timedOut: 0 };

  return {
    journey: 'checkout',
    region: 'local',
    runs: { a: runs, b: runs },
    metrics: [
      metricOf(),
      metricOf({
        metric: 'step:browse',
        result: comparison(-2, 0.2, 2.4),
        q: 0.8,
        conclusion: 'alike',
      }),
    ],
    instrument: [],
    onlyIn: { a: [], b: [] },
    explanation: null,
    ...changes,
  };
}

function viewOf(changes: Partial<ComparisonView> = {}): ComparisonView {
  return {
    sides: { a: 'runs/main', b: 'runs/branch' },
    ranges: { a: null, b: null },
    allowance: 0,
    series: [seriesOf()],
    gate: { kind: 'failed', worse: 1 },
    ...changes,
  };
}

describe('renderComparison', () => {
  it('renderComparison() says by how much, how sure that is, and how the values lie', () => {
    expect(renderComparison(viewOf(), screen)).toEqual([
      'A  runs/main',
      'B  runs/branch',
      'A is the baseline, B the candidate.',
      '',
      'checkout  local',
      '  A  60 runs compared',
      '  B  60 runs compared',
      '✗ duration: B is slower than A by 12.0 ms (95% CI: 8.0 to 16.0 ms; 5.1%), p = 0.0004, q = 0.002, n = 60 and',
      '  60.',
      '  A  █████████▇▇▇██████▇▇▇██████▇▇▇██████▅▅▅',
      '  B           ▂▂▂██████▇▇▇██████▇▇▇██████▇▇▇█████████',
      '     215 ms                                   266 ms+',
      '  p50      A 235 ms (231 to 238 ms)  B 247 ms (243 to 251 ms)',
      '  no data  p95 needs 72 values, there are 60',
      '✓ step:browse: no significant difference: −2.0 to +2.4 ms (95% CI; p = 0.0004, q = 0.80, n = 60 and 60). With',
      '  this many runs, only a change of 0.94% or more would be detected.',
      '',
      'Regression: B is worse than A in 1 metric.',
    ]);
  });

  it('renderComparison() explains a difference of duration by terms that add up', () => {
    const view = viewOf({ series: [seriesOf({ explanation: WAIT_GREW })] });

    const lines = renderComparison(view, screen);

    expect(lines).toContain(
      '           pay › wait shop.example     +19.4 ms  ████████████████████',
    );
    expect(lines).toContain('           total                       +23.2 ms');
  });

  it('renderComparison() reports of every run that is in no number', () => {
    const outcomes = { passed: 50, failed: 6, errored: 1, skipped: 0, missing: 3 };
    const runs = { runs: 60, outcomes, timed: 48, timedOut: 5 };
    const { a } = seriesOf().runs;

    const lines = renderComparison(
      viewOf({ series: [seriesOf({ runs: { a, b: runs } })] }),
      screen,
    );

    expect(lines[6]).toBe(
      '  B  48 runs compared · 6 failed · 1 errored · 3 missing · 2 passed on a machine out of order · 5 timed out',
    );
  });

  it('renderComparison() names the machine that measured where it differed, and what one side alone has', () => {
    const series = seriesOf({
      instrument: [metricOf({ metric: 'instrument:cpu' })],
      onlyIn: { a: [], b: ['step:new'] },
    });

    const text = renderComparison(viewOf({ series: [series] }), screen).join(' ');

    expect(text).toContain('! instrument:cpu, the measuring machine: B is slower than A by');
    expect(text).toContain('Only in B, not compared: step:new.');
  });

  it.each([
    ['2026-11-21T10:00Z', '2026-11-21T12:00Z', false],
    ['2026-11-22T06:00Z', '2026-11-22T08:00Z', true],
    ['2026-11-21T10:00Z', '2026-11-21T13:00Z', true],
  ])(
    'renderComparison() warns of seasons where A is of %s to %s and B of 10:00 to 12:00 the next day: %s',
    (since, until, warns) => {
      const b = { since: '2026-11-22T10:00Z', until: '2026-11-22T12:00Z' };

      const lines = renderComparison(viewOf({ ranges: { a: { since, until }, b } }), screen);

      expect(lines.join(' ').includes('different hours of the day')).toBe(warns);
    },
  );

  it.each([
    [{ kind: 'passed' }, 0, 'No regression detected: B is not significantly worse than A.'],
    [
      { kind: 'passed' },
      0.05,
      'No regression detected: B is not significantly worse than A by more than 5%.',
    ],
    [
      { kind: 'failed', worse: 2 },
      0.05,
      'Regression: B is worse than A by more than 5% in 2 metrics.',
    ],
    [
      { kind: 'unknown', reason: { code: 'no-runs' } },
      0,
      'Inconclusive: there are no runs on either side.',
    ],
  ] as const)('renderComparison() ends with what %j means', (gate, allowance, words) => {
    expect(renderComparison(viewOf({ gate, allowance }), screen).at(-1)).toBe(words);
  });

  it('renderComparison() stays within the screen and lets no name move the cursor', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 60, max: 200 }),
        fc.string({ unit: 'grapheme', maxLength: 90 }),
        (columns, name) => {
          const hostile = `\u001B[2J${name}`;
          const metrics = [metricOf({ metric: hostile })];
          const only = { a: [hostile], b: [] };
          const series = [seriesOf({ journey: hostile, metrics, onlyIn: only })];
          const sides = { a: hostile, b: 'x' };

          const lines = renderComparison(viewOf({ series, sides }), { ...screen, columns });

          for (const line of lines) {
            expect(visibleWidth(line)).toBeLessThanOrEqual(columns);
            // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
            expect(line).not.toMatch(/[\u0000-\u001F\u007F-\u009F]/);
          }
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe('describeComparison', () => {
  it.each([
    [
      'better',
      comparison(-16, -12, -8),
      'B is faster than A by 12.0 ms (95% CI: 8.0 to 16.0 ms; 5.1%)',
    ],
    ['allowed', comparison(8, 12, 16), 'not significantly more than allowed'],
    ['insufficient-data', tooFew(), 'not enough data: p95 needs 72 values, there are 60'],
  ] as const)('describeComparison() says of %s what is known', (conclusion, result, words) => {
    expect(describeComparison(metricOf({ conclusion, result }))).toContain(words);
  });
});

describe('valueStrips', () => {
  it.each([
    ['no values', []],
    ['one value', [1]],
    ['equal values', [2, 2, 2]],
  ])('valueStrips() draws nothing of %s', (_what, values) => {
    const sides = { a: Float64Array.from(values), b: Float64Array.from(values) };

    expect(valueStrips(sides, 'ms', { columns: 40, screen })).toBeNull();
  });

  it('valueStrips() puts both sides on one axis', () => {
    const strips = valueStrips(
      { a: Float64Array.from([1, 1, 2]), b: Float64Array.from([7, 7, 6]) },
      'count',
      { columns: 12, screen },
    );

    expect(strips).toEqual({ a: '██▄▄        ', b: '          ██', axis: '1          7' });
  });
});
