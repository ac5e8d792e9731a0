import { normal } from '../stats/seeded.ts';

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
