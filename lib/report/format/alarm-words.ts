import type { DatapointAlarm } from '../../core/alarms/alarm-definition.ts';
import type { MetricEvidence } from '../../core/alarms/alarm-evidence.ts';
import type { AlarmBacktest, Firing } from '../../core/alarms/backtest.ts';
import type { Datapoint } from '../../core/alarms/evaluate-alarm.ts';
import { METRICS } from '../../core/alarms/metric-names.ts';
import { regionLimit } from '../../core/alarms/region-count.ts';
import { formatDuration as plainDuration } from '../../core/journey/duration.ts';
import { formatDuration } from './format.ts';

/**
 * What an alarm saw when it fired, in words: `passed 100 %, 0 %, 0 % of runs by 5m (2 of 3 below
 * 100 %)`. A dash stands for a period without data. Of several regions, each is a part of its own.
 */
export function evidenceParts(
  { definition, label }: Pick<AlarmBacktest, 'definition' | 'label'>,
  { evidence, reason }: Pick<Firing, 'evidence' | 'reason'>,
): readonly string[] {
  if (definition === null || evidence === null) return [];
  const reading = readingOf(evidence.metrics[0]?.name ?? '', label);
  const { title, before, after } = reading;
  const period = plainDuration(definition.periodSeconds * 1_000);
  const doubt = reason === 'premature' ? ', few data' : '';
  const condition = `by ${period} (${limitWords(definition, reading)}${doubt})`;
  const [only, ...others] = evidence.metrics.map((metric) => valuesWords(metric, reading));
  if (others.length === 0) return [sentence([before, only ?? '', after, condition])];

  return [
    sentence([title, condition]),
    ...evidence.metrics.map((metric) => `${metric.region ?? ''} ${valuesWords(metric, reading)}`),
  ];
}

/** The parts of {@link evidenceParts} in one text. */
export function evidenceWords(...about: Parameters<typeof evidenceParts>): string {
  return evidenceParts(...about).join('; ');
}

function sentence(words: readonly string[]): string {
  return words.filter((word) => word !== '').join(' ');
}

/** How the numbers of a metric are read. */
interface Reading {
  /** Where the values follow by region. */
  readonly title: string;
  readonly before: string;
  readonly after: string;
  readonly value: (value: number) => string;
  /** What a period without data stands for. */
  readonly none: string;
}

const NO_DATA = '-';

function readingOf(metric: string, label: string): Reading {
  const [kind = '', statistic = '', ...words] = label.split(' ');
  if (kind === 'budget') {
    const name = words.join(' ');
    const value = name === 'cls' ? (each: number): string => each.toFixed(3) : formatDuration;
    const title = `${statistic} of ${name}`;
    return { title, before: title, after: '', value, none: NO_DATA };
  }
  if (kind === 'silent') {
    return metric === METRICS.missing
      ? { title: 'slots missing', before: '', after: 'slots missing', value: String, none: NO_DATA }
      : { title: 'records', before: '', after: 'records', value: String, none: '0' };
  }
  const before = metric === METRICS.success ? 'passed' : 'errored';

  return { title: `runs ${before}`, before, after: 'of runs', value: percent, none: NO_DATA };
}

function valuesWords({ datapoints }: MetricEvidence, { none, value }: Reading): string {
  const firstKnown = datapoints.findIndex((each) => each !== null);
  const shown = none === NO_DATA ? datapoints.slice(Math.max(0, firstKnown)) : datapoints;

  return shown.map((each: Datapoint) => (each === null ? none : value(each))).join(', ');
}

function limitWords(definition: DatapointAlarm, { value }: Reading): string {
  const { datapointsToAlarm, evaluationPeriods } = definition;
  const found = definition.kind === 'math' ? regionLimit(definition.expression) : null;
  const mOfN = evaluationPeriods === 1 ? '' : `${datapointsToAlarm} of ${evaluationPeriods} `;
  if (found === null) return mOfN.trimEnd();

  return `${mOfN}${found.operator === '>' ? 'above' : 'below'} ${value(found.limit)}`;
}

function percent(value: number): string {
  return `${Math.round(value * 100)} %`;
}
