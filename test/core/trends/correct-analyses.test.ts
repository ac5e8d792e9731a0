import { correctAnalyses } from '../../../lib/core/trends/correct-analyses.ts';
import {
  analysisOf,
  drifting,
  journeyOf,
  REFUSED,
  stepping,
  conclusionOf,
} from '../../support/analyses.ts';
import { changeAt, DRIFT } from '../../support/findings.ts';

const UNCORRECTED = { q: { drift: null, changes: [] } };

describe('correctAnalyses()', () => {
  test('correctAnalyses() corrects the tests of all series of all journeys together', () => {
    const changes = [
      changeAt('2026-10-01T09:00:00.000Z', { p: 0.001 }),
      changeAt('2026-11-01T09:00:00.000Z', { p: 0.004 }),
    ];
    const journeys = [
      journeyOf([
        // p: 0.004 and, for the test that found no change, 1.
        analysisOf(drifting({ p: 0.004 }), UNCORRECTED),
        // p: 0.3, 0.001 and 0.004.
        analysisOf({ ...stepping(...changes), drift: { ...DRIFT, p: 0.3 } }, UNCORRECTED),
      ]),
      // p: none, and 1; then 0.02 and none.
      journeyOf([
        analysisOf(conclusionOf({ drift: REFUSED }), UNCORRECTED),
        analysisOf({ ...drifting({ p: 0.02 }), changes: REFUSED }, UNCORRECTED),
      ]),
    ];

    const [first, second] = correctAnalyses(journeys);

    // Seven tests: 0.001 × 7/1; 0.004 × 7/3, of which two are equal; 0.02 × 7/4; 0.3 × 7/5; 1; 1.
    expect(first?.series.map(({ q }) => q.drift)).toEqual([
      expect.closeTo(0.028 / 3, 12),
      expect.closeTo(0.42, 12),
    ]);
    expect(first?.series.map(({ q }) => q.changes)).toEqual([
      [],
      [expect.closeTo(0.007, 12), expect.closeTo(0.028 / 3, 12)],
    ]);
    expect(second?.series.map(({ q }) => q)).toEqual([
      { drift: null, changes: [] },
      { drift: expect.closeTo(0.035, 12), changes: [] },
    ]);
  });

  test('correctAnalyses() asks more of a drift the more series are looked at', () => {
    const steady = Array.from({ length: 99 }, () => analysisOf(conclusionOf(), UNCORRECTED));

    const [alone, among] = [[], steady].map((others) =>
      correctAnalyses([journeyOf([analysisOf(drifting({ p: 0.004 }), UNCORRECTED), ...others])]),
    );

    expect(alone?.[0]?.series[0]?.q.drift).toBeCloseTo(0.008, 12);
    expect(among?.[0]?.series[0]?.q.drift).toBeCloseTo(0.8, 12);
  });

  test("correctAnalyses() leaves out the instrument's own series", () => {
    const one = analysisOf(drifting({ p: 0.004 }), UNCORRECTED);
    const instrument = [analysisOf(drifting({ p: 0.000_1 }), UNCORRECTED)];

    const [corrected] = correctAnalyses([journeyOf([one], { instrument })]);

    expect(corrected?.series[0]?.q.drift).toBeCloseTo(0.008, 12);
    expect(corrected?.instrument).toEqual(instrument);
  });
});
