import { detectionOf } from '../alarms/detection.ts';
import { type DetectionOptions, nearestDetection } from '../alarms/nearest-detection.ts';
import type { JourneyPlan } from '../journey/plan.ts';

/** An option without which no outage is sure to be alarmed, and what is wrong with it. */
export interface Undetected {
  readonly path: 'alarm.datapoints' | 'alarm.failingRegions';
  readonly message: string;
}

/**
 * Creates a function that finds options with which no outage is sure to start the alarm *down*, although others exist;
 * at most one. A schedule with a single slot has no others. Journeys of equal options are computed once.
 */
export function undetectedReader(): (plan: JourneyPlan) => readonly Undetected[] {
  const known = new Map<string, DetectionOptions | null>();

  return (plan) => {
    const key = detectionKey(plan);
    const found = known.get(key);
    const nearest = found === undefined ? nearestUndetected(plan) : found;
    known.set(key, nearest);

    return nearest === null ? [] : [findingOf(plan, nearest)];
  };
}

/** All that decides what is detected, which is not the name of the journey. */
function detectionKey(plan: JourneyPlan): string {
  const { kind, schedule, regions, timeoutMs, retries, evidence, repeatable, alarm } = plan;

  const { failingRegions, datapoints } = alarm;
  const run = { kind, timeoutMs, retries, evidence, repeatable };

  return JSON.stringify({ schedule, regions, run, failingRegions, datapoints });
}

/** Null: the journey's own options detect outages, or none do. */
function nearestUndetected(plan: JourneyPlan): DetectionOptions | null {
  return detectionOf(plan) === null ? nearestDetection(plan) : null;
}

function findingOf({ name, alarm }: JourneyPlan, nearest: DetectionOptions): Undetected {
  const { failingRegions } = nearest;
  if (failingRegions !== alarm.failingRegions) {
    return {
      path: 'alarm.failingRegions',
      message: `Cannot deploy journey "${name}" with failingRegions: ${alarm.failingRegions}: ${reason('each region has its own slots')}; expected failingRegions: ${failingRegions}${datapointsToo(alarm, nearest)}, or a shorter interval`,
    };
  }

  return {
    path: 'alarm.datapoints',
    message: `Cannot deploy journey "${name}" with datapoints: ${listed(alarm)}: ${reason('CloudWatch evaluates at most seven days')}; expected datapoints: ${listed(nearest)}, or a shorter interval`,
  };
}

function reason(why: string): string {
  return `no outage is sure to be alarmed, because its slots are far apart and ${why}`;
}

function datapointsToo(own: DetectionOptions, nearest: DetectionOptions): string {
  return listed(own) === listed(nearest) ? '' : ` and datapoints: ${listed(nearest)}`;
}

function listed({ datapoints }: DetectionOptions): string {
  return `[${datapoints.join(', ')}]`;
}
