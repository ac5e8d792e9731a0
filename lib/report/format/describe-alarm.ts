import {
  type AlarmFrame,
  type AlarmMeaning,
  DESCRIPTION_PARTS,
} from '../../core/alarms/alarm-meaning.ts';
import type { AlarmPeriods } from '../../core/alarms/alarm-periods.ts';
import { SECOND_MS } from '../../core/base/time.ts';
import { runbookLink } from '../../core/dashboard/status/status.ts';
import type { BudgetPlan } from '../../core/journey/plan.ts';
import { formatCount } from './count.ts';
import { describeFirstStep } from './describe-first-step.ts';
import { formatPeriod, formatPeriodLength } from './duration.ts';
import { formatLimit } from './metric.ts';
import { formatShare } from './share.ts';

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
const MAX_DESCRIPTION = 1_024;

/**
 * An alarm's description in CloudWatch: its meaning, cut to the length that AWS accepts, then the
 * first step, and the link to its section in the runbook where there is one. These are never cut: the
 * notifier's message is made from them (`readAlarmChange`).
 */
export function describeAlarm(meaning: AlarmMeaning, { stage, runbookUrl }: AlarmFrame): string {
  const step = ` ${DESCRIPTION_PARTS.firstStep}: ${describeFirstStep(meaning, stage)}`;
  const address = runbookLink(runbookUrl, meaning.code);
  const link = `${step}${address === null ? '' : ` ${DESCRIPTION_PARTS.runbook}: ${address}`}`;
  const room = MAX_DESCRIPTION - link.length;
  const text = 'journey' in meaning ? journeyText(meaning) : platformText(meaning);

  return `${text.length <= room ? text : `${text.slice(0, room - 1)}…`}${link}`;
}

type JourneyMeaning = Extract<AlarmMeaning, { readonly journey: string }>;
type PlatformMeaning = Exclude<AlarmMeaning, JourneyMeaning>;

function platformText(meaning: PlatformMeaning): string {
  switch (meaning.code) {
    case 'gap-detector':
      return 'For two hours the gap detector has not completed a scan: silent journeys may go unnoticed.';
    case 'trends':
      return 'For two days no trend analysis has completed: findings may be outdated or missing.';
    case 'recorder':
      return `The recorder in ${meaning.region} keeps failing to store the records in its queue: records are late.`;
    case 'unreadable':
      return `The recorder in ${meaning.region} received messages that it cannot read: some slots have no record.`;
    case 'notifier':
      return 'Changes of alarms could not be sent to every recipient of `notify`.';
  }
}

function journeyText(meaning: JourneyMeaning): string {
  switch (meaning.code) {
    case 'down':
      return `Journey "${meaning.journey}" fails in ${regionsText(meaning)}, in ${mOfN(meaning.periods)}: users are affected.`;
    case 'blind':
      return `Runs of journey "${meaning.journey}" are errored in ${regionsText(meaning)}, in ${mOfN(meaning.periods)}: it is unknown whether the journey is down.`;
    case 'silent':
      return silentText(meaning);
    case 'budget':
      return `In at least one region, the ${meaning.budget.statistic} ${meaning.budget.metric} of journey "${meaning.journey}" is above its budget of ${budgetText(meaning.budget)}, over the last ${formatPeriod(meaning.periodSeconds * SECOND_MS)} (about ${formatCount(meaning.runs, 'run')}).`;
    case 'certificate':
      return `In at least one region, a certificate that journey "${meaning.journey}" meets expires in less than ${formatCount(meaning.days, 'day')}.`;
    case 'drift':
      return `In at least one region, the duration of journey "${meaning.journey}" has grown by ${formatShare(meaning.percent / 100)} or more within 30 days.`;
    case 'forecast':
      return `In at least one region, journey "${meaning.journey}" is forecast to exceed a budget in less than ${formatCount(meaning.days, 'day')}.`;
    case 'any':
      return `At least one alarm of journey "${meaning.journey}" is on.`;
  }
}

function silentText({
  journey,
  counted,
}: Extract<AlarmMeaning, { readonly code: 'silent' }>): string {
  if (counted === null) {
    return `In at least one region, the gap detector found slots of journey "${journey}" without a record.`;
  }
  const { expectedRuns, periods } = counted;

  return `In at least one region, journey "${journey}" sends fewer records than expected (${expectedRuns} in ${length(periods.periodSeconds)}), in ${mOfN(periods)}.`;
}

function regionsText({
  threshold,
  regions,
}: {
  readonly threshold: number;
  readonly regions: number;
}): string {
  return `at least ${threshold} of ${formatCount(regions, 'region')}`;
}

function mOfN({ datapointsToAlarm, evaluationPeriods, periodSeconds }: AlarmPeriods): string {
  return `${datapointsToAlarm} of the last ${evaluationPeriods} periods of ${length(periodSeconds)}`;
}

function budgetText({ metric, max }: BudgetPlan): string {
  return formatLimit(max, metric === 'cls' ? 'score' : 'ms');
}

function length(seconds: number): string {
  return formatPeriodLength(seconds * SECOND_MS);
}
