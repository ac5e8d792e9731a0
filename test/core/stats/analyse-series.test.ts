import * as fc from 'fast-check';
import { analyseSeries } from '../../../lib/core/stats/analyse-series.ts';
import { dependenceTable } from '../../../lib/core/stats/dependence.ts';
import { driftTest } from '../../../lib/core/stats/drift-test.ts';
import { prepareSeries } from '../../../lib/core/stats/prepared-series.ts';
import type { ChangePoint, SeriesConclusion } from '../../../lib/core/stats/results.ts';
import { seededRandom } from '../../../lib/core/stats/seeded.ts';
import type { HourlySeries } from '../../../lib/core/stats/series.ts';
import { hourly, itemOf, MONDAY_MS, noisy, untrueNumbers } from './made-up-series.ts';
import { HOUR_MS } from '../../../lib/core/base/time.ts';

function changesOf({ changes }: SeriesConclusion): readonly ChangePoint[] {
  if ('kind' in changes) throw new Error(changes.shortage.code);

  return changes;
}

function at(day: number): number {
  return MONDAY_MS + 24 * day * HOUR_MS;
}

const SEEDS = [1, 2, 3];
const OPTIONS = { seed: 1, permutations: 499 };

/** Of a question that needs 21 days. */
function tooFewDays(question: 'drift' | 'change', days: number, since: string | null = null) {
  return {
    code: 'too-few-days',
    question,
    autocorrelated: false,
    days,
    neededDays: 21,
    since,
  } as const;
}

