import { SIGNIFICANCE_LEVEL } from '../../lib/core/stats/levels.ts';
import { analyseSeries } from '../../lib/core/stats/analyse-series.ts';
import { changeTest } from '../../lib/core/stats/change-test.ts';
import { driftTest } from '../../lib/core/stats/drift-test.ts';
import { forecastCrossing } from '../../lib/core/stats/forecast.ts';
import { prepareSeries } from '../../lib/core/stats/prepared-series.ts';
import type { Estimate, HourlySeries } from '../../lib/core/stats/series.ts';
import { normal } from '../../lib/core/stats/seeded.ts';
import { chanceOf, HIDDEN_WAVES, NOISE, NOISE_KINDS, type NoiseKind } from './noise.ts';
import { plainTrendTest } from './plain-trend-test.ts';
import { DAY_MS } from '../../lib/core/base/time.ts';

/** What one cell of the tables is about. */
export interface Cell {
  readonly kind: 'null' | 'drift' | 'step' | 'forecast';
  readonly noise: string;
  readonly days: number;
  /** The injected drift over the whole time, or step, as a share of the level. */
  readonly size: number;
}

/** How often, of so many series, each thing happened. */
export interface Tally {
  readonly seeds: number;
  readonly counts: Readonly<Record<string, number>>;
}

const HOURS = 24;
const START_MS = Date.UTC(2026, 0, 5);
/** A step is injected between these shares of the time. */
const STEP_WITHIN = [0.25, 0.75] as const;

/** Runs a cell with seeds from 0. */
export function runCell(cell: Cell, seeds: number): Tally {
  const counts: Record<string, number> = {};
  const noise = [...NOISE_KINDS, ...HIDDEN_WAVES].find(({ name }) => name === cell.noise);
  if (noise === undefined) throw new RangeError(`There is no noise "${cell.noise}"`);
  for (let seed = 0; seed < seeds; seed += 1) {
    const random = chanceOf(JSON.stringify(cell), seed);
    for (const [what, happened] of Object.entries(
      TRIALS[cell.kind](cell, { noise, random, seed }),
    )) {
      counts[what] = (counts[what] ?? 0) + (happened ? 1 : 0);
    }
  }

  return { seeds, counts };
}

interface Chance {
  readonly noise: NoiseKind;
  readonly random: () => number;
  readonly seed: number;
}

type Trial = (cell: Cell, chance: Chance) => Readonly<Record<string, boolean>>;

const TRIALS: Readonly<Record<Cell['kind'], Trial>> = {
  null: nullTrial,
  drift: driftTrial,
  step: stepTrial,
  forecast: forecastTrial,
};

function seriesOf(values: Float64Array): HourlySeries {
  return { startMs: START_MS, values };
}

function nullTrial({ days }: Cell, { noise, random, seed }: Chance): Record<string, boolean> {
  const series = seriesOf(noise.make(days * HOURS, random));
  const prepared = prepareSeries(series);
  const drift = driftTest(prepared, { seed });
  const change = changeTest(prepared, { seed });
  const isTested = drift.kind === 'drift-test';

  return {
    drift: isTested && drift.p < SIGNIFICANCE_LEVEL,
    change: change.kind === 'change-test' && change.p < SIGNIFICANCE_LEVEL,
    plain: plainTrendTest(series.values, chanceOf('plain', seed)) < SIGNIFICANCE_LEVEL,
    driftRefused: !isTested,
    changeRefused: change.kind === 'insufficient-data',
    slopeTested: isTested,
    slopeCovered: isTested && covers(drift.slopePerDay, 0),
  };
}

function driftTrial(
  { days, size }: Cell,
  { noise, random, seed }: Chance,
): Record<string, boolean> {
  const hours = days * HOURS;
  const values = noise.make(hours, random).map((value, hour) => value + (size * hour) / hours);
  const { kind, drift } = analyseSeries(seriesOf(values), { seed });
  const test = driftTest(prepareSeries(seriesOf(values)), { seed });
  const isTested = test.kind === 'drift-test';

  return {
    found: isTested && test.p < SIGNIFICANCE_LEVEL,
    refused: drift.kind === 'insufficient-data',
    detected: kind !== 'steady' && kind !== 'insufficient-data',
    rightKind: kind === 'drift',
    slopeTested: isTested,
    slopeCovered: isTested && covers(test.slopePerDay, size / days),
    plain: plainTrendTest(values, chanceOf('plain', seed)) < SIGNIFICANCE_LEVEL,
  };
}

function stepTrial({ days, size }: Cell, { noise, random, seed }: Chance): Record<string, boolean> {
  const hours = days * HOURS;
  const [from, to] = STEP_WITHIN;
  const at = Math.floor((from + (to - from) * random()) * hours);
  const values = noise
    .make(hours, random)
    .map((value, hour) => (hour >= at ? value + size : value));
  const { kind, changes } = analyseSeries(seriesOf(values), { seed });
  const test = changeTest(prepareSeries(seriesOf(values)), { seed });
  const found = 'kind' in changes ? [] : changes;
  const largest = found.toSorted((a, b) => Math.abs(b.shift.value) - Math.abs(a.shift.value))[0];
  const trueMs = START_MS + (at / HOURS) * DAY_MS;

  return {
    found: test.kind === 'change-test' && test.p < SIGNIFICANCE_LEVEL,
    detected: kind !== 'steady' && kind !== 'insufficient-data',
    rightKind: kind === 'step',
    located: largest !== undefined && Math.abs(largest.atMs - trueMs) <= DAY_MS,
    shiftMeasured: largest !== undefined,
    shiftCovered: largest !== undefined && covers(largest.shift, size),
    momentCovered: largest !== undefined && largest.fromMs <= trueMs && trueMs <= largest.toMs,
  };
}

/** A daily statistic with a drift that reaches its budget half the time again later. */
function forecastTrial({ days, size }: Cell, { random }: Chance): Record<string, boolean> {
  const values = Float64Array.from(
    { length: days },
    (_, day) => 1 + (size * (day + 0.5)) / days + FORECAST_NOISE * normal(random),
  );
  const result = forecastCrossing(
    { startMs: START_MS, values, ns: new Float64Array(days).fill(288) },
    1 + 1.5 * size,
  );
  const trueMs = START_MS + 1.5 * days * DAY_MS;
  const isForecast = result.kind === 'forecast';

  return {
    forecastMade: isForecast,
    forecastCovered:
      isForecast && result.earliestMs <= trueMs && (result.latestMs ?? Infinity) >= trueMs,
  };
}

/** Of a daily p95 of hours with the noise of the other cells: a few hundred runs are behind it. */
const FORECAST_NOISE = NOISE / 3;

function covers({ low, high }: Estimate, truth: number): boolean {
  return low <= truth && truth <= high;
}
