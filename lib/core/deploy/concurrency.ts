import { ownValue } from '../base/own-value.ts';
import type { ResolvedConfig } from '../journey/resolved-config.ts';
import { RECORDER_CONCURRENT_BATCHES } from './platform-functions.ts';

/**
 * Functions that run at once in an account and region where AWS was not asked for more. New accounts
 * have less. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
const USUAL_CONCURRENT_RUNS = 1_000;
/**
 * What Lambda keeps for functions without a reservation.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
 */
const MIN_UNRESERVED = 100;

/** How many functions may run at once in a region, and how that is divided. */
export interface RegionConcurrency {
  /** Of all functions of the account there. */
  readonly limit: number;
  /** Whether the configuration states the limit. */
  readonly isStated: boolean;
  /**
   * Reserved for the recorder, so that runs of targets that hang do not stop it; null: nothing,
   * because the limit is too low or not stated. Lambda would refuse the deployment.
   */
  readonly reserved: number | null;
  /** What is left for runs. */
  readonly runs: number;
}

/** The concurrency of a region as `limits` of the configuration states it. */
export function concurrencyIn(
  region: string,
  { limits }: Pick<ResolvedConfig, 'limits'>,
): RegionConcurrency {
  const stated = ownValue(limits, region)?.concurrentRuns;
  const limit = stated ?? USUAL_CONCURRENT_RUNS;
  const isEnough = stated !== undefined && limit - RECORDER_CONCURRENT_BATCHES >= MIN_UNRESERVED;
  const reserved = isEnough ? RECORDER_CONCURRENT_BATCHES : null;

  return { limit, isStated: stated !== undefined, reserved, runs: limit - (reserved ?? 0) };
}

/** The regions whose stated limit is too low to reserve anything for the recorder, sorted. */
export function regionsWithoutReserve(
  regions: readonly string[],
  config: Pick<ResolvedConfig, 'limits'>,
): readonly { readonly region: string; readonly limit: number; readonly needed: number }[] {
  return regions.toSorted().flatMap((region) => {
    const { limit, isStated, reserved } = concurrencyIn(region, config);
    const needed = MIN_UNRESERVED + RECORDER_CONCURRENT_BATCHES;

    return isStated && reserved === null ? [{ region, limit, needed }] : [];
  });
}