describe('analyseSeries()', () => {
  it.each(SEEDS)('analyseSeries() finds nothing where nothing is (series %d)', (seed) => {
    const conclusion = analyseSeries(
      noisy(56, seed, (hour) => 30 * Math.sin(hour / 3.82) + (hour % 168 < 120 ? 20 : 0)),
      { seed: 1 },
    );

    expect(conclusion.kind).toBe('steady');
    expect(conclusion.changes).toEqual([]);
    expect(conclusion.drift.kind).toBe('drift-test');
  });

  it.each(SEEDS)('analyseSeries() reports a drift as a drift (series %d)', (seed) => {
    const conclusion = analyseSeries(
      noisy(70, seed, (hour) => hour / 100),
      OPTIONS,
    );

    expect(conclusion).toMatchObject({ kind: 'drift', changes: [] });
    expect(conclusion.drift).toHaveProperty('p', expect.any(Number));
    if (conclusion.drift.kind === 'insufficient-data')
      throw new Error(conclusion.drift.shortage.code);
    expect(conclusion.drift.p).toBeLessThan(1e-6);
    expect(conclusion.drift.slopePerDay.low).toBeLessThan(0.24);
    expect(conclusion.drift.slopePerDay.high).toBeGreaterThan(0.24);
  });

  it.each(SEEDS)('analyseSeries() reports a step as a step (series %d)', (seed) => {
    const conclusion = analyseSeries(
      noisy(70, seed, (hour) => (hour >= 24 * 40 ? -25 : 0)),
      OPTIONS,
    );

    expect(conclusion.kind).toBe('step');
    expect(changesOf(conclusion)).toHaveLength(1);
    const change = itemOf(changesOf(conclusion), 0);
    expect(Math.abs(change.atMs - at(40))).toBeLessThan(6 * HOUR_MS);
    expect(change.shift.low).toBeLessThan(-25);
    expect(change.shift.high).toBeGreaterThan(-25);
    // Nothing drifts since.
    if (conclusion.drift.kind === 'insufficient-data')
      throw new Error(conclusion.drift.shortage.code);
    expect(Math.abs(conclusion.drift.days - 30)).toBeLessThanOrEqual(1);
    expect(conclusion.drift.p).toBeGreaterThan(0.01);
  });

  it.each(SEEDS)('analyseSeries() reports a step that is a trend too (series %d)', (seed) => {
    const series = noisy(120, seed, (hour) => (hour >= 24 * 60 ? 8 : 0));

    const conclusion = analyseSeries(series, OPTIONS);

    const whole = driftTest(prepareSeries(series), OPTIONS);
    expect(whole).toHaveProperty('p', expect.any(Number));
    expect('p' in whole ? whole.p : 1).toBeLessThan(1e-6);
    expect(conclusion.kind).toBe('step');
    expect(changesOf(conclusion)).toHaveLength(1);
  });

  it.each(SEEDS)('analyseSeries() reports a level that rose and came back (series %d)', (seed) => {
    const conclusion = analyseSeries(
      noisy(120, seed, (hour) => (hour >= 24 * 60 && hour < 24 * 90 ? 25 : 0)),
      OPTIONS,
    );

    expect(conclusion.kind).toBe('step');
    const changes = changesOf(conclusion);
    expect(changes).toHaveLength(2);
    expect(Math.abs(itemOf(changes, 0).atMs - at(60))).toBeLessThan(6 * HOUR_MS);
    expect(Math.abs(itemOf(changes, 1).atMs - at(90))).toBeLessThan(6 * HOUR_MS);
    expect(itemOf(changes, 0).shift.value).toBeGreaterThan(20);
    expect(itemOf(changes, 1).shift.value).toBeLessThan(-20);
  });

  it('analyseSeries() reports a drift that began with a step', () => {
    const conclusion = analyseSeries(
      noisy(100, 4, (hour) => (hour < 24 * 40 ? 0 : -60 + (hour - 24 * 40) / 60)),
      OPTIONS,
    );

    expect(conclusion.kind).toBe('both');
    const change = itemOf(changesOf(conclusion), 0);
    expect(Math.abs(change.atMs - at(40))).toBeLessThan(6 * HOUR_MS);
    if (conclusion.drift.kind === 'insufficient-data')
      throw new Error(conclusion.drift.shortage.code);
    expect(conclusion.drift.days).toBe(60);
    expect(conclusion.drift.slopePerDay.low).toBeLessThan(0.4);
    expect(conclusion.drift.slopePerDay.high).toBeGreaterThan(0.4);
  });

  it('analyseSeries() reports a step in the last days, and that a drift since needs more', () => {
    const conclusion = analyseSeries(
      noisy(56, 3, (hour) => (hour >= 24 * 53 ? 30 : 0)),
      OPTIONS,
    );

    expect(conclusion.kind).toBe('step');
    const change = itemOf(changesOf(conclusion), 0);
    expect(Math.abs(change.atMs - at(53))).toBeLessThan(6 * HOUR_MS);
    const since = new Date(change.atMs).toISOString();
    expect(conclusion.drift).toEqual({
      kind: 'insufficient-data',
      shortage: tooFewDays('drift', 3, since),
      moreDays: 18,
    });
  });

  it('analyseSeries() refuses few days, and says how many more are needed', () => {
    expect(analyseSeries(noisy(12, 1), OPTIONS)).toEqual({
      kind: 'insufficient-data',
      drift: {
        kind: 'insufficient-data',
        shortage: tooFewDays('drift', 12),
        moreDays: 9,
      },
      changes: {
        kind: 'insufficient-data',
        shortage: tooFewDays('change', 12),
        moreDays: 9,
      },
    });
  });

  it.each([
    ['no hours', 0, () => 1],
    ['no values', 1000, () => NaN],
    ['one value', 1000, (hour: number) => (hour === 500 ? 3 : NaN)],
    ['two values', 1000, (hour: number) => (hour === 30 ? 3 : hour === 900 ? 4 : NaN)],
  ])('analyseSeries() refuses a series of %s', (_, hours, valueOf) => {
    const conclusion = analyseSeries(hourly(hours, valueOf), OPTIONS);

    expect(conclusion.kind).toBe('insufficient-data');
    expect(untrueNumbers(conclusion)).toEqual([]);
  });

  it.each([
    ['nothing but 0', () => 0],
    ['nothing but 0.1', () => 0.1],
    ['a season and no more', (hour: number) => 100 + Math.sin(hour % 168)],
    ['one hour that was off', (hour: number) => (hour === 400 ? 900 : 100)],
    ['an hour a day that is off', (hour: number) => (hour % 24 === 3 ? 900 + (hour % 7) : 100)],
  ])('analyseSeries() says that %s is steady', (_, valueOf) => {
    for (const days of [21, 28, 60]) {
      const conclusion = analyseSeries(hourly(days * 24, valueOf), OPTIONS);

      expect(conclusion).toMatchObject({ kind: 'steady', changes: [] });
      expect(untrueNumbers(conclusion)).toEqual([]);
    }
  });

  it('analyseSeries() finds nothing in one day that was off', () => {
    for (const days of [21, 28, 60]) {
      const conclusion = analyseSeries(
        hourly(days * 24, (hour) => (hour >= 480 && hour < 504 ? 900 : 100)),
        OPTIONS,
      );

      // Its hours are alike: of few days, that looks like dependence too strong for a test.
      expect(['steady', 'insufficient-data']).toContain(conclusion.kind);
      expect(untrueNumbers(conclusion)).toEqual([]);
    }
  });

  it.each([1e12, 1e-9])('analyseSeries() says the same of values as large as %d', (scale) => {
    const series = noisy(42, 8, (hour) => hour / 150);
    const conclusion = analyseSeries(series, OPTIONS);
    const other = analyseSeries(
      { ...series, values: series.values.map((value) => scale * value) },
      OPTIONS,
    );

    expect(other.kind).toBe(conclusion.kind);
    expect(untrueNumbers(other)).toEqual([]);
    if (conclusion.drift.kind === 'insufficient-data' || other.drift.kind === 'insufficient-data')
      throw new Error();
    expect(other.drift.p / conclusion.drift.p).toBeCloseTo(1, 6);
    expect(other.drift.slopePerDay.value / scale).toBeCloseTo(
      conclusion.drift.slopePerDay.value,
      9,
    );
  });

  it('analyseSeries() says the same of the same seed, whatever was analysed before', () => {
    const random = seededRandom(2);
    const series = noisy(60, 7, (hour) => (random() < 0.2 ? NaN : hour >= 800 ? 12 : 0));
    const first = analyseSeries(series, OPTIONS);
    // As many sets of days as are kept, and more.
    for (let days = 9; days < 80; days += 1) {
      const offsets = Int32Array.from({ length: days }, (_, day) => day);
      dependenceTable({ offsets, weekdays: offsets.map((offset) => offset % 7) });
    }

    expect(analyseSeries(series, OPTIONS)).toEqual(first);
  });

  it('analyseSeries() does not write to the series', () => {
    const series = noisy(60, 7, (hour) => (hour >= 800 ? 12 : 0));
    const kept = series.values.slice();

    analyseSeries(series, OPTIONS);

    expect(series.values).toEqual(kept);
  });

  it('analyseSeries() returns finite numbers for any input', () => {
    fc.assert(
      fc.property(anySeries, (series) => {
        const conclusion = analyseSeries(series, { seed: 1, permutations: 49 });

        expect(untrueNumbers(conclusion)).toEqual([]);
        expect(conclusion.kind === 'step' || conclusion.kind === 'both').toBe(
          !('kind' in conclusion.changes) && conclusion.changes.length > 0,
        );
        const [isDrift, isRefused] = [
          conclusion.kind === 'drift',
          conclusion.drift.kind === 'insufficient-data',
        ];
        expect(isDrift && isRefused).toBe(false);
      }),
      { numRuns: 30 },
    );
  });
});

