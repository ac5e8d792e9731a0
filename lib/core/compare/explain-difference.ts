import { explainChange } from '../explain/explain-change.ts';
import type { Explanation } from '../explain/explanation.ts';
import type { RunRecord } from '../record/run-record.ts';
import { rollUpRecords } from '../rollup/roll-up.ts';
import type { Dated, HistogramCodec, MetricRollup, Rollup } from '../rollup/rollup.ts';
import type { ComparedSeries, Sides } from './compared-runs.ts';
import { HOUR_MS } from '../base/time.ts';

/** Two hours of nowhere in time: the sides have no order that means anything. */
const HOURS: Sides<string> = {
  a: new Date(0).toISOString(),
  b: new Date(HOUR_MS).toISOString(),
};
const END = new Date(2 * HOUR_MS).toISOString();

/** Why the runs of B took longer than those of A, or shorter: all of a side is taken as one hour. */
export function explainDifference(
  { journey, region }: Pick<ComparedSeries, 'journey' | 'region'>,
  records: Sides<readonly RunRecord[]>,
  { histograms: codec }: { readonly histograms: HistogramCodec },
): Explanation {
  const rollups = [...hourOf(records.a, HOURS.a, codec), ...hourOf(records.b, HOURS.b, codec)];

  return explainChange({
    region,
    metric: 'duration',
    subject: { kind: 'comparison' },
    spans: {
      before: { since: HOURS.a, until: HOURS.b },
      after: { since: HOURS.b, until: END },
    },
    rollupsOf: 'hour',
    parts: ofKind(rollups, 'parts'),
    facts: ofKind(rollups, 'facts'),
    slots: ofKind(rollups, 'slots'),
    metrics: metricsOf(rollups),
    annotations: [],
    regions: [],
  });

  function hourOf(
    runs: readonly RunRecord[],
    startsAt: string,
    histograms: HistogramCodec,
  ): readonly DatedRollup[] {
    // Runs on demand are compared like any others.
    const slots = runs.map((run) => ({ ...run, journey, onDemand: false, scheduledAt: startsAt }));

    return rollUpRecords(slots, { codec: histograms, extraMetrics: [] }).map((each) => ({
      ...each,
      startsAt,
    }));
  }
}

interface DatedRollup {
  readonly startsAt: string;
  readonly metric: string | null;
  readonly rollup: Rollup;
}

function ofKind<K extends Rollup['kind']>(
  rollups: readonly DatedRollup[],
  kind: K,
): readonly Dated<Extract<Rollup, { readonly kind: K }>>[] {
  return rollups.flatMap(({ startsAt, rollup }) =>
    isOfKind(rollup, kind) ? [{ startsAt, rollup }] : [],
  );
}

function isOfKind<K extends Rollup['kind']>(
  rollup: Rollup,
  kind: K,
): rollup is Extract<Rollup, { readonly kind: K }> {
  return rollup.kind === kind;
}

function metricsOf(
  rollups: readonly DatedRollup[],
): Readonly<Record<string, readonly Dated<MetricRollup>[]>> {
  const metrics = new Map<string, Dated<MetricRollup>[]>();
  for (const { startsAt, metric, rollup } of rollups) {
    if (metric === null || rollup.kind !== 'metric') continue;
    metrics.set(metric, [...(metrics.get(metric) ?? []), { startsAt, rollup }]);
  }

  return Object.fromEntries(metrics);
}
