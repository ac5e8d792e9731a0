import type { JourneyPlan } from '../journey/plan.ts';
import type { ResolvedConfig } from '../journey/resolved-config.ts';
import { evidenceBucketName, isolatedRunnerName, stackName, stageNames } from './names.ts';

/** A resource name that is too long for AWS. */
export interface LongName {
  /** Such as `a function`. */
  readonly what: string;
  readonly name: string;
  readonly longest: number;
}

// https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
const FUNCTION = { what: 'a function', longest: 64 };
// https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html
const SCHEDULE = { what: 'a schedule', longest: 64 };
// https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateScheduleGroup.html
const SCHEDULE_GROUP = { what: 'a schedule group', longest: 64 };
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
const BUCKET = { what: 'a bucket', longest: 63 };
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html
const QUEUE = { what: 'a queue', longest: 80 };
// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html
const STACK = { what: 'a stack', longest: 128 };
const SOME_ACCOUNT = '000000000000';

/** Names derived from stage and regions that are too long for AWS. */
export function longStageNames(
  { stage, account, home }: StageFrame,
  regions: readonly string[],
): readonly LongName[] {
  const names = stageNames(stage);
  const functions = [
    names.apiRunner,
    names.browserRunner,
    names.recorder,
    names.jobs,
    names.trends,
    names.notifier,
  ];

  return tooLong([
    ...functions.map((name) => ({ ...FUNCTION, name })),
    ...[names.queue, names.unreadableQueue].map((name) => ({ ...QUEUE, name })),
    { ...SCHEDULE_GROUP, name: names.scheduleGroup },
    ...[home, ...regions].flatMap((region) => [
      { ...STACK, name: stackName(stage, region) },
      { ...BUCKET, name: evidenceBucketName(stage, account ?? SOME_ACCOUNT, region) },
    ]),
  ]);
}

/** Names derived from a journey's name that are too long for AWS. Alarm names are cut to fit. */
export function longJourneyNames(plan: JourneyPlan, stage: string): readonly LongName[] {
  return tooLong([
    { ...SCHEDULE, name: plan.name },
    ...(plan.deploy.isolated ? [{ ...FUNCTION, name: isolatedRunnerName(stage, plan.name) }] : []),
  ]);
}

type StageFrame = Pick<ResolvedConfig, 'stage' | 'account' | 'home'>;

function tooLong(names: readonly LongName[]): readonly LongName[] {
  return names.filter(({ name, longest }) => name.length > longest);
}
