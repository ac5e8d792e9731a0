import { REGION, role, SCHEDULE, scheduleOf } from '../stack-of.ts';
import { type Case, fieldsIn } from './case.ts';

/** Schedules that AWS refuses. */
export const SCHEDULES: readonly Case[] = [
  [
    'a start date of six minutes ago',
    scheduleOf({ StartDate: '2026-12-01T11:54:00Z' }),
    /StartDate you specify cannot be earlier than 5 minutes ago/,
  ],
  [
    'an end before the start',
    scheduleOf({ StartDate: '2026-12-03T12:00:00Z', EndDate: '2026-12-02T12:00:00Z' }),
    /EndDate must come after/,
  ],
  ['a name of 65 characters', scheduleOf({ Name: 'x'.repeat(65) }), /Name ".*" does not match/],
  [
    'a rate of 1 minutes',
    scheduleOf({ ScheduleExpression: 'rate(1 minutes)' }),
    /Invalid Schedule Expression/,
  ],
  [
    'a cron of five fields',
    scheduleOf({ ScheduleExpression: 'cron(0 2 * * ?)' }),
    /Invalid Schedule Expression/,
  ],
  [
    'a time zone that does not exist',
    scheduleOf({ ScheduleExpressionTimezone: 'Europe/Atlantis' }),
    /Invalid time zone/,
  ],
  [
    'a group that does not exist',
    scheduleOf({ GroupName: 'nothing' }),
    /Schedule group nothing does not exist/,
  ],
  [
    'a role that Scheduler cannot assume',
    { ...scheduleOf(), Scheduler: role('lambda', 'lambda:InvokeFunction') },
    /cannot be assumed by scheduler/,
  ],
  [
    'a role that may not invoke',
    { ...scheduleOf(), Scheduler: role('scheduler') },
    /no permission for lambda:InvokeFunction/,
  ],
  [
    'a target that does not exist',
    scheduleOf({
      Target: {
        ...fieldsIn(SCHEDULE, 'Target'),
        Arn: `arn:aws:lambda:${REGION}:123456789012:function:nothing`,
      },
    }),
    /Function not found/,
  ],
  [
    'a queue that does not exist',
    {
      ...scheduleOf({
        Target: { ...fieldsIn(SCHEDULE, 'Target'), DeadLetterConfig: { Arn: 'arn:nothing' } },
      }),
      Scheduler: role('scheduler', 'lambda:InvokeFunction', 'sqs:SendMessage'),
    },
    /dead-letter queue .* does not exist/,
  ],
  [
    'an event age of 30 seconds',
    scheduleOf({
      Target: { ...fieldsIn(SCHEDULE, 'Target'), RetryPolicy: { MaximumEventAgeInSeconds: 30 } },
    }),
    /from 60 to 86400/,
  ],
  [
    '186 retries',
    scheduleOf({
      Target: { ...fieldsIn(SCHEDULE, 'Target'), RetryPolicy: { MaximumRetryAttempts: 186 } },
    }),
    /from 0 to 185/,
  ],
  [
    'a target in another region',
    scheduleOf({
      Target: {
        ...fieldsIn(SCHEDULE, 'Target'),
        Arn: 'arn:aws:lambda:us-east-1:123456789012:function:recorder',
      },
    }),
    /is no function of eu-west-1/,
  ],
  [
    'an alias that does not exist',
    scheduleOf({
      Target: {
        ...fieldsIn(SCHEDULE, 'Target'),
        Arn: `arn:aws:lambda:${REGION}:123456789012:function:recorder:live`,
      },
    }),
    /Function not found/,
  ],
];
