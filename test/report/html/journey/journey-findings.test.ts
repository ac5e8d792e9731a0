import { findingsSection } from '../../../../lib/report/html/journey/journey-findings.ts';
import { DRIFT, finding } from '../../../support/findings.ts';
import { textOf } from '../../../support/run-page-parts.ts';
import { sampleJourney } from '../../../support/sample-journey.ts';

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
  ended: { at: '2026-11-22T00:40:00.000Z', reason: 'a change explains it better' },
});

function partsOf(markup: string): readonly string[] {
  return markup.split('<li class="finding').slice(1);
}

describe('findingsSection()', () => {
  const page = { findings: [SMALL, OVER, LARGE], regions: [] };

  test('findingsSection() shows findings of the selected metric first and in full, others folded', () => {
    const { markup } = findingsSection({ ...page, metric: 'step:sign in' }, {});
    const [first = '', second = '', third = ''] = partsOf(markup);

    expect(first).toContain('is-whole');
    expect(textOf(first)).toContain('step:sign in');
    expect(first).not.toContain('<details');
    expect(second).toMatch(
      /<details[^>]*>\s*<summary>[^]*step:order[^]*<\/summary>[^]*explanation/,
    );
    expect(textOf(third)).toContain('is over since');
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
    const known = {
      direction: 'steady',
      words: 'no drift, no step',
      metric: null,
      q: null,
    } as const;
    const unknown = { ...known, direction: 'unknown', words: 'nobody has looked yet' } as const;
    const words = [[known], [known, unknown], [unknown]].map((trends) => {
      const regions = trends.flatMap((trend) =>
        region === undefined ? [] : [{ ...region, trend }],
      );
      return textOf(
        findingsSection({ findings: [], metric: 'duration', regions }, {}).markup,
      ).trim();
    });

    expect(words).toEqual([
      'No drift, step or forecast stood in this time.',
      'No drift, step or forecast stands where it can be told; of 1 of 2 regions it cannot: nobody has looked yet.',
      'Whether anything drifts or stepped cannot be told: nobody has looked yet.',
    ]);
  });
});
