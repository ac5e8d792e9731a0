import { parseCron } from '../../../../../lib/core/schedule/cron-pattern.ts';
import * as check from '../checks.ts';
import { fieldsOf, type Json, optionalText, textOf } from '../json.ts';
import type { Attempt, ResourceKind } from '../resource-kind.ts';
import { arn } from './arns.ts';
import { assertRole } from './iam.ts';
import { assertInvocable } from './lambda-targets.ts';

const { optional, required, whole, text, fields } = check;

const NAME = /^[\w.-]{1,64}$/;
const MAX_PAST_MS = 5 * 60_000;

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_Target.html */
const TARGET = fields({
  Arn: required(text({ min: 1, max: 1_600 })),
  RoleArn: required(text({ min: 1, max: 1_600 })),
  Input: optional(text({ min: 1, max: 262_144 })),
  RetryPolicy: optional(
    fields({
      MaximumEventAgeInSeconds: optional(whole(60, 86_400)),
      MaximumRetryAttempts: optional(whole(0, 185)),
    }),
  ),
  DeadLetterConfig: optional(fields({ Arn: required(text()) })),
});

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html */
export const SCHEDULE: ResourceKind = {
  type: 'AWS::Scheduler::Schedule',
  properties: {
    Name: optional(text({ pattern: NAME })),
    GroupName: optional(text({ pattern: NAME })),
    Description: optional(text({ max: 512 })),
    ScheduleExpression: required(text({ min: 1, max: 256 })),
    ScheduleExpressionTimezone: optional(text({ min: 1, max: 50 })),
    StartDate: optional(text()),
    EndDate: optional(text()),
    FlexibleTimeWindow: required(
      fields({
        Mode: required(text({ oneOf: ['OFF', 'FLEXIBLE'] })),
        MaximumWindowInMinutes: optional(whole(1, 1_440)),
      }),
    ),
    State: optional(text({ oneOf: ['ENABLED', 'DISABLED'] })),
    Target: required(TARGET),
  },
  replacedBy: ['Name'],
  scope: 'region',
  nameProperty: 'Name',
  name: ({ GroupName: group, Name: name }, generated) =>
    `${optionalText(group) ?? 'default'}/${optionalText(name) ?? generated}`,
  identity: ({ name, region, accountId }) => ({
    ref: name.split('/')[1] ?? name,
    attributes: { Arn: arn('scheduler', { region, accountId }, `schedule/${name}`) },
  }),
  validate: (attempt) => {
    groupExists(attempt);
    expressionIsValid(attempt);
    startIsNotPast(attempt);
    targetIsReady(attempt);
  },
};

/** `UpdateSchedule` finds a schedule by group and name, so a schedule cannot change its group. */
function groupExists({ properties, previous, region, world }: Attempt): void {
  const group = optionalText(properties['GroupName']) ?? 'default';
  check.demand(
    group === 'default' || world.find('AWS::Scheduler::ScheduleGroup', region, group) !== null,
    `Schedule group ${group} does not exist.`,
  );
  const before = previous === null ? group : (optionalText(previous['GroupName']) ?? 'default');
  check.demand(before === group, `Schedule does not exist in group ${group}`);
}

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html */
function expressionIsValid({ properties }: Attempt): void {
  const expression = textOf(properties['ScheduleExpression']);
  const isRate = /^rate\((?:1 (?:minute|hour|day)|(?!0|1 )\d+ (?:minutes|hours|days))\)$/.test(
    expression,
  );
  const isOnce = /^at\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\)$/.test(expression);
  const isCron = expression.startsWith('cron(') && parseCron(expression).kind === 'valid';
  check.demand(isRate || isOnce || isCron, `Invalid Schedule Expression ${expression}.`);
  const zone = optionalText(properties['ScheduleExpressionTimezone']) ?? 'UTC';
  check.demand(isZone(zone), `Invalid time zone ${zone}`);
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/**
 * "The StartDate you specify cannot be earlier than 5 minutes ago", also when it is applied again.
 * https://github.com/getmoto/moto/issues/8172
 */
function startIsNotPast({ properties, world }: Attempt): void {
  const start = instantOf(properties['StartDate']);
  const end = instantOf(properties['EndDate']);
  check.demand(
    start === null || start >= world.nowMs - MAX_PAST_MS,
    `The StartDate you specify cannot be earlier than 5 minutes ago: ${optionalText(properties['StartDate'])}`,
  );
  check.demand(
    end === null || end > (start ?? world.nowMs),
    'The EndDate must come after the StartDate.',
  );
}

function instantOf(value: Json | undefined): number | null {
  const written = optionalText(value);
  if (written === null) return null;
  const ms = Date.parse(written);
  check.demand(!Number.isNaN(ms), `${written} is not an instant`);

  return ms;
}

/**
 * Scheduler refuses a role that it cannot assume; the model also refuses targets and queues that do
 * not exist, which would only fail later.
 */
function targetIsReady({ properties, region, world }: Attempt): void {
  const target = fieldsOf(properties['Target']);
  const deadLetters = optionalText(fieldsOf(target['DeadLetterConfig'])['Arn']);
  assertRole(world, target['RoleArn'], {
    service: 'scheduler.amazonaws.com',
    actions: ['lambda:InvokeFunction', ...(deadLetters === null ? [] : ['sqs:SendMessage'])],
  });
  assertInvocable(world, region, textOf(target['Arn']));
  check.demand(
    deadLetters === null || world.withAttribute('AWS::SQS::Queue', 'Arn', deadLetters) !== null,
    `The dead-letter queue ${deadLetters} does not exist`,
  );
}

/**
 * Deleting a group deletes its schedules.
 * https://docs.aws.amazon.com/scheduler/latest/APIReference/API_DeleteScheduleGroup.html
 */
export const SCHEDULE_GROUP: ResourceKind = {
  type: 'AWS::Scheduler::ScheduleGroup',
  properties: {
    Name: optional(text({ pattern: NAME })),
    Tags: optional(check.tags),
  },
  replacedBy: ['Name'],
  scope: 'region',
  nameProperty: 'Name',
  identity: ({ name, region, accountId }) => ({
    ref: name,
    attributes: { Arn: arn('scheduler', { region, accountId }, `schedule-group/${name}`) },
  }),
  validate: ({ name }) => {
    check.demand(name !== 'default', 'The default group cannot be created');
  },
  afterDelete: ({ name, region }, world) => {
    for (const schedule of world.list('AWS::Scheduler::Schedule', region)) {
      if (schedule.name.startsWith(`${name}/`)) world.remove(schedule);
    }
  },
};
