import { explainInjected, gapOf, INJECTED_CAUSES } from '../../support/injected-causes.ts';
import { HOUR_MS } from '../../../lib/core/base/time.ts';

const SEEDS = Array.from({ length: 10 }, (_, index) => index + 1);
const MUST_NAME = 9;
/** Five weeks; the change comes after three, so that two weeks are compared with two. */
const SIZE = { days: 35, everyMs: 2 * HOUR_MS, moment: 'statistics' } as const;
const PLACES = ['step', 'phase'];

describe('explainChange()', () => {
  it.each(INJECTED_CAUSES)(
    'explainChange() names $subjects first in 9 of 10 histories with $scenario',
    ({ scenario, kind, subjects }) => {
      const explanations = SEEDS.map((seed) => explainInjected(scenario, { kind, seed }, SIZE));

      const named = explanations.filter(({ causes }) =>
        subjects.includes(causes[0]?.subject ?? ''),
      );
      expect(named.length).toBeGreaterThanOrEqual(MUST_NAME);
      expect(Math.max(...explanations.map(gapOf))).toBeLessThan(1e-6);
    },
  );

  it.each(['steady', 'season'] as const)(
    'explainChange() names nothing that moved in 10 histories where nothing did: %s',
    (scenario) => {
      const causes = SEEDS.flatMap((seed) => {
        return explainInjected(scenario, { kind: 'browser', seed }, SIZE).causes;
      });

      expect(causes.filter(({ kind }) => !PLACES.includes(kind))).toEqual([]);
    },
  );
});
