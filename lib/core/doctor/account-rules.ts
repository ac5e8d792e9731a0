import { peakAbove } from '../deploy/preflight-peak.ts';
import type { JourneyPlan } from '../journey/plan.ts';
import { shortestIntervalMs } from '../schedule/shortest-interval.ts';
import type { AccountFact } from './doctor-fact.ts';
import type { CallerIdentity, Concurrency } from './doctor-ports.ts';

/**
 * The bootstrap version that deployed templates require, as CDK writes it into their rule `CheckBootstrapVersion`.
 * https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html
 */
const MIN_BOOTSTRAP_VERSION = 6;

/**
 * Lambda keeps this many without a reservation, and new accounts may have fewer in all.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
 */
const MIN_UNRESERVED = 100;

/** Functions that run beside the runners: two batches of the recorder; at home also the jobs, the trends, the notifier. */
const PLATFORM_CONCURRENCY = { region: 2, home: 3 } as const;

/** Whether the credentials are those of the account that the project names. */
export function identityFacts(
  { account, arn }: CallerIdentity,
  expected: string | null,
): readonly AccountFact[] {
  if (expected !== null && expected !== account) {
    return [{ code: 'wrong-account', account, expected }];
  }

  return [{ code: 'signed-in', account, arn }];
}

/** Whether a region is bootstrapped; `version` is null where it is not. */
export function bootstrapFacts(
  version: number | null,
  place: { readonly account: string; readonly region: string },
): readonly AccountFact[] {
  if (version === null) return [{ code: 'not-bootstrapped', ...place }];
  if (version >= MIN_BOOTSTRAP_VERSION) return [];

  return [{ code: 'bootstrap-old', ...place, version, minimum: MIN_BOOTSTRAP_VERSION }];
}

/** Whether a region runs as many functions at once as the journeys need, if each run takes as long as it may. */
export function concurrencyFacts(
  { unreserved }: Concurrency,
  project: {
    readonly plans: readonly JourneyPlan[];
    readonly region: string;
    readonly isHome: boolean;
  },
  nowMs: number,
): readonly AccountFact[] {
  const { plans, region, isHome } = project;
  const others = PLATFORM_CONCURRENCY.region + (isHome ? PLATFORM_CONCURRENCY.home : 0);
  const subject = { plans, region, intervalMs: shortestIntervalMs };
  const peak = peakAbove(unreserved - others, subject, nowMs);
  if (peak !== null) {
    return [{ code: 'concurrency-exceeded', region, unreserved, others, ...peak }];
  }

  return unreserved < MIN_UNRESERVED
    ? [{ code: 'concurrency-low', region, unreserved, minimum: MIN_UNRESERVED }]
    : [];
}
