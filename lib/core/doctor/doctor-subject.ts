import type { JourneyPlan } from '../journey/plan.ts';
import type { ResolvedConfig } from '../journey/resolved-config.ts';
import { runnerNameOf, stageNames } from '../deploy/names.ts';
import type { NamedSecret } from './function-rules.ts';

/** The project that the account is compared with. */
export interface DoctorSubject {
  readonly config: Pick<
    ResolvedConfig,
    'stage' | 'account' | 'home' | 'notify' | 'secrets' | 'runbookUrl'
  >;
  readonly plans: readonly JourneyPlan[];
  /** Version of Waywiser. */
  readonly version: string;
}

/** Regions that some journey runs in, sorted. */
export function runRegions({ plans }: Pick<DoctorSubject, 'plans'>): readonly string[] {
  return [...new Set(plans.flatMap(({ regions }) => regions))].toSorted();
}

/** The journeys that run in a region. */
export function plansIn(
  region: string,
  { plans }: Pick<DoctorSubject, 'plans'>,
): readonly JourneyPlan[] {
  return plans.filter(({ regions }) => regions.includes(region));
}

/** A function with the secrets that it reads. */
export interface ExpectedFunction {
  readonly name: string;
  readonly secrets: readonly NamedSecret[];
}

/** The runners that a region has. */
export function runnersIn(region: string, subject: DoctorSubject): readonly ExpectedFunction[] {
  const plans = plansIn(region, subject);
  const names = [...new Set(plans.map((plan) => runnerNameOf(subject.config.stage, plan)))];

  return names.toSorted().map((name) => ({
    name,
    secrets: secretsOf(
      plans.filter((plan) => runnerNameOf(subject.config.stage, plan) === name),
      subject,
    ),
  }));
}

/** The secrets that journeys name, each once, with its ARN. */
export function secretsOf(
  plans: readonly JourneyPlan[],
  { config }: Pick<DoctorSubject, 'config'>,
): readonly NamedSecret[] {
  const names = [...new Set(plans.flatMap(({ secrets }) => secrets))].toSorted();
  const arns = new Map(Object.entries(config.secrets));

  return names.flatMap((secret) => {
    const arn = arns.get(secret);

    return arn === undefined ? [] : [{ secret, arn }];
  });
}

/** The function that sends changes of alarms, with the secrets of its webhooks. */
export function notifierOf({ config }: Pick<DoctorSubject, 'config'>): ExpectedFunction {
  return { name: stageNames(config.stage).notifier, secrets: webhookSecretsOf({ config }) };
}

/** The secrets that hold the addresses of webhooks. */
export function webhookSecretsOf({
  config,
}: Pick<DoctorSubject, 'config'>): readonly NamedSecret[] {
  return config.notify.webhooks.map(({ secret: arn }, index) => ({
    secret: `notify.webhooks[${index}]`,
    arn,
  }));
}
