import { fnv1a } from '../schedule/slot-offset.ts';

/**
 * How many parts the alarms of a stage are deployed in. Fixed for all time: a journey whose part
 * changed would have its alarms created in one stack before they are deleted from another, and
 * alarm names are unique. At 1,000 journeys a part has about 16.
 */
export const ALARM_SHARDS = 64;

/**
 * How many stacks hold the parts as nested stacks. CloudFormation takes 2,500 resources in one
 * operation on a stack and all that are nested in it, and 1,000 journeys have more alarms than that.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
 */
export const ALARM_STACKS = 4;

/** The part that a journey's alarms belong to, from 0; the stack of a part is it modulo stacks. */
export function alarmShard(journey: string): number {
  return fnv1a(journey) % ALARM_SHARDS;
}
