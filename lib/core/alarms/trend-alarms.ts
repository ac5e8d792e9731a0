import { DAY_SECONDS } from '../base/time.ts';
import type { JourneyPlan } from '../journey/plan.ts';
import type { AlarmFrame } from './alarm-meaning.ts';
import type { AlarmPeriods } from './alarm-periods.ts';
import type { JourneyAlarm, MathAlarm } from './alarm-definition.ts';
import { METRICS } from './metric-names.ts';
import { regionAlarm } from './region-alarm.ts';

/** The trends job publishes its metrics once a day. */
const DAILY: AlarmPeriods & Pick<MathAlarm, 'threshold' | 'treatMissingData'> = {
  periodSeconds: DAY_SECONDS,
  evaluationPeriods: 1,
  datapointsToAlarm: 1,
  threshold: 1,
  treatMissingData: 'notBreaching',
};

/** Alarm types that read metrics of the trends job; they cannot be replayed from records. */
const TREND_ALARM_KINDS = ['drift', 'forecast'] as const;

/** The {@link TREND_ALARM_KINDS} that a journey's author requested. */
export function requestedTrendAlarms({
  alarm,
}: Pick<JourneyPlan, 'alarm'>): readonly (typeof TREND_ALARM_KINDS)[number][] {
  return [
    ...(alarm.driftPercent === undefined ? [] : (['drift'] as const)),
    ...(alarm.daysToBudget === undefined ? [] : (['forecast'] as const)),
  ];
}

/** *Drift* and *forecast*, where the author asks for them. */
export function trendAlarms(plan: JourneyPlan, frame: AlarmFrame): readonly JourneyAlarm[] {
  return requestedTrendAlarms(plan).map((kind) => ({
    kind,
    label: kind,
    definition: kind === 'drift' ? driftAlarm(plan, frame) : forecastAlarm(plan, frame),
  }));
}

function driftAlarm(plan: JourneyPlan, frame: AlarmFrame): MathAlarm {
  const limit = plan.alarm.driftPercent ?? Infinity;

  return regionAlarm(
    { plan, frame, meaning: { code: 'drift', journey: plan.name, percent: limit } },
    { name: METRICS.drift, statistic: 'Maximum', operator: '>=', limit, fill: null },
    DAILY,
  );
}

function forecastAlarm(plan: JourneyPlan, frame: AlarmFrame): MathAlarm {
  const limit = plan.alarm.daysToBudget ?? 0;

  return regionAlarm(
    { plan, frame, meaning: { code: 'forecast', journey: plan.name, days: limit } },
    { name: METRICS.daysToBudget, statistic: 'Minimum', operator: '<', limit, fill: null },
    DAILY,
  );
}
