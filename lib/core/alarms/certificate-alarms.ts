import type { JourneyPlan } from '../journey/plan.ts';
import type { JourneyAlarm, MathAlarm } from './alarm-definition.ts';
import type { AlarmFrame } from './alarm-meaning.ts';
import { slotPeriods, slotRhythm } from './alarm-periods.ts';
import { METRICS } from './metric-names.ts';
import { recordLatenessMs } from './record-lateness.ts';
import { regionAlarm } from './region-alarm.ts';

/**
 * One datapoint is enough: days left are no measurement that varies. Of two periods, because the newest may lack the
 * region that saw the certificate.
 */
const DATAPOINTS = [1, 2] as const;

/** An alarm for each number of days that the author asks for, and for those of a `tlsCheck`. */
export function certificateAlarms(plan: JourneyPlan, frame: AlarmFrame): readonly JourneyAlarm[] {
  const days = plan.alarm.daysToExpiry ?? [];

  return days.map((limit) => ({
    kind: 'certificate',
    label: `certificate ${limit}`,
    definition: certificateAlarm(plan, limit, frame),
  }));
}

/** Without data the state stays: a target that is down, or a monitor, does not renew certificates. */
function certificateAlarm(plan: JourneyPlan, days: number, frame: AlarmFrame): MathAlarm {
  const arrival = { latenessMs: recordLatenessMs(plan), staggered: plan.regions.length > 1 };
  const periods = slotPeriods(slotRhythm(plan.schedule), DATAPOINTS, arrival);

  return regionAlarm(
    {
      plan,
      frame,
      meaning: { code: 'certificate', journey: plan.name, days },
      suffix: `certificate-${days}`,
    },
    { name: METRICS.daysToExpiry, statistic: 'Minimum', operator: '<', limit: days, fill: null },
    { ...periods, threshold: 1, treatMissingData: 'ignore' },
  );
}
