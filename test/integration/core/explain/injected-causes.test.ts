import { describePossibleCause } from '../../../../lib/report/format/describe-possible-cause.ts';
import { explainInjected, gapOf, INJECTED_CAUSES } from '../../../support/injected-causes.ts';
import { HOUR_MS } from '../../../../lib/core/base/time.ts';

/** Small, so that it is fast: `test/suites/trends` has longer histories and more of them. */
const SIZE = { days: 19, everyMs: 4 * HOUR_MS, moment: 'roughly' } as const;
const MACHINE = ['chromium', 'instrument:cpu'];
const PLACES = ['step', 'phase'];

describe('explainChange()', () => {
  it.each(INJECTED_CAUSES)(
    'explainChange() names $subjects first when $scenario is injected, and its terms add up',
    ({ scenario, kind, subjects }) => {
      const explanation = explainInjected(scenario, { kind, seed: 5 }, SIZE);

      const [first] = explanation.causes;
      expect(subjects).toContain(first?.subject);
      expect(gapOf(explanation)).toBeLessThan(1e-6);
      expect(Math.abs(explanation.decomposition?.unaccountedMs ?? NaN)).toBeLessThan(0.01);
      expect(explanation.instrument).toBe(MACHINE.includes(first?.subject ?? ''));
    },
  );

  it('explainChange() says that names are slower in one region only', () => {
    const { causes, regions } = explainInjected('dns-one-region', { kind: 'api', seed: 6 }, SIZE);

    expect(regions).toEqual({ sharing: ['ap-southeast-2'], others: ['eu-west-1', 'us-east-1'] });
    expect(causes[0]).toMatchObject({ kind: 'phase', subject: 'dns@shop.example' });
    expect(causes[0] === undefined ? '' : describePossibleCause(causes[0])).toMatch(
      /^DNS of shop\.example takes 1[12]\d ms longer, .+, in ap-southeast-2 only$/,
    );
  });

  it.each(['steady', 'season'] as const)(
    'explainChange() names nothing that moved when nothing did: %s',
    (scenario) => {
      const { causes, instrument } = explainInjected(scenario, { kind: 'browser', seed: 8 }, SIZE);

      expect(causes.filter(({ kind }) => !PLACES.includes(kind))).toEqual([]);
      expect(instrument).toBe(false);
    },
  );
});
