import { NestedStack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { JourneyPlan } from '../../core/journey/plan.ts';
import { JourneySchedule, type ScheduleFrame, type ScheduleTarget } from './journey-schedule.ts';

/** A journey with the target that its schedule invokes. */
export interface ScheduledJourney {
  readonly plan: JourneyPlan;
  readonly target: ScheduleTarget;
}

/** Inputs of one nested stack of schedules. */
export interface SchedulePartProps extends ScheduleFrame {
  readonly journeys: readonly ScheduledJourney[];
}

/**
 * Number of nested stacks that hold a region's schedules: a stack can have 500 resources. It must
 * never change, see `hashShard`.
 */
export const SCHEDULE_PARTS = 4;

/** Nested stack with the schedules of some journeys in one region. */
export class SchedulePart extends NestedStack {
  constructor(scope: Construct, id: string, props: SchedulePartProps) {
    super(scope, id);
    // Below another construct, logical ids end in a hash, which keeps "a-b" and "ab" apart.
    const schedules = new Construct(this, 'Schedule');
    for (const { plan, target } of props.journeys) {
      new JourneySchedule(schedules, `Of-${plan.name}`, { ...props, plan, target });
    }
  }
}
