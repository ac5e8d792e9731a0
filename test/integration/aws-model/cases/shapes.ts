import { alarmOf, allowing, functionOf, resource, scheduleOf } from '../stack-of.ts';
import { type Case, one } from './case.ts';

/** A text of a megabyte, written in a template of a tenth of it. */
const MEGABYTE = { 'Fn::Join': ['x'.repeat(100_000), Array.from({ length: 12 }, () => 'a')] };

/** Values of wrong types and lengths that AWS refuses. */
export const SHAPES: readonly Case[] = [
  ['a number for a text', one('SQS::Queue', { QueueName: 7 }), /7 is not a text/],
  ['a text that is not one of the known', alarmOf({ Statistic: 'Mean' }), /not one of SampleCount/],
  ['a text for a number', alarmOf({ Threshold: '1' }), /"1" is not a number/],
  ['a text for a whole number', functionOf({ Timeout: '60' }), /is not a whole number/],
  ['a text for a boolean', one('SQS::Queue', { SqsManagedSseEnabled: 'true' }), /is not a boolean/],
  ['a text for a list', alarmOf({ AlarmActions: 'arn:a' }), /is not a list/],
  ['a text for a map', functionOf({ Environment: { Variables: 'a' } }), /is not an object/],
  ['a text for an object', functionOf({ Environment: 'a' }), /is not an object/],
  ['a start date that is none', scheduleOf({ StartDate: 'tomorrow' }), /is not an instant/],
  [
    'the default group',
    { Group: resource('Scheduler::ScheduleGroup', { Name: 'default' }) },
    /default group cannot be created/,
  ],
  [
    'a key policy of more than 32 KB',
    one('KMS::Key', { KeyPolicy: allowing('x'.repeat(32_768)) }),
    /at most 32768/,
  ],
  [
    'a dashboard of more than 1 MB',
    one('CloudWatch::Dashboard', { DashboardName: 'a', DashboardBody: MEGABYTE }),
    /at most 1048576/,
  ],
];
