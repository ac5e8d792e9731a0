import type { RunRecord } from '../../record/run-record.ts';
import { isTimed } from '../../record/timing-values.ts';
import { censoredValuesOf, type MetricValues, metricValuesOf } from '../../rollup/metric-values.ts';
import { type MeasuredPart, timePartsOf } from '../../rollup/time-parts.ts';
import { instantOfRunId } from '../../store/run-id.ts';
import type { LastRun } from '../overview/overview-page.ts';

/** A run that no rollup holds yet, reduced to what pages need: a tenth of its record. */
export interface RunDigest {
  readonly run: LastRun;
  readonly stage: string;
  /** The instant in its id, by which runs are in order. */
  readonly atMs: number;
  /** When its slot was; null: it was run on demand, which rollups do not count. */
  readonly slotMs: number | null;
  readonly isTimed: boolean;
  readonly timed: MetricValues;
  readonly censored: MetricValues;
  readonly parts: readonly MeasuredPart[];
}

/** Reduces a record to what pages need; `metrics` are those of the journey's budgets. */
export function digestOf(record: RunRecord, metrics: readonly string[]): RunDigest {
  const { runId, stage, scheduledAt, onDemand } = record;
  const timed = isTimed(record);

  return {
    run: lastRunOf(record),
    stage,
    atMs: Date.parse(instantOfRunId(runId)),
    slotMs: onDemand || scheduledAt === null ? null : Date.parse(scheduledAt),
    isTimed: timed,
    timed: metricValuesOf(record, metrics),
    censored: censoredValuesOf(record),
    parts: timed ? timePartsOf(record) : [],
  };
}

/** A run as lists have it. */
export function lastRunOf({ runId, startedAt, outcome, cause, durationMs }: RunRecord): LastRun {
  return { runId, startedAt, outcome, cause, durationMs };
}
