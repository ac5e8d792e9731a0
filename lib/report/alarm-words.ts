import type { DatapointAlarm } from '../core/alarms/alarm-definition.ts';
import type { MetricEvidence } from '../core/alarms/alarm-evidence.ts';
import type { AlarmBacktest, Firing } from '../core/alarms/backtest.ts';
import type { Datapoint } from '../core/alarms/evaluate-alarm.ts';
import { METRICS } from '../core/alarms/metric-names.ts';
import { regionLimit } from '../core/alarms/region-count.ts';
import { formatDuration as plainDuration } from '../core/journey/duration.ts';
import { formatDuration } from './format.ts';

/**
 * What an alarm saw when it fired, in words: `passed 100 %, 0 %, 0 % of runs by 5m (2 of 3 below
 * 100 %)`. A dash stands for a period without data.
 */
export function evidenceWords(
  { definition, label }: Pick<AlarmBacktest, 'definition' | 'label'>,
  { evidence, reason }: Pick<Firing, 'evidence' | 'reason'>,
): string {
  if (definition === null || evidence === null) return '';
  const [first] = evidence.metrics;
  const reading = readingOf(first?.name ?? '', label);
  const several = evidence.metrics.length > 1;
  const seen = evidence.metrics
    .map((metric) => metricWords(metric, { reading, several }))
    .join('; ');
  const period = plainDuration(definition.periodSeconds * 1_000);
  const doubt = reason === 'premature' ? ', few data' : '';

  return `${reading.before} ${seen} ${reading.after} by ${period} (${limitWords(definition, reading)}${doubt})`
    .replaceAll(/ {2,}/g, ' ')
    .trim();
}

/** How the numbers of a metric are read. */
interface Reading {
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
    return { before: `${statistic} of ${name}`, after: '', value, none: NO_DATA };
  }
  if (kind === 'silent') {
    return metric === METRICS.missing
      ? { before: '', after: 'slots missing', value: String, none: NO_DATA }
      : { before: '', after: 'records', value: String, none: '0' };
  }
  const before = metric === METRICS.success ? 'passed' : 'errored';

  return { before, after: 'of runs', value: percent, none: NO_DATA };
}

function metricWords(
  { region, datapoints }: MetricEvidence,
  { reading, several }: { readonly reading: Reading; readonly several: boolean },
): string {
  const firstKnown = datapoints.findIndex((value) => value !== null);
  const shown = reading.none === NO_DATA ? datapoints.slice(Math.max(0, firstKnown)) : datapoints;
  const values = shown.map((value: Datapoint) =>
    value === null ? reading.none : reading.value(value),
  );

  return `${several && region !== null ? `${region} ` : ''}${values.join(', ')}`;
}

function limitWords(definition: DatapointAlarm, { value }: Reading): string {
  const { datapointsToAlarm, evaluationPeriods } = definition;
  const found = definition.kind === 'math' ? regionLimit(definition.expression) : null;
  const mOfN = evaluationPeriods === 1 ? '' : `${datapointsToAlarm} of ${evaluationPeriods} `;
  if (found === null) return mOfN.trimEnd();

  return `${mOfN}${found.operator === '<' ? 'below' : 'above'} ${value(found.limit)}`;
}

function percent(value: number): string {
  return `${Math.round(value * 100)} %`;
}
