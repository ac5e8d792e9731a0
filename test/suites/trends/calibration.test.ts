import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import type { Cell, Tally } from '../../../scripts/calibrate/cells.ts';

/** Series without anything injected are quick, and their alarms rare. */
const SEEDS = 400;
/** Dependence within the day reaches little into the next: what is not done of it shows in many. */
const MANY_SEEDS = 8_000;
/** Series with a finding take four times as long. */
const INJECTED_SEEDS = 200;
/** Counts beyond this share of what chance makes of a promise that is kept exactly are failures. */
const CERTAIN = 0.999;
/** What the documentation promises of p < .01: at most 1.3 times the level. */
const FALSE_ALARMS = 0.013;
/** What it promises of intervals of 95%. */
const COVERAGE = 0.93;
const FORECAST_COVERAGE = 0.9;

/** Of so many trials with a probability, the most that happen with CERTAIN probability. */
function mostOf(trials: number, probability: number): number {
  // In logarithms: of thousands of trials, none at all is less likely than numbers can say.
  let logTerm = trials * Math.log1p(-probability);
  let sum = Math.exp(logTerm);
  let count = 0;
  while (sum < CERTAIN) {
    logTerm += Math.log(((trials - count) * probability) / ((count + 1) * (1 - probability)));
    count += 1;
    sum += Math.exp(logTerm);
  }

  return count;
}

function leastOf(trials: number, probability: number): number {
  return trials - mostOf(trials, 1 - probability);
}

const WORKER = path.resolve('scripts/calibrate/worker.ts');
let worker: ChildProcess;

beforeAll(() => {
  // Numbers are computed several times as fast outside of a test's own globals.
  worker = fork(WORKER, { execArgv: ['--import', 'tsx'] });
});

afterAll(() => {
  worker.kill();
});

/** How often, of so many series, each thing happened. */
async function countsOf(cell: Cell, seeds: number): Promise<(what: string) => number> {
  const { counts } = await new Promise<Tally>((resolve) => {
    worker.once('message', (tally: Tally) => {
      resolve(tally);
    });
    worker.send({ cell, seeds });
  });

  return (what) => counts[what] ?? 0;
}

describe('mostOf()', () => {
  it('mostOf() is the quantile of a binomial distribution', () => {
    // From tables: of 20 with 0.05, 5 or fewer have 0.9997, 4 or fewer 0.9974.
    expect(mostOf(20, 0.05)).toBe(5);
    expect(mostOf(10, 0.5)).toBe(9);
    expect(leastOf(20, 0.95)).toBe(15);
    // Normal: 104 and 3.09 · sqrt(104 · 0.987), and 1 more for skewness.
    expect(Math.abs(mostOf(8_000, 0.013) - 136.3)).toBeLessThan(1.5);
  });
});

describe('driftTest() and changeTest()', () => {
  it.each([
    ['independent', 28, SEEDS],
    ['AR(1) 0.8', 56, MANY_SEEDS],
    ['season, AR(1) 0.8', 28, SEEDS],
    ['correlated over three days', 56, SEEDS],
    ['correlated over three days', 120, SEEDS],
    ['heavy tails', 56, SEEDS],
    ['missing hours', 28, SEEDS],
  ])(
    'driftTest() and changeTest() are as seldom wrong as is said: %s, %d days, %d series',
    async (noise, days, seeds) => {
      const count = await countsOf({ kind: 'null', noise, days, size: 0 }, seeds);

      expect(count('drift')).toBeLessThanOrEqual(mostOf(seeds, FALSE_ALARMS));
      expect(count('change')).toBeLessThanOrEqual(mostOf(seeds, FALSE_ALARMS));
      expect(count('slopeCovered')).toBeGreaterThanOrEqual(leastOf(count('slopeTested'), COVERAGE));
    },
  );
});

describe('analyseSeries()', () => {
  it.each([
    ['independent', 28, 0.7],
    ['daily and weekly season', 56, 0.97],
    ['AR(1) 0.5', 56, 0.75],
  ])(
    'analyseSeries() finds as many drifts of 6 %% as is said: %s, %d days',
    async (noise, days, power) => {
      const count = await countsOf({ kind: 'drift', noise, days, size: 0.06 }, INJECTED_SEEDS);

      expect(count('found')).toBeGreaterThanOrEqual(leastOf(INJECTED_SEEDS, power));
      expect(count('slopeCovered')).toBeGreaterThanOrEqual(leastOf(count('slopeTested'), COVERAGE));
    },
  );

  it.each(['independent', 'season, AR(1) 0.5'])(
    'analyseSeries() detects steps of 10%% in 56 days as steps, where and as large as they are: %s',
    async (noise) => {
      const count = await countsOf({ kind: 'step', noise, days: 56, size: 0.1 }, INJECTED_SEEDS);

      expect(count('rightKind')).toBeGreaterThanOrEqual(leastOf(count('detected'), 0.9));
      expect(count('shiftMeasured')).toBeGreaterThanOrEqual(leastOf(INJECTED_SEEDS, 0.9));
      expect(count('shiftCovered')).toBeGreaterThanOrEqual(
        leastOf(count('shiftMeasured'), COVERAGE),
      );
    },
  );
});

describe('forecastCrossing()', () => {
  it.each([28, 56])(
    'forecastCrossing() contains the truth as often as is said: %d days',
    async (days) => {
      const count = await countsOf(
        { kind: 'forecast', noise: 'independent', days, size: 0.1 },
        SEEDS,
      );

      const result = count('forecastMade');
      expect(result).toBeGreaterThan(0.8 * SEEDS);
      expect(count('forecastCovered')).toBeGreaterThanOrEqual(leastOf(result, FORECAST_COVERAGE));
    },
  );
});
