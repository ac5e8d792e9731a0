import type { DatapointAlarm } from '../../core/alarms/alarm-definition.ts';
import type { MetricEvidence } from '../../core/alarms/alarm-evidence.ts';
import type { AlarmBacktest, Firing } from '../../core/alarms/backtest.ts';
import type { Datapoint } from '../../core/alarms/evaluate-alarm.ts';
import { METRICS } from '../../core/alarms/metric-names.ts';
import { regionLimit } from '../../core/alarms/region-alarm.ts';
import { SECOND_MS } from '../../core/base/time.ts';
import { formatDuration, formatExactDuration, formatPeriod } from './duration.ts';
import { formatShare } from './share.ts';

/**
 * The values that made an alarm fire: `runs passed per 5 minutes: 100%, 0%, 0% (2 of 3 below 100%)`. A dash is a period without data. Each of several regions is a part of its own.
 */
export function alarmEvidenceParts(
  { definition, label }: Pick<AlarmBacktest, 'definition' | 'label'>,
  { evidence, reason }: Pick<Firing, 'evidence' | 'reason'>,
): readonly string[] {
  if (definition === null || evidence === null) return [];
  const reading = readingOf(evidence.metrics[0]?.name ?? '', label);
  const doubt = reason === 'premature' ? ', few data' : '';
  const title = `${reading.title} ${periodText(definition)}`;
  const condition = `${conditionText(definition, reading)}${doubt}`;
  const [only, ...others] = evidence.metrics.map((metric) => valuesText(metric, reading));
  if (others.length === 0) return [`${title}: ${only ?? ''} (${condition})`];

  return [
    `${title} (${condition})`,
    ...evidence.metrics.map((metric) => `${metric.region ?? ''} ${valuesText(metric, reading)}`),
  ];
}

/** The parts of {@link alarmEvidenceParts} in one text. */
export function describeAlarmEvidence(...about: Parameters<typeof alarmEvidenceParts>): string {
  return alarmEvidenceParts(...about).join('; ');
}

/** How the numbers of a metric are printed. */
interface Reading {
  readonly title: string;
  readonly value: (value: number) => string;
  readonly limit: (value: number) => string;
  /** Printed for a period without data. */
  readonly none: string;
  /** The limit's name where it is no threshold of several periods. */
  readonly isBudget: boolean;
}

const NO_DATA = '-';

function readingOf(metric: string, label: string): Reading {
  const [kind = '', statistic = '', ...words] = label.split(' ');
  if (kind === 'budget') return budgetReading(statistic, words.join(' '));
  if (kind === 'silent') {
    const isMissing = metric === METRICS.missing;
    const title = isMissing ? 'missing runs' : 'records';
    const none = isMissing ? NO_DATA : '0';
    return { title, value: String, limit: String, none, isBudget: false };
  }
  if (metric === METRICS.daysToExpiry) {
    return { title: 'days left', value: String, limit: String, none: NO_DATA, isBudget: false };
  }
  const title = metric === METRICS.success ? 'runs passed' : 'runs errored';

  return { title, value: formatShare, limit: formatShare, none: NO_DATA, isBudget: false };
}

function budgetReading(statistic: string, metric: string): Reading {
  const isScore = metric === 'cls';

  return {
    title: `${statistic} ${metric}`,
    value: isScore ? threeDecimals : formatDuration,
    limit: isScore ? String : formatExactDuration,
    none: NO_DATA,
    isBudget: true,
  };
}

function periodText({ periodSeconds, evaluationPeriods }: DatapointAlarm): string {
  const period = formatPeriod(periodSeconds * SECOND_MS);

  return evaluationPeriods === 1 ? `over the last ${period}` : `per ${period}`;
}

function valuesText({ datapoints }: MetricEvidence, { none, value }: Reading): string {
  const firstKnown = datapoints.findIndex((each) => each !== null);
  const shown = none === NO_DATA ? datapoints.slice(Math.max(0, firstKnown)) : datapoints;

  return shown.map((each: Datapoint) => (each === null ? none : value(each))).join(', ');
}

function conditionText(definition: DatapointAlarm, { limit, isBudget }: Reading): string {
  const { datapointsToAlarm, evaluationPeriods } = definition;
  const found = definition.kind === 'math' ? regionLimit(definition.expression) : null;
  const mOfN = evaluationPeriods === 1 ? '' : `${datapointsToAlarm} of ${evaluationPeriods} `;
  if (found === null) return mOfN.trimEnd();
  if (isBudget && evaluationPeriods === 1) return `budget ${limit(found.limit)}`;

  return `${mOfN}${found.operator === '>' ? 'above' : 'below'} ${limit(found.limit)}`;
}

function threeDecimals(value: number): string {
  return value.toFixed(3);
}
