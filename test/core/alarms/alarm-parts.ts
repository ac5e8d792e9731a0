import type {
  AlarmDefinition,
  JourneyAlarm,
  MathAlarm,
} from '../../../lib/core/alarms/alarm-definition.ts';
import { describeAlarm } from '../../../lib/report/format/describe-alarm.ts';
import { expressionText } from '../../../lib/core/alarms/metric-math.ts';

/** The alarm of a kind, on metric math. */
export function mathAlarm(alarms: readonly JourneyAlarm[], kind: string): MathAlarm {
  const found = alarms.find((alarm) => alarm.kind === kind)?.definition;
  if (found?.kind !== 'math') throw new Error(`no math alarm ${kind}`);

  return found;
}

/** An alarm's condition with its expression and metrics as texts. */
export function conditionOf({ metrics, expression, ...rest }: MathAlarm) {
  return {
    ...rest,
    meaning: undefined,
    expression: expressionText(expression),
    metrics: metrics.map(({ id, metric }) =>
      [
        id,
        metric.namespace,
        metric.name,
        metric.statistic,
        ...Object.values(metric.dimensions),
      ].join(' '),
    ),
  };
}

/** An alarm's meaning, and after an arrow its heading in the runbook. */
export function withArrow({ meaning }: AlarmDefinition): string {
  const frame = { stage: 'prod', runbookUrl: 'https://docs.test/runbook' };

  return describeAlarm(meaning, frame).replace(/ First step: .+ What to do: .+#/, ' → ');
}
