import type { AlarmEvidence } from '../../core/alarms/alarm-evidence.ts';
import { requestedTrendAlarms } from '../../core/alarms/trend-alarms.ts';
import type { AlarmChange } from '../../core/alarms/alarm-watch.ts';
import type { AlarmBacktest, BacktestTotals } from '../../core/alarms/backtest.ts';
import type { AlarmReport } from '../../report/terminal/alarms/alarm-backtest.ts';
import { describeAlarmEvidence } from '../../report/format/describe-alarm-evidence.ts';

/** The JSON document of `waywiser alarms` and `waywiser alarms backtest`. */
export function backtestDocument(
  report: AlarmReport,
  { totals, unreadable }: { readonly totals: BacktestTotals; readonly unreadable: number },
): unknown {
  return {
    stage: report.stage,
    since: instant(report.fromMs),
    until: instant(report.toMs),
    journeys: report.journeys.map(({ plan, runs, backtest }) => ({
      journey: plan.name,
      configured: { regions: plan.regions, failingRegions: plan.alarm.failingRegions },
      runs,
      evaluated: backtest && {
        regions: backtest.regions,
        failingRegions: backtest.failingRegions,
        since: instant(Math.min(backtest.fromMs, backtest.toMs)),
        until: instant(backtest.toMs),
      },
      alarms: backtest?.alarms.map(alarmDocument) ?? [],
      // Trend alarms depend on metrics of the trends job, which stored runs do not contain.
      notEvaluated: requestedTrendAlarms(plan),
    })),
    totals,
    unreadable,
  };
}

function alarmDocument({ definition, ...alarm }: AlarmBacktest): unknown {
  return {
    kind: alarm.kind,
    name: alarm.name,
    // Composite alarms send no notifications.
    notifies: definition !== null,
    state: alarm.state,
    stateSince: instant(alarm.stateSinceMs),
    condition: definition && {
      periodSeconds: definition.periodSeconds,
      evaluationPeriods: definition.evaluationPeriods,
      datapointsToAlarm: definition.datapointsToAlarm,
      operator: definition.operator,
      threshold: definition.threshold,
      treatMissingData: definition.treatMissingData,
    },
    firings: alarm.firings.map((firing) => ({
      at: instant(firing.atMs),
      endedAt: instant(firing.endedAtMs),
      durationMs: firing.durationMs,
      reason: firing.reason,
      why: describeAlarmEvidence({ definition, label: alarm.label }, firing),
      datapoints: firing.evidence?.datapoints ?? null,
      metrics: firing.evidence?.metrics ?? null,
      notifiedAt: instant(firing.notifiedAtMs),
      muted: firing.muted,
    })),
  };
}

/** A change of an alarm's state as JSON, the value of `alarm` in the output of `waywiser dev --json`. */
export function changeDocument(
  { atMs, from, to, reason, alarm }: AlarmChange,
  evidence: AlarmEvidence | null,
): unknown {
  return {
    journey: alarm.journey,
    kind: alarm.kind,
    name: alarm.definition.name,
    at: instant(atMs),
    from,
    to,
    reason,
    datapoints: evidence?.datapoints ?? null,
    metrics: evidence?.metrics ?? null,
  };
}

function instant(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
