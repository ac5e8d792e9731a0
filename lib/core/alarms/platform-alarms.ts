import { DAY_SECONDS, HOUR_SECONDS } from '../base/time.ts';
import { stageNames } from '../deploy/names.ts';
import {
  type DatapointAlarm,
  MAX_WARM_UP_MINUTES,
  type MathAlarm,
  type MathExpression,
  type MetricAlarm,
} from './alarm-definition.ts';
import type { AlarmFrame } from './alarm-meaning.ts';
import { metricNamespace } from './metric-names.ts';

/** Alarm types of the platform itself; each has a section with this heading in the runbook. */
export const PLATFORM_ALARM_KINDS = [
  'gap-detector',
  'trends',
  'recorder',
  'unreadable',
  'notifier',
] as const;

/** One of {@link PLATFORM_ALARM_KINDS}. */
type PlatformAlarmKind = (typeof PLATFORM_ALARM_KINDS)[number];

/**
 * Metrics of the platform itself, in the namespace of the stage's metrics:
 * - `Heartbeat`, without dimensions: 1 after each hourly scan for gaps that had no error;
 * - `TrendsHeartbeat`, without dimensions: 1 after each daily trend analysis that had no error;
 * - `RecorderErrors`, by `Region`: messages of a batch that could not be recorded, 0 when none;
 * - `Unreadable`, by `Region`: messages of a batch that cannot be read, 0 when none.
 */
export const PLATFORM_METRICS = {
  heartbeat: 'Heartbeat',
  trendsHeartbeat: 'TrendsHeartbeat',
  recorderErrors: 'RecorderErrors',
  unreadable: 'Unreadable',
} as const;

/** The parts of a stage that have alarms: its regions, and the notifier. */
export interface PlatformFrame extends AlarmFrame {
  /** Every region that has a recorder. */
  readonly regions: readonly string[];
}

/** An alarm of the platform with its type. */
interface PlatformAlarm {
  readonly kind: PlatformAlarmKind;
  readonly definition: DatapointAlarm;
  /** Whether its ALARM notifies the topic itself, because it reports that the notifier does not work. */
  readonly direct?: boolean;
}

const FIVE_MINUTES_SECONDS = 300;

/** The alarms of the platform itself: they report when monitoring fails. */
export function platformAlarms(frame: PlatformFrame): readonly PlatformAlarm[] {
  const { regions } = frame;

  return [
    { kind: 'gap-detector', definition: gapDetectorAlarm(frame) },
    { kind: 'trends', definition: trendsAlarm(frame) },
    ...regions.map((region) => ({
      kind: 'recorder' as const,
      definition: recorderAlarm(region, frame),
    })),
    ...regions.map((region) => ({
      kind: 'unreadable' as const,
      definition: unreadableAlarm(region, frame),
    })),
    { kind: 'notifier', definition: notifierAlarm(frame), direct: true },
  ];
}

function gapDetectorAlarm(frame: AlarmFrame): MathAlarm {
  return deadManAlarm(frame, {
    kind: 'gap-detector',
    heartbeat: PLATFORM_METRICS.heartbeat,
    periodSeconds: HOUR_SECONDS,
  });
}

function trendsAlarm(frame: AlarmFrame): MathAlarm {
  return deadManAlarm(frame, {
    kind: 'trends',
    heartbeat: PLATFORM_METRICS.trendsHeartbeat,
    periodSeconds: DAY_SECONDS,
  });
}

/** A stage without a first heartbeat is new for two whole periods and the rest of one. */
const WARM_UP_PERIODS = 3;

/** A dead man's switch: in alarm after two periods without a heartbeat. */
function deadManAlarm(
  frame: AlarmFrame,
  man: {
    readonly kind: 'gap-detector' | 'trends';
    readonly heartbeat: string;
    readonly periodSeconds: number;
  },
): MathAlarm {
  return {
    kind: 'math',
    name: `waywiser-${frame.stage}-${man.kind}`,
    meaning: { code: man.kind },
    metrics: [{ id: 'm1', metric: ownMetric(frame, man.heartbeat, { statistic: 'SampleCount' }) }],
    // Without FILL old heartbeats would decide: CloudWatch prefers existing datapoints.
    expression: { kind: 'fill', of: { kind: 'metric', id: 'm1' }, value: 0 },
    periodSeconds: man.periodSeconds,
    warmUpMinutes: Math.min(MAX_WARM_UP_MINUTES, (WARM_UP_PERIODS * man.periodSeconds) / 60),
    evaluationPeriods: 2,
    datapointsToAlarm: 2,
    operator: 'LessThanThreshold',
    threshold: 1,
    treatMissingData: 'breaching',
  };
}

/** Three of three, because a message that fails once is delivered again. */
function recorderAlarm(region: string, frame: AlarmFrame): MetricAlarm {
  return {
    kind: 'metric',
    name: `waywiser-${frame.stage}-recorder-${region}`,
    meaning: { code: 'recorder', region },
    metric: ownMetric(frame, PLATFORM_METRICS.recorderErrors, { region }),
    ...positive({ evaluationPeriods: 3, datapointsToAlarm: 3 }),
  };
}

function unreadableAlarm(region: string, frame: AlarmFrame): MetricAlarm {
  return {
    kind: 'metric',
    name: `waywiser-${frame.stage}-unreadable-${region}`,
    meaning: { code: 'unreadable', region },
    metric: ownMetric(frame, PLATFORM_METRICS.unreadable, { region }),
    ...positive({ evaluationPeriods: 1, datapointsToAlarm: 1 }),
  };
}

/** Changes that were not delivered, completely or at all. */
const NOTIFIER_TROUBLES = ['Errors', 'Throttles', 'AsyncEventsDropped'] as const;

function notifierAlarm({ stage }: AlarmFrame): MathAlarm {
  const { notifier: functionName } = stageNames(stage);
  const metrics = NOTIFIER_TROUBLES.map((name, index) => ({
    id: `m${index + 1}`,
    // https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
    metric: {
      namespace: 'AWS/Lambda',
      name,
      dimensions: { FunctionName: functionName },
      statistic: 'Sum' as const,
    },
  }));

  return {
    kind: 'math',
    name: `waywiser-${stage}-notifier`,
    meaning: { code: 'notifier' },
    metrics,
    expression: sumOf(metrics.map(({ id }) => id)),
    ...positive({ evaluationPeriods: 1, datapointsToAlarm: 1 }),
  };
}

/** A metric without data in a period counts as 0. */
function sumOf(ids: readonly string[]): MathExpression {
  return ids
    .map((id): MathExpression => ({ kind: 'fill', of: { kind: 'metric', id }, value: 0 }))
    .reduce((left, right) => ({ kind: 'calculate', operator: '+', left, right }));
}

function ownMetric(
  { stage }: AlarmFrame,
  name: string,
  {
    region,
    statistic = 'Sum',
  }: { readonly region?: string; readonly statistic?: MetricAlarm['metric']['statistic'] },
): MetricAlarm['metric'] {
  return {
    namespace: metricNamespace(stage),
    name,
    dimensions: region === undefined ? {} : { Region: region },
    statistic,
  };
}

/** In alarm above 0; a period without a datapoint is fine. */
function positive(
  mOfN: Pick<MetricAlarm, 'evaluationPeriods' | 'datapointsToAlarm'>,
): Omit<MetricAlarm, 'kind' | 'name' | 'meaning' | 'metric'> {
  return {
    ...mOfN,
    periodSeconds: FIVE_MINUTES_SECONDS,
    operator: 'GreaterThanThreshold',
    threshold: 0,
    treatMissingData: 'notBreaching',
  };
}
