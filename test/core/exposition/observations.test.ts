import { VITAL_THRESHOLDS } from '../../../lib/report/format/vitals.ts';
import { FAMILIES } from '../../../lib/core/exposition/families.ts';
import { newestObservations, observationsOf } from '../../../lib/core/exposition/observations.ts';
import { requestPhases, requestRecord, stepRecord } from '../../support/record-parts.ts';
import { runRecord } from '../../support/run-records.ts';

const SERIES = { journey: 'checkout', region: 'eu-west-1' };

describe('observationsOf', () => {
  test('observationsOf() gives timings in seconds, with their step, phase and vital', () => {
    const record = runRecord({
      durationMs: 1_500,
      steps: [stepRecord({ name: 'pay', durationMs: 250 })],
      requests: [requestRecord({ phases: requestPhases({ waitMs: 14, unaccountedMs: 6 }) })],
      vitals: {
        lcp: { value: 2_100, attribution: {} },
        cls: { value: 0.12, attribution: {} },
        navigations: [],
      },
    });

    const observations = observationsOf(record);

    expect(observations).toEqual([
      { family: 'runs', labels: { ...SERIES, outcome: 'passed' }, value: 1 },
      { family: 'duration', labels: SERIES, value: 1.5 },
      { family: 'vital', labels: { ...SERIES, vital: 'lcp' }, value: 2.1 },
      { family: 'shift', labels: SERIES, value: 0.12 },
      { family: 'step', labels: { ...SERIES, step: 'pay' }, value: 0.25 },
      { family: 'phase', labels: { ...SERIES, phase: 'wait', host: 'shop.test' }, value: 0.014 },
    ]);
  });

  test('observationsOf() gives no timing of a failed run, and says that a time-out cut it off', () => {
    const record = runRecord({ outcome: 'failed', cause: 'target.timeout', durationMs: 30_000 });

    const observations = observationsOf(record);

    expect(observations.map(({ family }) => family)).toEqual(['runs', 'notPassed', 'timedOut']);
  });

  test('observationsOf() gives nothing of a run on demand', () => {
    expect(observationsOf(runRecord({ scheduledAt: null }))).toEqual([]);
  });
});

describe('newestObservations', () => {
  test.each([
    [[90, 4], [{ family: 'certificateDays', labels: SERIES, value: 4 }]],
    [[null], []],
  ])('newestObservations() of hosts with %j days left', (days, expected) => {
    const requests = days.map((daysToExpiry) =>
      requestRecord({
        tls: { protocol: 'TLSv1.3', issuer: null, subject: null, validTo: null, daysToExpiry },
      }),
    );

    const observations = newestObservations(runRecord({ requests }));

    expect(observations.filter(({ family }) => family === 'certificateDays')).toEqual(expected);
  });
});

describe('FAMILIES', () => {
  test('buckets ascend', () => {
    const buckets = Object.values(FAMILIES).flatMap((family) =>
      'buckets' in family ? [family.buckets] : [],
    );

    expect(buckets).toHaveLength(5);
    for (const bounds of buckets) {
      expect(bounds).toEqual([...new Set(bounds)].toSorted((a, b) => a - b));
    }
  });

  test('the thresholds of vitals are bounds of buckets, so that shares below them are exact', () => {
    const { cls, ...timings } = VITAL_THRESHOLDS;
    const seconds = Object.values(timings).flatMap((bounds) => bounds.map((ms) => ms / 1_000));

    expect(FAMILIES.vital.buckets).toEqual(expect.arrayContaining(seconds));
    expect(FAMILIES.shift.buckets).toEqual(expect.arrayContaining([...cls]));
  });
});
