import * as fc from 'fast-check';
import type { ComparedMetric } from '../../../../lib/core/compare/compared-runs.ts';
import { dotStrips, MAX_DOTS, thinned } from '../../../../lib/report/html/charts/dot-strips.ts';
import { quantileEstimate, textOf } from '../../../support/run-page-parts.ts';

function metricOf(a: readonly number[], b: readonly number[]): ComparedMetric {
  return {
    metric: 'duration',
    unit: 'ms',
    values: { a: Float64Array.from(a), b: Float64Array.from(b) },
    result: { kind: 'insufficient-data', shortage: { code: 'not-tested' }, moreDays: null },
    q: null,
    conclusion: 'insufficient-data',
    quantiles: [],
  };
}

function markupOf(metric: ComparedMetric): string {
  return dotStrips(metric)?.markup ?? '';
}

/** Where the dots of a side lie, from 0 to 1000. */
function dotsOf(markup: string, side: 'a' | 'b'): readonly number[] {
  const strip = markup.slice(markup.indexOf(`side-${side}`));
  const path = / d="([^"]*)"/.exec(strip)?.[1] ?? '';

  return [...path.matchAll(/M([\d.]+) /g)].map(([, x]) => Number(x));
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.floor(share * sorted.length)] ?? Number.NaN;
}

describe('dotStrips()', () => {
  it('dotStrips() puts both sides on one axis', () => {
    const markup = markupOf(metricOf([100, 150], [200, 125]));

    expect(dotsOf(markup, 'a')).toEqual([0, 500]);
    expect(dotsOf(markup, 'b')).toEqual([250, 1000]);
    expect(textOf(markup)).toBe('A B 100 ms 120 ms 140 ms 160 ms 180 ms 200 ms');
  });

  it('dotStrips() ends its axis before outliers, and says how many and how far', () => {
    const values = Array.from({ length: 200 }, (_, index) => 100 + index / 10);

    const text = textOf(markupOf(metricOf([...values, 9000], values)));

    expect(text).toContain('A: 1 run above 120 ms not shown, up to 9.00 s.');
  });

  it('dotStrips() always draws a single run of one side', () => {
    const values = Array.from({ length: 200 }, (_, index) => 100 + index / 10);

    const markup = markupOf(metricOf(values, [9000]));

    expect(dotsOf(markup, 'b')).toEqual([1000]);
    expect(markup).toContain('class="dots few"');
    expect(textOf(markup)).not.toContain('Not drawn');
  });

  it('dotStrips() marks percentiles with intervals, except those without an estimate', () => {
    const values = Array.from({ length: 101 }, (_, index) => 100 + index);
    const estimate = quantileEstimate(150, [140, 175]);
    const refused = {
      kind: 'insufficient-data',
      shortage: { code: 'not-tested' },
      moreDays: null,
    } as const;

    const markup = markupOf({
      ...metricOf(values, values),
      quantiles: [
        { q: 0.5, estimates: { a: estimate, b: refused } },
        { q: 0.95, estimates: { a: refused, b: { ...estimate, high: Infinity } } },
      ],
    });

    const marks = [
      ...markup.matchAll(
        /x="([\d.]+)"\s+width="([\d.]+)"[^>]*>\s*<line\s+class="dot-mark (p\d+)"\s+x1="([\d.]+)"/g,
      ),
    ];
    expect(marks.map((mark) => mark.slice(1))).toEqual([
      ['400', '350', 'p50', '500'],
      ['400', '600', 'p95', '500'],
    ]);
  });

  it('dotStrips() is null without values, and centres a single value', () => {
    expect(dotStrips(metricOf([], []))).toBeNull();
    expect(dotsOf(markupOf(metricOf([80, 80], [80])), 'b')).toEqual([500]);
  });
});

describe('thinned()', () => {
  it('thinned() keeps at most MAX_DOTS of the values, with the same percentiles', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 3000 }),
        (values) => {
          const dots = thinned(values);

          const sorted = values.toSorted((one, other) => one - other);
          expect(dots).toHaveLength(Math.min(MAX_DOTS, values.length));
          expect(dots.every((dot) => values.includes(dot))).toBe(true);
          for (const share of [0.1, 0.5, 0.9]) {
            const near = [at(sorted, share - 0.01), at(sorted, share + 0.01)];
            if (values.length < MAX_DOTS) continue;
            expect(at(dots, share)).toBeGreaterThanOrEqual(near[0] ?? Number.NaN);
            expect(at(dots, share)).toBeLessThanOrEqual(near[1] ?? Number.NaN);
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});
