import { fnv1a } from '../base/fnv1a.ts';
import { DAY_MS, HOUR_MS, SECOND_MS } from '../base/time.ts';
import { normal, seededRandom } from '../stats/seeded.ts';
import { ownValue } from '../base/own-value.ts';

/** Simulated network between a region and the target, with plausible values. */
export interface RegionNetwork {
  readonly roundTripMs: number;
  readonly dnsMs: number;
  /** Offset of local time, which the busy hours follow. */
  readonly utcOffsetHours: number;
}

/** Amplitude of the daily and weekly season, relative to the level. */
export interface SeasonStrength {
  /** Of the daily wave, from the mean to its peak. */
  readonly daily: number;
  /** Difference between a weekday and a Saturday or Sunday. */
  readonly weekend: number;
}

/** Seed, region and slot that determine the variation. */
interface VariationFrame {
  readonly seed: number;
  readonly region: string;
  readonly slotMs: number;
}

/** The local hour with the most load. */
const BUSIEST_HOUR = 15;
const DAYS_PER_WEEK = 7;
const WEEKEND_DAYS = 2;
/** 1970-01-01 was a Thursday: the first weekend began two days later. */
const FIRST_SATURDAY = 2;

/** Noise that consecutive runs share: one part varies within the hour, one within some hours. */
const LATTICES = [
  { everyMs: HOUR_MS, deviation: 0.012 },
  { everyMs: 5 * HOUR_MS, deviation: 0.015 },
] as const;

const REGIONS: Readonly<Record<string, RegionNetwork>> = {
  local: { roundTripMs: 0.4, dnsMs: 0.5, utcOffsetHours: 0 },
  'eu-west-1': { roundTripMs: 12, dnsMs: 9, utcOffsetHours: 0 },
  'eu-central-1': { roundTripMs: 18, dnsMs: 10, utcOffsetHours: 1 },
  'us-east-1': { roundTripMs: 78, dnsMs: 14, utcOffsetHours: -5 },
  'us-west-2': { roundTripMs: 130, dnsMs: 16, utcOffsetHours: -8 },
  'ap-southeast-2': { roundTripMs: 240, dnsMs: 22, utcOffsetHours: 10 },
};

/** For a region that is not listed, a hash of its name decides. */
const NEAREST_MS = 30;
const FARTHEST_MS = 200;
const UNKNOWN_DNS_MS = 15;

/** The simulated network of a region; the same at every call. */
export function networkOf(region: string): RegionNetwork {
  const known = ownValue(REGIONS, region);

  return (
    known ?? {
      roundTripMs: NEAREST_MS + (fnv1a(region) % (FARTHEST_MS - NEAREST_MS)),
      dnsMs: UNKNOWN_DNS_MS,
      utcOffsetHours: 0,
    }
  );
}

/**
 * The factor of hour and weekday on server times. Its mean over a week is 1, so that a season does not
 * change the level.
 */
export function seasonFactor(strength: SeasonStrength, { region, slotMs }: VariationFrame): number {
  const localMs = slotMs + networkOf(region).utcOffsetHours * HOUR_MS;
  const hour = (localMs % DAY_MS) / HOUR_MS;
  const wave = Math.cos(((hour - BUSIEST_HOUR) / 24) * 2 * Math.PI);
  const weekday = (Math.floor(localMs / DAY_MS) - FIRST_SATURDAY) % DAYS_PER_WEEK;
  const share = WEEKEND_DAYS / DAYS_PER_WEEK;
  const week = weekday < WEEKEND_DAYS ? share - 1 : share;

  return (1 + strength.daily * wave) * (1 + strength.weekend * week);
}

/**
 * The factor of the noise that consecutive runs share: normal values on lattices of time, interpolated
 * with constant variance. Depends on seed, region and instant only, so any run can be generated without
 * those before it.
 */
export function sharedNoise(frame: VariationFrame): number {
  const sum = LATTICES.reduce((total, { everyMs, deviation }) => {
    return total + deviation * latticeNoise(frame, everyMs);
  }, 0);

  return Math.exp(sum);
}

function latticeNoise({ seed, region, slotMs }: VariationFrame, everyMs: number): number {
  const place = slotMs / everyMs;
  const index = Math.floor(place);
  const right = place - index;
  const left = 1 - right;
  const noise = [0, 1].map((step) =>
    normal(seededRandom(mixSeed(seed, fnv1a(region), everyMs / SECOND_MS, index + step))),
  );

  return (left * (noise[0] ?? 0) + right * (noise[1] ?? 0)) / Math.hypot(left, right);
}

/**
 * Combines several numbers into a seed of 32 bits with the finaliser of MurmurHash3,
 * https://github.com/aappleby/smhasher/blob/master/src/MurmurHash3.cpp
 */
export function mixSeed(...parts: readonly number[]): number {
  return parts.reduce((hash, part) => {
    let mixed = Math.imul((hash ^ part) + 0x9e3779b9, 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);

    return (mixed ^ (mixed >>> 16)) >>> 0;
  }, 0);
}

/** Random factors around 1 on the times of a run. */
export interface RandomFactors {
  /** For the phases of a request: log-normal with median 1. */
  readonly request: () => number;
  /** For the journey's or the browser's own time: log-normal with median 1. */
  readonly own: () => number;
  /** Uniform in [0, 1). */
  readonly uniform: () => number;
}

/** Standard deviations of the logarithm, of single runs around the shared noise. */
const REQUEST_DEVIATION = 0.06;
const OWN_DEVIATION = 0.08;

/** Share and factor of outliers: a lost packet, a pause of the server. */
const SPIKE_SHARE = 0.0003;
const SPIKE_FACTOR = 5;

/** Without variation: every factor is 1. */
export const NO_NOISE: RandomFactors = { request: () => 1, own: () => 1, uniform: () => 0.5 };

/** Draws random factors from a seeded source, in the order of the calls. */
export function randomFactors(random: () => number): RandomFactors {
  return {
    request: () => {
      const spike = random() < SPIKE_SHARE ? SPIKE_FACTOR : 1;

      return spike * Math.exp(REQUEST_DEVIATION * normal(random));
    },
    own: () => Math.exp(OWN_DEVIATION * normal(random)),
    uniform: random,
  };
}
