import { HOUR_SECONDS } from '../base/time.ts';
import type { BudgetPlan, JourneyPlan } from '../journey/plan.ts';
import {
  type CompositeAlarm,
  type JourneyAlarm,
  type MathAlarm,
  MAX_WARM_UP_MINUTES,
} from './alarm-definition.ts';
import { certificateAlarms } from './certificate-alarms.ts';
import type { AlarmFrame } from './alarm-meaning.ts';
import {
  type AlarmPeriods,
  budgetPeriods,
  isEven,
  slotPeriods,
  type SlotRhythm,
  slotRhythm,
} from './alarm-periods.ts';
import { LOSS_REPORT_GRACE_MS } from '../deploy/platform-functions.ts';
import { recordLatenessMs } from './record-lateness.ts';
import { alarmName, regionAlarm } from './region-alarm.ts';
import { trendAlarms } from './trend-alarms.ts';
import { budgetMetricName, METRICS } from './metric-names.ts';

/** Period of *silent*: longer than a record takes from its slot through the queue to CloudWatch. */
const SILENT_PERIOD_SECONDS = 300;
/** The least M and N of *silent*. */
const SILENT_DATAPOINTS = 3;
/** The schedules of a first deployment may be created so long after the alarms. */
const DEPLOYMENT_SECONDS = 3_600;

/**
 * The alarms of a journey: *down*, *silent*, *blind*, one for each budget, *certificate*, *drift* and *forecast* when
 * the author requests them, and *any*, which is in alarm while another one is. Throws a RangeError for
 * a journey in more regions than an alarm can read.
 */
export function journeyAlarms(plan: JourneyPlan, frame: AlarmFrame): readonly JourneyAlarm[] {
  const rhythm = slotRhythm(plan.schedule);
  const single: readonly JourneyAlarm[] = [
    { kind: 'down', label: 'down', definition: downAlarm(plan, rhythm, frame) },
    { kind: 'silent', label: 'silent', definition: silentAlarm(plan, rhythm, frame) },
    { kind: 'blind', label: 'blind', definition: blindAlarm(plan, rhythm, frame) },
    ...plan.budgets.map((budget) => ({
      kind: 'budget' as const,
      label: `budget ${budget.statistic} ${budget.metric}`,
      definition: budgetAlarm({ plan, rhythm, budget }, frame),
    })),
    ...certificateAlarms(plan, frame),
    ...trendAlarms(plan, frame),
  ];

  return [...single, { kind: 'any', label: 'any', definition: anyAlarm(plan, single, frame) }];
}

/** The periods of a journey's alarm *down*. */
export function downPeriods(plan: JourneyPlan, rhythm = slotRhythm(plan.schedule)): AlarmPeriods {
  const { failingRegions, datapoints } = plan.alarm;
  const staggered = isStaggered(plan, failingRegions);

  return slotPeriods(rhythm, datapoints, { latenessMs: recordLatenessMs(plan), staggered });
}

/** Whether an alarm waits for several regions: a rate has its slots at another time in each of them. */
export function isStaggered({ schedule }: JourneyPlan, neededRegions: number): boolean {
  return schedule.kind === 'rate' && neededRegions > 1;
}

function downAlarm(plan: JourneyPlan, rhythm: SlotRhythm, frame: AlarmFrame): MathAlarm {
  const { failingRegions } = plan.alarm;
  const periods = downPeriods(plan, rhythm);
  const about = { journey: plan.name, regions: plan.regions.length };

  return regionAlarm(
    { plan, frame, meaning: { code: 'down', threshold: failingRegions, ...about, periods } },
    { name: METRICS.success, statistic: 'Average', operator: '<', limit: 1, fill: null },
    { ...periods, threshold: failingRegions, treatMissingData: 'ignore' },
  );
}

/** So many regions errored that the others cannot reach the quorum of *down*. */
function blindAlarm(plan: JourneyPlan, rhythm: SlotRhythm, frame: AlarmFrame): MathAlarm {
  const { failingRegions, datapoints } = plan.alarm;
  const latenessMs = recordLatenessMs(plan) + LOSS_REPORT_GRACE_MS;
  const about = { journey: plan.name, regions: plan.regions.length };
  const threshold = plan.regions.length - failingRegions + 1;
  const staggered = isStaggered(plan, threshold);
  const periods = slotPeriods(rhythm, datapoints, { latenessMs, staggered });

  return regionAlarm(
    { plan, frame, meaning: { code: 'blind', threshold, ...about, periods } },
    { name: METRICS.errored, statistic: 'Average', operator: '>', limit: 0, fill: null },
    { ...periods, threshold, treatMissingData: 'ignore' },
  );
}

