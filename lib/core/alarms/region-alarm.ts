import type { JourneyPlan } from '../journey/plan.ts';
import type { MathAlarm } from './alarm-definition.ts';
import { alarmDescription, type AlarmFrame } from './alarm-description.ts';
import type { AlarmPeriods } from './alarm-periods.ts';
import type { AlarmKind } from './journey-alarm.ts';
import { asciiName, metricNamespace } from './metric-names.ts';
import { countRegions, type RegionTest } from './region-count.ts';

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
const MAX_ALARM_NAME = 255;

/** A journey's alarm, such as `waywiser-prod-checkout-down`: the same wherever it is computed. */
export function alarmName(stage: string, journey: string, suffix: string): string {
  return asciiName(`waywiser-${stage}-${journey}-${suffix}`, MAX_ALARM_NAME);
}

/** An alarm on the number of regions of which a metric holds something. */
export function regionAlarm(
  subject: {
    readonly plan: JourneyPlan;
    readonly frame: AlarmFrame;
    readonly kind: AlarmKind;
    readonly meaning: string;
    /** Default: the kind. */
    readonly suffix?: string;
  },
  test: Omit<RegionTest, 'namespace' | 'journey'>,
  condition: AlarmPeriods & Pick<MathAlarm, 'threshold' | 'treatMissingData'>,
): MathAlarm {
  const { plan, frame, kind, meaning, suffix = kind } = subject;
  const namespace = metricNamespace(frame.stage);

  return {
    kind: 'math',
    name: alarmName(frame.stage, plan.name, suffix),
    description: alarmDescription(meaning, kind, frame),
    ...countRegions(plan.regions, { ...test, namespace, journey: plan.name }),
    operator: 'GreaterThanOrEqualToThreshold',
    ...condition,
  };
}
