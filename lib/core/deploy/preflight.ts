import { MAX_ALARM_METRICS } from '../alarms/region-alarm.ts';
import { SECOND_MS } from '../base/time.ts';
import { formatDurationOption } from '../journey/duration.ts';
import type { JourneyPlan } from '../journey/plan.ts';
import type { Problem } from '../journey/problem.ts';
import type { ResolvedConfig } from '../journey/resolved-config.ts';
import { shortestIntervalMs } from '../schedule/shortest-interval.ts';
import { concurrencyIn } from './concurrency.ts';
import { RESERVED_JOURNEYS } from './names.ts';
import { undetectedReader } from './preflight-detection.ts';
import { longJourneyNames, type LongName, longStageNames } from './preflight-names.ts';
import { peakAbove, type PeakSubject } from './preflight-peak.ts';
import { LAMBDA_LIMIT_SECONDS } from './platform-functions.ts';
import { longestRun } from './preflight-run-time.ts';

/**
 * CloudFormation takes 2,500 resources in one operation on a stack and all that are nested in it;
 * the rest is the region's own.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
 */
const MAX_JOURNEY_RESOURCES = 2_400;
/** Function, version, alias, its settings, role, policy, log group, and one to spare. */
const ISOLATED_RESOURCES = 8;

/**
 * Finds what AWS would reject, or what could not work there, in a valid project. Takes time in
 * proportion to the slots of a week at most. Problems name the file and the option, not yet the line.
 */
export function preflight(
  config: ResolvedConfig,
  plans: readonly JourneyPlan[],
  { nowMs }: { readonly nowMs: number },
): readonly Problem[] {
  const intervalMs = intervalReader();
  const undetected = undetectedReader();
  const regions = [...new Set(plans.flatMap((plan) => plan.regions))].toSorted();

  return [
    ...stageProblems(config, regions).map((message) => problemOf(config.file, { message })),
    ...plans.flatMap((plan) => journeyProblems(plan, config, { intervalMs, undetected })),
    ...regions.flatMap((region) =>
      regionProblems({ plans, region, intervalMs }, config, nowMs).map((message) =>
        problemOf(config.file, { message }),
      ),
    ),
  ];
}

/** Caches intervals: many journeys share a schedule, and a cron's interval needs all of its years. */
function intervalReader(): PeakSubject['intervalMs'] {
  const known = new Map<string, number>();

  return (schedule) => {
    const key = JSON.stringify(schedule);
    const intervalMs = known.get(key) ?? shortestIntervalMs(schedule);
    known.set(key, intervalMs);

    return intervalMs;
  };
}

interface Finding {
  readonly message: string;
  readonly path?: string;
}

function problemOf(file: string | null, finding: Finding, journey: string | null = null): Problem {
  const { message, path = null } = finding;

  return { file, line: null, column: null, code: 'journey.config', path, message, journey };
}

function stageProblems(config: ResolvedConfig, regions: readonly string[]): readonly string[] {
  const strangers = regions.filter((region) => partitionOf(region) !== partitionOf(config.home));

  return [
    ...longStageNames(config, regions).map((name) => longName(name, 'a shorter stage')),
    ...strangers.map(
      (region) =>
        `Cannot deploy to ${region} together with the home region ${config.home}: no account reaches both; expected regions of one partition, and a stage for each`,
    ),
  ];
}

/** https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html */
function partitionOf(region: string): string {
  return /^(?:cn|us-gov)-/.exec(region)?.[0] ?? 'aws';
}

/** What many journeys have in common is computed once. */
interface JourneyReaders extends Pick<PeakSubject, 'intervalMs'> {
  readonly undetected: (plan: JourneyPlan) => readonly Finding[];
}

function journeyProblems(
  plan: JourneyPlan,
  config: ResolvedConfig,
  { intervalMs, undetected }: JourneyReaders,
): readonly Problem[] {
  return [
    ...timeFindings(plan, intervalMs(plan.schedule)),
    ...regionCountFindings(plan),
    ...undetected(plan),
    ...nameFindings(plan, config),
    ...secretFindings(plan, config),
  ].map((finding) => problemOf(plan.file, finding, plan.name));
}

