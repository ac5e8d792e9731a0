import { fnv1a } from '../base/fnv1a.ts';
import { DAY_MS, HOUR_MS, SECOND_MS } from '../base/time.ts';
import { normal, seededRandom } from '../stats/seeded.ts';

/** How a region is reached from where the target is served: imagined, but of a likely size. */
export interface RegionNetwork {
  readonly roundTripMs: number;
  readonly dnsMs: number;
  /** Of the clocks that people there live by; the busy hours follow it. */
  readonly utcOffsetHours: number;
}

/** How strongly hours and weekdays show, relative to the level. */
export interface SeasonStrength {
  /** Of the daily wave, from the mean to its crest. */
  readonly daily: number;
  /** By how much a Saturday or Sunday lies below a weekday. */
  readonly weekend: number;
}

/** Where and when the weather is asked for. */
export interface WeatherFrame {
  readonly seed: number;
  readonly region: string;
  readonly slotMs: number;
}

/** The local hour in which most people are about. */
const BUSIEST_HOUR = 15;
const DAYS_PER_WEEK = 7;
const WEEKEND_DAYS = 2;
/** 1970-01-01 was a Thursday: two days later the weekend begins. */
const FIRST_SATURDAY = 2;

/** Noise that neighbouring runs share: what wanders within the hour, and within some hours. */
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

/** Where nothing is known of a region, its name decides. */
const NEAREST_MS = 30;
const FARTHEST_MS = 200;
const UNKNOWN_DNS_MS = 15;

/** How a region is imagined to be connected; the same at every call. */
export function networkOf(region: string): RegionNetwork {
  const known = Object.hasOwn(REGIONS, region) ? REGIONS[region] : undefined;

  return (
    known ?? {
      roundTripMs: NEAREST_MS + (fnv1a(region) % (FARTHEST_MS - NEAREST_MS)),
      dnsMs: UNKNOWN_DNS_MS,
      utcOffsetHours: 0,
    }
  );
}

/**
 * The factor of hour and weekday on what servers take. Its mean over a week is 1, so that levels
 * are what they are without a season.
 */
export function seasonFactor(strength: SeasonStrength, { region, slotMs }: WeatherFrame): number {
  const localMs = slotMs + networkOf(region).utcOffsetHours * HOUR_MS;
  const hour = (localMs % DAY_MS) / HOUR_MS;
  const wave = Math.cos(((hour - BUSIEST_HOUR) / 24) * 2 * Math.PI);
  const weekday = (Math.floor(localMs / DAY_MS) - FIRST_SATURDAY) % DAYS_PER_WEEK;
  const share = WEEKEND_DAYS / DAYS_PER_WEEK;
  const week = weekday < WEEKEND_DAYS ? share - 1 : share;

  return (1 + strength.daily * wave) * (1 + strength.weekend * week);
}

/**
 * The factor of the noise that neighbouring runs share: normal values on lattices of time, in
 * between interpolated so that the variance stays the same. A function of seed, region and instant
 * alone: any run can be made without those before it.
 */
export function sharedNoise(frame: WeatherFrame): number {
  const sum = LATTICES.reduce((total, { everyMs, deviation }) => {
    return total + deviation * latticeNoise(frame, everyMs);
  }, 0);

  return Math.exp(sum);
}

function latticeNoise({ seed, region, slotMs }: WeatherFrame, everyMs: number): number {
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
 * A seed of 32 bits from several numbers, of which each changes it: the finaliser of MurmurHash3,
 * https://github.com/aappleby/smhasher/blob/master/src/MurmurHash3.cpp
 */
export function mixSeed(...parts: readonly number[]): number {
  return parts.reduce((hash, part) => {
    let mixed = Math.imul((hash ^ part) + 0x9e3779b9, 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);

    return (mixed ^ (mixed >>> 16)) >>> 0;
  }, 0);
}

/** What differs from run to run: factors around 1 on what things take. */
export interface RandomFactors {
  /** On the phases of a request: log-normal, its median 1. */
  readonly request: () => number;
  /** On the time of the journey or of the browser: log-normal, its median 1. */
  readonly own: () => number;
  /** Uniform in [0, 1). */
  readonly uniform: () => number;
}

/** Log-deviations of single runs around what neighbours share. */
const REQUEST_DEVIATION = 0.06;
const OWN_DEVIATION = 0.08;

/** One phase in so many takes so many times longer: a lost packet, a pause of the server. */
const SPIKE_SHARE = 0.0003;
const SPIKE_FACTOR = 5;

/** Nothing varies: every factor is 1. */
export const NO_NOISE: RandomFactors = { request: () => 1, own: () => 1, uniform: () => 0.5 };

/** RandomFactors from a seeded source. */
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
