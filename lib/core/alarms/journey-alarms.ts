import { HOUR_SECONDS } from '../base/time.ts';
import type { BudgetPlan, JourneyPlan } from '../journey/plan.ts';
import { formatDurationOption } from '../journey/duration.ts';
import type { CompositeAlarm, JourneyAlarm, MathAlarm } from './alarm-definition.ts';
import { alarmDescription, type AlarmFrame } from './alarm-description.ts';
import {
  type AlarmPeriods,
  budgetPeriods,
  isEven,
  slotPeriods,
  type SlotRhythm,
  slotRhythm,
} from './alarm-periods.ts';
import { alarmName, regionAlarm } from './region-alarm.ts';
import { trendAlarms } from './trend-alarms.ts';
import { budgetMetricName, METRICS } from './metric-names.ts';

/** Period of *silent*: longer than a record takes from its slot through the queue to CloudWatch. */
const SILENT_PERIOD_SECONDS = 300;
/** M and N of *silent*: a record that is still on its way must not count. */
const SILENT_DATAPOINTS = 3;

/**
 * The alarms of a journey: *down*, *silent*, *blind*, one for each budget, *drift* and *forecast* when
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
    ...trendAlarms(plan, frame),
  ];

  return [...single, { kind: 'any', label: 'any', definition: anyAlarm(plan, single, frame) }];
}

function downAlarm(plan: JourneyPlan, rhythm: SlotRhythm, frame: AlarmFrame): MathAlarm {
  const { failingRegions, datapoints } = plan.alarm;
  const periods = slotPeriods(rhythm, datapoints);
  const meaning = `Journey "${plan.name}" fails in ${of(failingRegions, plan.regions)}, in ${mOfN(periods)}: users cannot get through.`;

  return regionAlarm(
    { plan, frame, kind: 'down', meaning },
    { name: METRICS.success, statistic: 'Average', operator: '<', limit: 1, fill: null },
    { ...periods, threshold: failingRegions, treatMissingData: 'ignore' },
  );
}

/** So many regions errored that the others cannot reach the quorum of *down*. */
function blindAlarm(plan: JourneyPlan, rhythm: SlotRhythm, frame: AlarmFrame): MathAlarm {
  const { failingRegions, datapoints } = plan.alarm;
  const periods = slotPeriods(rhythm, datapoints);
  const threshold = plan.regions.length - failingRegions + 1;
  const meaning = `Runs of journey "${plan.name}" are errored in ${of(threshold, plan.regions)}, in ${mOfN(periods)}: whether it is down cannot be told.`;

  return regionAlarm(
    { plan, frame, kind: 'blind', meaning },
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
  const periods = {
    periodSeconds: expectedRuns * everySeconds,
    evaluationPeriods: SILENT_DATAPOINTS,
    datapointsToAlarm: SILENT_DATAPOINTS,
  };
  const meaning = `From at least one region, journey "${plan.name}" sends fewer records than its schedule promises (${expectedRuns} in ${span(periods.periodSeconds)}), in ${mOfN(periods)}.`;
  const alarm = regionAlarm(
    { plan, frame, kind: 'silent', meaning },
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

  return { ...alarm, operator: 'LessThanThreshold' };
}

/** For uneven or rare slots: the gap detector knows which slots were due. */
function detectedSilence(plan: JourneyPlan, frame: AlarmFrame): MathAlarm {
  const meaning = `From at least one region, the gap detector found slots of journey "${plan.name}" without a record.`;

  return regionAlarm(
    { plan, frame, kind: 'silent', meaning },
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
  const limit = budget.metric === 'cls' ? String(budget.max) : formatDurationOption(budget.max);
  const meaning = `In at least one region, the ${budget.statistic} of ${budget.metric} of journey "${plan.name}" is above its budget of ${limit}, over ${span(periods.periodSeconds)} (about ${periods.runs} runs).`;
  const suffix = `budget-${budget.statistic}-${budget.metric}`;

  return regionAlarm(
    { plan, frame, kind: 'budget', meaning, suffix },
    {
      name: budgetMetricName(budget.metric),
      statistic: budget.statistic,
      operator: '>',
      limit: budget.max,
      fill: null,
    },
    {
      periodSeconds: periods.periodSeconds,
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
    description: alarmDescription(`Something is wrong with journey "${journey}".`, 'any', frame),
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

function of(count: number, regions: readonly string[]): string {
  return `at least ${count} of ${regions.length} ${regions.length === 1 ? 'region' : 'regions'}`;
}

function mOfN({ datapointsToAlarm, evaluationPeriods, periodSeconds }: AlarmPeriods): string {
  return `${datapointsToAlarm} of the last ${evaluationPeriods} periods of ${span(periodSeconds)}`;
}

function span(seconds: number): string {
  return formatDurationOption(seconds * 1_000);
}