function timeFindings(plan: JourneyPlan, intervalMs: number): readonly Finding[] {
  const { timeoutMs } = plan;
  const { attempts, hasEvidenceRun, plannedMs } = longestRun(plan);
  const tries = `${attempts === 1 ? 'one attempt' : `${attempts} attempts`}${hasEvidenceRun ? ' and the evidence run' : ''}`;

  return [
    ...(timeoutMs > intervalMs
      ? [
          {
            path: 'timeout',
            message: `Cannot deploy journey "${plan.name}" with a time-out of ${formatDurationOption(timeoutMs)}: its slots are ${formatDurationOption(intervalMs)} apart, so that runs would overlap; expected at most that`,
          },
        ]
      : []),
    ...(plannedMs > LAMBDA_LIMIT_SECONDS * SECOND_MS
      ? [
          {
            path: 'timeout',
            message: `Cannot deploy journey "${plan.name}" with a time-out of ${formatDurationOption(timeoutMs)}: ${tries} may take ${plannedMs / 1_000} s in all, and Lambda ends a run after ${LAMBDA_LIMIT_SECONDS} s; expected a shorter time-out or fewer retries`,
          },
        ]
      : []),
  ];
}

function regionCountFindings(plan: JourneyPlan): readonly Finding[] {
  if (plan.regions.length <= MAX_ALARM_METRICS) return [];

  return [
    {
      path: 'regions',
      message: `Cannot deploy journey "${plan.name}" to ${plan.regions.length} regions: one alarm reads ${MAX_ALARM_METRICS} metrics; expected at most ${MAX_ALARM_METRICS} regions, or two journeys`,
    },
  ];
}

function nameFindings(plan: JourneyPlan, config: ResolvedConfig): readonly Finding[] {
  const isReserved = plan.deploy.isolated && RESERVED_JOURNEYS.includes(plan.name.toLowerCase());

  return [
    ...longJourneyNames(plan, config.stage).map((name) => ({
      path: 'name',
      message: longName(name, 'a shorter name of the journey or the stage'),
    })),
    ...(isReserved
      ? [
          {
            path: 'name',
            message: `Cannot deploy journey "${plan.name}" isolated: its function would have the name of one of the platform's; expected a name other than ${RESERVED_JOURNEYS.join(', ')}`,
          },
        ]
      : []),
  ];
}

function secretFindings(plan: JourneyPlan, config: ResolvedConfig): readonly Finding[] {
  const names = plan.secrets.filter((name) => !Object.hasOwn(config.secrets, name));

  return names.map((name) => ({
    path: `secrets[${plan.secrets.indexOf(name)}]`,
    message: `Cannot deploy journey "${plan.name}" with the secret "${name}": the configuration has no ARN for it; expected one under secrets in ${config.file ?? 'waywiser.config.ts'}`,
  }));
}

function regionProblems(
  subject: PeakSubject,
  config: ResolvedConfig,
  nowMs: number,
): readonly string[] {
  const { region } = subject;
  const plans = subject.plans.filter(({ regions }) => regions.includes(region));
  const isolated = plans.filter(({ deploy }) => deploy.isolated).length;
  const resources = plans.length + isolated * ISOLATED_RESOURCES;
  const { runs } = concurrencyIn(region, config);
  const peak = peakAbove(runs, subject, nowMs);

  return [
    ...(resources > MAX_JOURNEY_RESOURCES
      ? [
          `Cannot deploy ${plans.length} journeys, ${isolated} of them isolated, to ${region}: they have ${resources} resources, and CloudFormation takes ${MAX_JOURNEY_RESOURCES} in addition to the region's own; expected fewer isolated journeys, or two stages`,
        ]
      : []),
    ...(peak === null
      ? []
      : [
          `Cannot deploy to ${region}: ${peak.runs} runs can be under way at once at ${new Date(peak.atMs).toISOString().slice(0, 16)}Z, if each takes as long as it may, and Lambda runs ${runs} at once there; expected longer intervals, shorter time-outs, fewer retries, or the account's own limit as limits: { '${region}': { concurrentRuns: … } }`,
        ]),
  ];
}

function longName({ what, name, longest }: LongName, expected: string): string {
  return `Cannot name ${what} "${name}": it has ${name.length} characters, and AWS takes ${longest}; expected ${expected}`;
}
