import { findingsSection } from '../../../../lib/report/html/journey/journey-findings.ts';
import { DRIFT, finding } from '../../../support/findings.ts';
import { textOf } from '../../../support/run-page-parts.ts';
import { sampleJourney } from '../../../support/sample-journey.ts';

const NOW_MS = Date.UTC(2026, 10, 23, 12);
const SMALL = finding({ id: 'drift-small', metric: 'step:sign in' });
const LARGE = finding({
  id: 'drift-large',
  metric: 'step:order',
  subject: {
    kind: 'drift',
    drift: {
      ...DRIFT,
      slopePerDay: { value: 9, low: 8, high: 10, confidence: 0.95 },
    },
  },
});
const OVER = finding({
  id: 'drift-over',
  metric: 'step:pay',
  resolved: { at: '2026-11-22T00:40:00.000Z', code: 'explained-by-change' },
});

function partsOf(markup: string): readonly string[] {
  return markup.split('<li class="finding').slice(1);
}

describe('findingsSection()', () => {
  const page = { findings: [SMALL, OVER, LARGE], regions: [], readAtMs: NOW_MS };

  test('findingsSection() shows findings of the selected metric first and in full, others folded', () => {
    const { markup } = findingsSection({ ...page, metric: 'step:sign in' }, {});
    const [first = '', second = '', third = ''] = partsOf(markup);

    expect(first).toContain('is-whole');
    expect(textOf(first)).toContain('step:sign in');
    expect(first).not.toContain('<details');
    expect(second).toMatch(
      /<details[^>]*>\s*<summary>[^]*step:order[^]*<\/summary>[^]*explanation/,
    );
    expect(textOf(third)).toContain('was resolved');
    expect(textOf(markup)).toContain('1 resolved finding in this period');
  });

  test('findingsSection() shows the worst finding in full when the metric has none', () => {
    const { markup } = findingsSection({ ...page, metric: 'bytes' }, {});
    const [first = '', second = ''] = partsOf(markup);

    expect(first).toContain('is-whole');
    expect(textOf(first)).toContain('step:order');
    expect(textOf(second)).toContain('step:sign in');
  });

  test('findingsSection() folds nothing in a report', () => {
    const { markup } = findingsSection({ ...page, metric: 'bytes' }, { isStatic: true });

    expect(markup).not.toContain('<details');
    expect(textOf(markup)).toContain('step:sign in');
    expect(textOf(markup)).toContain('1 resolved finding in this period.');
  });

  test('findingsSection() reports no findings only for regions that were analysed', () => {
    const [region] = sampleJourney().regions;
    const none = { metric: null, q: null } as const;
    const at = '2026-11-23T00:40:00.000Z';
    const known = {
      ...none,
      code: 'steady',
      direction: 'steady',
      at,
      tested: 2,
      untested: 0,
    } as const;
    const unknown = { ...none, code: 'never-analysed', direction: 'unknown' } as const;
    const texts = [[known], [known, unknown], [unknown]].map((trends) => {
      const regions = trends.flatMap((trend) =>
        region === undefined ? [] : [{ ...region, trend }],
      );
      return textOf(
        findingsSection({ findings: [], metric: 'duration', regions, readAtMs: NOW_MS }, {}).markup,
      ).trim();
    });

    expect(texts).toEqual([
      'No findings in this period.',
      'No findings in this period. No trend yet for 1 of 2 regions: not analysed yet.',
      'Not analysed yet.',
    ]);
  });
});
