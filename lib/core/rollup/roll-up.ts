import type { RunRecord } from '../record/run-record.ts';
import { countOutcomes } from '../record/series-summary.ts';
import { isTimed } from '../record/timing-values.ts';
import { contentHash } from './content-hash.ts';
import { selectMetrics } from './select-metrics.ts';
import { censoredValuesOf, metricValuesOf } from './metric-values.ts';
import { rollUpFacts } from './roll-up-facts.ts';
import { rollUpMetric } from './roll-up-metric.ts';
import { rollUpParts } from './roll-up-parts.ts';
import { type HistogramCodec, ROLLUP_SCHEMA, type SlotsRollup } from './rollup.ts';
import type { RollupItem } from './rollup-store.ts';

/** A rollup, and the metric that it is of; null for the others. */
export type NamedRollup = Pick<RollupItem, 'metric' | 'rollup'>;

/** What is kept of one hour, as it follows from the records. */
export interface FreshHour {
  readonly startsAt: string;
  readonly slots: SlotsRollup;
  /** The slots among them. */
  readonly rollups: readonly NamedRollup[];
}

/** What an hour is rolled up with. */
export interface RollUpOptions {
  readonly codec: HistogramCodec;
  /** Words of the journey's budgets, such as `wait`. */
  readonly extraMetrics: readonly string[];
}

/**
 * Everything that is kept of one hour: the slots, then each metric by name, time parts and facts. A
 * pure function of the set of its records. Empty where there are none but of runs on demand.
 */
export function rollUpRecords(
  records: readonly RunRecord[],
  options: RollUpOptions,
): readonly NamedRollup[] {
  const ofSlots = records.filter(({ onDemand }) => !onDemand);
  if (ofSlots.length === 0) return [];
  const timed = ofSlots.filter(isTimed);
  const { metrics, omitted } = rollUpMetrics(ofSlots, options);
  const others: readonly NamedRollup[] = [
    ...metrics,
    { metric: null, rollup: rollUpParts(timed) },
    { metric: null, rollup: rollUpFacts(timed) },
  ];
  const slots: Omit<SlotsRollup, 'content'> = {
    kind: 'slots',
    counts: countOutcomes(ofSlots),
    flaky: ofSlots.filter(({ flaky }) => flaky).length,
    cold: timed.filter(({ instrument }) => instrument.cold).length,
    timed: timed.length,
    metrics: metrics.map(({ metric }) => metric),
    omitted,
  };
  const content = contentHash(JSON.stringify([ROLLUP_SCHEMA, 'hour', slots, others]));

  return [{ metric: null, rollup: { ...slots, content } }, ...others];
}

function rollUpMetrics(
  records: readonly RunRecord[],
  { codec, extraMetrics }: RollUpOptions,
): {
  readonly metrics: readonly (NamedRollup & { readonly metric: string })[];
  readonly omitted: SlotsRollup['omitted'];
} {
  const timed = records.map((record) => metricValuesOf(record, extraMetrics));
  const censored = records.map(censoredValuesOf);
  const { names, omitted } = selectMetrics([...timed, ...censored], extraMetrics);

  return {
    omitted,
    metrics: names.map((metric) => {
      const subject = {
        metric,
        timed: timed.flatMap((values) => values.get(metric) ?? []),
        censored: censored.flatMap((values) => values.get(metric) ?? []),
      };

      return { metric, rollup: rollUpMetric(subject, codec) };
    }),
  };
}