/** Few values or many, of few kinds or many, with days off and gaps, and with a line and a step. */
const anySeries: fc.Arbitrary<HourlySeries> = fc
  .record({
    days: fc.integer({ min: 0, max: 40 }),
    startHour: fc.integer({ min: -200, max: 200 }),
    seed: fc.nat(),
    kinds: fc.constantFrom(1, 2, 3, 1000),
    gaps: fc.constantFrom(0, 0.3, 0.95),
    every: fc.constantFrom(1, 1, 6, 24, 48),
    daysOff: fc.constantFrom(0, 0.3),
    perHour: fc.constantFrom(0, 0, 0.01, -1),
    step: fc.record({ hour: fc.nat(960), by: fc.integer({ min: -4, max: 4 }) }),
  })
  .map(({ days, startHour, seed, kinds, gaps, every, daysOff, perHour, step }) => {
    const random = seededRandom(seed);
    const isOff = Array.from({ length: days }, () => random() < daysOff);

    return {
      startMs: MONDAY_MS + startHour * HOUR_MS,
      values: Float64Array.from({ length: days * 24 }, (_, hour) => {
        const value = Math.floor(kinds * random()) / kinds;
        if (isOff[Math.floor(hour / 24)] === true || hour % every > 0 || random() < gaps)
          return NaN;

        return value + perHour * hour + (hour >= step.hour ? step.by : 0);
      }),
    };
  });
