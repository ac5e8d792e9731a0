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

/**
 * With nothing of its own, the notifier waits behind runs of targets that hang, and messages come up to an hour
 * late. What is reserved is also the most that run at once: a webhook that hangs keeps one for 10 s, and a
 * target that many journeys share starts many alarms within a minute.
 */
const NOTIFIER_EXECUTIONS = 20;

/** Executions that are kept for functions of the platform, so that runs of targets that hang do not stop them. */
interface Reserved {
  readonly recorder: number;
  /** 0 where there is none. */
  readonly notifier: number;
}

/** How many functions may run at once in a region, and how that is divided. */
export interface RegionConcurrency {
  /** Of all functions of the account there. */
  readonly limit: number;
  /** Whether the configuration states the limit. */
  readonly isStated: boolean;
  /** Null: nothing, because the limit is too low or not stated. Lambda would refuse the deployment. */
  readonly reserved: Reserved | null;
  /** What the platform leaves for runs. */
  readonly runs: number;
}

type Limits = Pick<ResolvedConfig, 'limits' | 'home'>;

/** The concurrency of a region as `limits` of the configuration states it. */
export function concurrencyIn(region: string, { limits, home }: Limits): RegionConcurrency {
  const stated = ownValue(limits, region)?.concurrentRuns;
  const limit = stated ?? USUAL_CONCURRENT_RUNS;
  const own = neededIn(region, home);
  const ownSum = own.recorder + own.notifier;
  const isEnough = stated !== undefined && limit - ownSum >= MIN_UNRESERVED;

  return {
    limit,
    isStated: stated !== undefined,
    reserved: isEnough ? own : null,
    // Where nothing is reserved, one message at a time is the least that has to find room.
    runs: Math.max(1, limit - (isEnough ? ownSum : own.recorder + Math.min(1, own.notifier))),
  };
}

function neededIn(region: string, home: string): Reserved {
  return {
    recorder: RECORDER_CONCURRENT_BATCHES,
    notifier: region === home ? NOTIFIER_EXECUTIONS : 0,
  };
}

/** The regions whose stated limit is too low to reserve anything for the platform, sorted. */
export function regionsWithoutReserve(
  regions: readonly string[],
  config: Limits,
): readonly { readonly region: string; readonly limit: number; readonly needed: number }[] {
  return regions.toSorted().flatMap((region) => {
    const { limit, isStated, reserved } = concurrencyIn(region, config);
    const { recorder, notifier } = neededIn(region, config.home);
    const needed = MIN_UNRESERVED + recorder + notifier;

    return isStated && reserved === null ? [{ region, limit, needed }] : [];
  });
}
