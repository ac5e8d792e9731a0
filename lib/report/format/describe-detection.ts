import type { Detection } from '../../core/alarms/detection.ts';
import { MINUTE_MS } from '../../core/base/time.ts';
import { formatExactDuration } from './duration.ts';

/** What *down* guarantees, rounded up to minutes: `an outage of 12 m or more is alarmed within 13 m`. */
export function describeDetection(detection: Detection | null): string {
  if (detection === null) {
    return 'no outage is sure to be alarmed: the slots are too far apart for the alarm';
  }
  const { outageMs, alarmedWithinMs } = detection;

  return `an outage of ${minutes(outageMs)} or more is alarmed within ${minutes(alarmedWithinMs)}`;
}

function minutes(ms: number): string {
  return formatExactDuration(Math.ceil(ms / MINUTE_MS) * MINUTE_MS);
}
