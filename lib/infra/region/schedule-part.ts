import { NestedStack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { JourneyPlan } from '../../core/journey/plan.ts';
import { JourneySchedule, type ScheduleFrame, type ScheduleTarget } from './journey-schedule.ts';

/** A journey's schedule, and what it invokes. */
export interface ScheduledJourney {
  readonly plan: JourneyPlan;
  readonly target: ScheduleTarget;
}

/** What a part of a region's schedules is made of. */
export interface SchedulePartProps extends ScheduleFrame {
  readonly journeys: readonly ScheduledJourney[];
}

/**
 * How many parts the schedules of a region are deployed in: a stack takes 500 resources. Fixed for
 * all time, see `hashShard`.
 */
export const SCHEDULE_PARTS = 4;

/** The schedules of some journeys in one region. */
export class SchedulePart extends NestedStack {
  constructor(scope: Construct, id: string, props: SchedulePartProps) {
    super(scope, id);
    // One level down, an id in the template ends in a hash: "a-b" and "ab" are two journeys.
    const schedules = new Construct(this, 'Schedule');
    for (const { plan, target } of props.journeys) {
      new JourneySchedule(schedules, `Of-${plan.name}`, { ...props, plan, target });
    }
  }
}
