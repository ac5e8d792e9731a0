import type { Detection } from '../../core/alarms/detection.ts';
import { MINUTE_MS } from '../../core/base/time.ts';
import { formatExactDuration } from './duration.ts';

/**
 * What *down* guarantees, rounded up to minutes: `an outage of 12 m or more is alarmed within 13 m`. A schedule in
 * a time zone has more when clocks change.
 */
export function describeDetection(detection: Detection | null): string {
  if (detection === null) {
    return 'no outage is sure to be alarmed: the slots are too far apart for the alarm';
  }
  const { outageMs, alarmedWithinMs, clockChangeMs } = detection;
  const later = clockChangeMs === 0 ? '' : `, ${minutes(clockChangeMs)} more when clocks change`;

  return `an outage of ${minutes(outageMs)} or more is alarmed within ${minutes(alarmedWithinMs)}${later}`;
}

function minutes(ms: number): string {
  return formatExactDuration(Math.ceil(ms / MINUTE_MS) * MINUTE_MS);
}