function silentAlarm(plan: JourneyPlan, rhythm: SlotRhythm, frame: AlarmFrame): MathAlarm {
  const everySeconds = (rhythm.gapsMs[0] ?? Infinity) / 1_000;

  return isEven(plan.schedule, rhythm) && everySeconds <= HOUR_SECONDS
    ? countedSilence(plan, everySeconds, frame)
    : detectedSilence(plan, frame);
}

/**
 * Counts records in periods that each hold the same number of slots. It counts the regions that send
 * enough records, not those that do not: it is not documented whether FILL returns a value for a
 * metric without any data in the evaluation range, and a region that is silent for long must count as
 * silent either way.
 */
function countedSilence(plan: JourneyPlan, everySeconds: number, frame: AlarmFrame): MathAlarm {
  const expectedRuns = Math.ceil(SILENT_PERIOD_SECONDS / everySeconds);
  const periodSeconds = expectedRuns * everySeconds;
  // Periods whose records are still on their way must not be all that are evaluated.
  const onTheirWay = Math.ceil(recordLatenessMs(plan) / (periodSeconds * 1_000));
  const datapoints = Math.max(SILENT_DATAPOINTS, onTheirWay + 1);
  const periods = {
    periodSeconds,
    evaluationPeriods: datapoints,
    datapointsToAlarm: datapoints,
  };
  const counted = { expectedRuns, periods };
  const alarm = regionAlarm(
    { plan, frame, meaning: { code: 'silent', journey: plan.name, counted } },
    // Every record has a sample.
    {
      name: METRICS.errored,
      statistic: 'SampleCount',
      operator: '>=',
      limit: expectedRuns,
      fill: 0,
    },
    { ...periods, threshold: plan.regions.length, treatMissingData: 'breaching' },
  );

  const rangeSeconds = datapoints * periodSeconds + recordLatenessMs(plan) / 1_000;
  const warmUpMinutes = Math.ceil((DEPLOYMENT_SECONDS + rangeSeconds) / 60);

  return {
    ...alarm,
    operator: 'LessThanThreshold',
    warmUpMinutes: Math.min(MAX_WARM_UP_MINUTES, warmUpMinutes),
  };
}

/** For uneven or rare slots: the gap detector knows which slots were due. */
function detectedSilence(plan: JourneyPlan, frame: AlarmFrame): MathAlarm {
  return regionAlarm(
    { plan, frame, meaning: { code: 'silent', journey: plan.name, counted: null } },
    { name: METRICS.missing, statistic: 'Sum', operator: '>', limit: 0, fill: null },
    {
      periodSeconds: HOUR_SECONDS,
      evaluationPeriods: 1,
      datapointsToAlarm: 1,
      threshold: 1,
      treatMissingData: 'notBreaching',
    },
  );
}

function budgetAlarm(
  subject: {
    readonly plan: JourneyPlan;
    readonly rhythm: SlotRhythm;
    readonly budget: BudgetPlan;
  },
  frame: AlarmFrame,
): MathAlarm {
  const { plan, budget, rhythm } = subject;
  const periods = budgetPeriods(rhythm, budget.statistic);
  const { periodSeconds, runs } = periods;
  const suffix = `budget-${budget.statistic}-${budget.metric}`;

  return regionAlarm(
    {
      plan,
      frame,
      meaning: { code: 'budget', journey: plan.name, budget, periodSeconds, runs },
      suffix,
    },
    {
      name: budgetMetricName(budget.metric),
      statistic: budget.statistic,
      operator: '>',
      limit: budget.max,
      fill: null,
    },
    {
      periodSeconds,
      evaluationPeriods: 1,
      datapointsToAlarm: 1,
      threshold: 1,
      treatMissingData: 'ignore',
    },
  );
}

function anyAlarm(
  { name: journey }: JourneyPlan,
  alarms: readonly JourneyAlarm[],
  frame: AlarmFrame,
): CompositeAlarm {
  return {
    kind: 'composite',
    name: alarmName(frame.stage, journey, 'any'),
    meaning: { code: 'any', journey },
    rule: {
      kind: 'or',
      rules: alarms.map(({ definition }) => ({
        kind: 'state',
        alarm: definition.name,
        state: 'ALARM',
      })),
    },
  };
}
