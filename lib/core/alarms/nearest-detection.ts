import type { JourneyPlan } from '../journey/plan.ts';
import { detectionOf } from './detection.ts';

/** Options of an alarm that decide what *down* detects. */
export type DetectionOptions = Pick<JourneyPlan['alarm'], 'failingRegions' | 'datapoints'>;

/** More datapoints than CloudWatch evaluates of slots that are far apart. */
const MAX_DATAPOINTS = 10;
/** A quorum says what an outage is, so it is changed last. */
const REGION_WEIGHT = MAX_DATAPOINTS * 2;

/**
 * The options nearest to those of a journey with which *down* detects an outage with certainty; null: with
 * none, as for a schedule with a single slot. A journey whose own options do gets them back.
 */
export function nearestDetection(plan: JourneyPlan): DetectionOptions | null {
  const found = candidates(plan).find(
    (options) => detectionOf({ ...plan, alarm: { ...plan.alarm, ...options } }) !== null,
  );

  return found ?? null;
}

function candidates({ alarm }: JourneyPlan): readonly DetectionOptions[] {
  const { failingRegions, datapoints } = alarm;
  const [needed, periods] = datapoints;
  const all: DetectionOptions[] = [];
  for (let regions = failingRegions; regions >= 1; regions -= 1) {
    for (let m = 1; m <= needed; m += 1) {
      for (let n = m; n <= Math.max(periods, MAX_DATAPOINTS); n += 1) {
        all.push({ failingRegions: regions, datapoints: [m, n] });
      }
    }
  }

  return all.toSorted((a, b) => distance(a, alarm) - distance(b, alarm));
}

function distance(a: DetectionOptions, b: DetectionOptions): number {
  return (
    Math.abs(a.datapoints[0] - b.datapoints[0]) +
    Math.abs(a.datapoints[1] - b.datapoints[1]) +
    Math.abs(a.failingRegions - b.failingRegions) * REGION_WEIGHT
  );
}
