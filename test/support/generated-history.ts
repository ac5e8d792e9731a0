import { type HistoryFrame, runGenerator } from '../../lib/core/backfill/generate-run.ts';
import type { ScenarioName } from '../../lib/core/backfill/scenarios.ts';
import { spansOfChange } from '../../lib/core/explain/change-spans.ts';
import type { ExplainInput } from '../../lib/core/explain/explain-input.ts';
import type { RunRecord } from '../../lib/core/record/run-record.ts';
import { type NamedRollup, rollUpRecords } from '../../lib/core/rollup/roll-up.ts';
import type { Dated, HistogramCodec, MetricRollup } from '../../lib/core/rollup/rollup.ts';
import type { ChangePoint } from '../../lib/core/stats/results.ts';
import { HOUR_MS } from '../../lib/core/base/time.ts';

/** Explanations are made of sums and counts: no histogram is ever read. */
const NO_HISTOGRAMS: HistogramCodec = { encode: () => '', merge: () => '', read: () => [] };

/** The rollups of some hours, as an explanation takes them. */
export type HourlyRollups = Pick<ExplainInput, 'parts' | 'facts' | 'slots' | 'metrics'>;

/** Rolls up records by the hour that they were due in. */
export function hourlyRollups(records: readonly RunRecord[]): HourlyRollups {
  const hours = new Map<number, RunRecord[]>();
  for (const record of records) {
    const hour = Math.floor(Date.parse(record.scheduledAt ?? record.startedAt) / HOUR_MS);
    hours.set(hour, [...(hours.get(hour) ?? []), record]);
  }
  const rolledUp = [...hours].flatMap(([hour, own]) => rolledUpHour(hour, own));
  const metrics: Record<string, Dated<MetricRollup>[]> = {};
  for (const { metric, startsAt, rollup } of rolledUp) {
    if (rollup.kind === 'metric') (metrics[metric ?? ''] ??= []).push({ startsAt, rollup });
  }

  return {
    parts: rolledUp.flatMap(({ startsAt, rollup }) =>
      rollup.kind === 'parts' ? [{ startsAt, rollup }] : [],
    ),
    facts: rolledUp.flatMap(({ startsAt, rollup }) =>
      rollup.kind === 'facts' ? [{ startsAt, rollup }] : [],
    ),
    slots: rolledUp.flatMap(({ startsAt, rollup }) =>
      rollup.kind === 'slots' ? [{ startsAt, rollup }] : [],
    ),
    metrics,
  };
}

function rolledUpHour(
  hour: number,
  records: readonly RunRecord[],
): readonly (NamedRollup & { readonly startsAt: string })[] {
  const startsAt = new Date(hour * HOUR_MS).toISOString();
  const options = { codec: NO_HISTOGRAMS, extraMetrics: [] };

  return rollUpRecords(records, options).map((named) => ({ ...named, startsAt }));
}

/** The runs of a generated history, every `everyMs`. */
export function generatedRuns(
  scenario: ScenarioName,
  frame: HistoryFrame,
  everyMs: number,
): readonly RunRecord[] {
  const generator = runGenerator(scenario, frame);
  const slots = Math.floor((frame.toMs - frame.fromMs) / everyMs);

  return Array.from({ length: slots }, (_, index) => generator.run(frame.fromMs + index * everyMs));
}

/** A change at an instant, located within some hours, as the statistics would tell of it. */
export function changeAt(atMs: number, changes: Partial<ChangePoint> = {}): ChangePoint {
  return {
    atMs,
    fromMs: atMs - 2 * HOUR_MS,
    toMs: atMs + 2 * HOUR_MS,
    before: 1000,
    after: 1100,
    shift: { value: 100, low: 90, high: 110, confidence: 0.95 },
    p: 0.001,
    ...changes,
  };
}

/** What a change of the duration is explained from, where nothing else is known. */
export function inputOfChange(
  rollups: HourlyRollups,
  change: ChangePoint,
  changes: Partial<ExplainInput> = {},
): ExplainInput {
  const starts = rollups.slots.map(({ startsAt }) => Date.parse(startsAt));
  const spans = spansOfChange(change, {
    fromMs: Math.min(...starts),
    toMs: Math.max(...starts) + HOUR_MS,
  });
  if (spans === null) throw new RangeError('Expected an hour with runs on both sides');

  return {
    region: 'eu-west-1',
    metric: 'duration',
    subject: { kind: 'change', change },
    spans,
    rollupsOf: 'hour',
    ...rollups,
    annotations: [],
    regions: [],
    ...changes,
  };
}
