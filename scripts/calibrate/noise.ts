import { normal, seededRandom } from '../../lib/core/stats/seeded.ts';

/** A kind of series without any change: what the tests must keep silent about. */
export interface NoiseKind {
  readonly name: string;
  /** Hourly values around 1, with noise of 10%. */
  readonly make: (hours: number, random: () => number) => Float64Array;
}

/** Standard deviation of the noise of an hour's value, as a share of the level. */
export const NOISE = 0.1;

const DAY = 24;
const THREE_DAYS = 72;

/** Uniform numbers for one series: cells and seeds have nothing in common. */
export function chanceOf(cell: string, seed: number): () => number {
  let hash = 0x811c9dc5;
  for (const unit of `${cell}/${seed}`) {
    hash = Math.imul(hash ^ (unit.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }

  return seededRandom(hash);
}

/** Every hour keeps a share of the one before; variance 1. */
function autoregressive(hours: number, share: number, random: () => number): Float64Array {
  const values = new Float64Array(hours);
  let value = normal(random);
  for (let hour = 0; hour < hours; hour += 1) {
    values[hour] = value;
    value = share * value + Math.sqrt(1 - share * share) * normal(random);
  }

  return values;
}

function level(noise: Float64Array): Float64Array {
  return noise.map((each) => 1 + NOISE * each);
}

/** A day's wave of 20%, and 10% more on working days. */
function seasonal(values: Float64Array): Float64Array {
  return values.map((value, hour) => {
    const wave = 0.2 * Math.sin((2 * Math.PI * hour) / DAY);

    return value + wave + (Math.floor(hour / DAY) % 7 < 5 ? 0.1 : 0);
  });
}

function independent(hours: number, random: () => number): Float64Array {
  return autoregressive(hours, 0, random);
}

/** Student's t with three degrees of freedom. */
function heavyTailed(hours: number, random: () => number): Float64Array {
  return Float64Array.from({ length: hours }, () => {
    const squares = normal(random) ** 2 + normal(random) ** 2 + normal(random) ** 2;

    return normal(random) / Math.sqrt(squares / 3);
  });
}

/** White noise and noise correlated over three days, `slow` being the latter's share of the variance. */
function mixed(slow: number): NoiseKind['make'] {
  return (hours, random) => {
    const waves = autoregressive(hours, Math.exp(-1 / THREE_DAYS), random);
    const rest = independent(hours, random);

    return level(
      waves.map((wave, at) => Math.sqrt(slow) * wave + Math.sqrt(1 - slow) * (rest[at] ?? 0)),
    );
  };
}

/** The noise that calibration is promised for. */
export const NOISE_KINDS: readonly NoiseKind[] = [
  { name: 'independent', make: (hours, random) => level(independent(hours, random)) },
  { name: 'AR(1) 0.5', make: (hours, random) => level(autoregressive(hours, 0.5, random)) },
  { name: 'AR(1) 0.8', make: (hours, random) => level(autoregressive(hours, 0.8, random)) },
  {
    name: 'daily and weekly season',
    make: (hours, random) => seasonal(level(independent(hours, random))),
  },
  {
    name: 'season, AR(1) 0.5',
    make: (hours, random) => seasonal(level(autoregressive(hours, 0.5, random))),
  },
  {
    name: 'season, AR(1) 0.8',
    make: (hours, random) => seasonal(level(autoregressive(hours, 0.8, random))),
  },
  {
    name: 'spikes',
    make: (hours, random) =>
      level(independent(hours, random)).map((value) =>
        random() < 0.02 ? value * (1 + 3 * random()) : value,
      ),
  },
  { name: 'heavy tails', make: (hours, random) => level(heavyTailed(hours, random)) },
  {
    name: 'missing hours',
    make: (hours, random) => {
      const gapFrom = Math.floor(random() * (hours - 60));

      return level(independent(hours, random)).map((value, hour) =>
        random() < 0.1 || (hour >= gapFrom && hour < gapFrom + 60) ? NaN : value,
      );
    },
  },
  {
    name: 'a noisy hour each day',
    make: (hours, random) =>
      level(independent(hours, random)).map((value, hour) =>
        hour % DAY === 3 ? value + 0.3 + 5 * NOISE * normal(random) : value,
      ),
  },
  {
    name: 'correlated over three days',
    make: (hours, random) => level(autoregressive(hours, Math.exp(-1 / THREE_DAYS), random)),
  },
];

/** Harder than the supported kinds, printed for information: slow waves within white noise. */
export const HIDDEN_WAVES: readonly NoiseKind[] = [
  { name: 'slow waves, 25% of variance', make: mixed(0.25) },
  { name: 'slow waves, 4% of variance', make: mixed(0.04) },
];
