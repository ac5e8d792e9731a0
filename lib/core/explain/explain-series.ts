import type { Annotation } from '../record/annotation.ts';
import type {
  Dated,
  MetricRollup,
  RollupRange,
  RollupSpan,
  RollupStore,
} from '../rollup/rollup.ts';
import type { SlotSeries } from '../record/slot-series.ts';
import type { TimeRange } from '../base/time.ts';
import { spansOfChange, spansOfDrift } from './change-spans.ts';
import { explainChange } from './explain-change.ts';
import type {
  ChangeSpans,
  ExplainInput,
  ExplainSubject,
  RegionConclusion,
} from './explain-input.ts';
import type { Explanation } from './explanation.ts';
import { metricsToExplain } from './metrics-to-explain.ts';

/** The drift or change of a series that is to be explained. */
export interface SeriesQuestion extends SlotSeries {
  readonly metric: string;
  readonly subject: Exclude<ExplainSubject, { readonly kind: 'comparison' }>;
  /** The time with data: for a change, from the one before it to the one after it. */
  readonly window: TimeRange;
  /** Verdicts about the same metric in all regions of the journey. */
  readonly regions: readonly RegionConclusion[];
}

/** The stored rollups and annotations that an explanation is made from. */
interface SeriesStores {
  readonly rollups: RollupStore;
  readonly annotations: {
    readonly annotationsOf: (journey: string, range: RollupRange) => Promise<readonly Annotation[]>;
  };
}

/** A note may precede the change that it is about by so much. */
const NOTE_LEAD_MS = 3_600_000;

/**
 * Explains a drift or change from what the table holds: a change from rollups of hours, a drift from
 * rollups of days. Null where there is nothing to compare.
 */
export async function explainSeries(
  question: SeriesQuestion,
  ports: SeriesStores,
): Promise<Explanation | null> {
  const { subject, window } = question;
  const spans =
    subject.kind === 'change' ? spansOfChange(subject.change, window) : spansOfDrift(window);
  if (spans === null) return null;

  return explainChange(await readInput(question, spans, ports));
}

async function readInput(
  question: SeriesQuestion,
  spans: ChangeSpans,
  { rollups, annotations }: SeriesStores,
): Promise<ExplainInput> {
  const { journey, region, metric, subject, regions } = question;
  const series = { journey, region };
  const rollupsOf: RollupSpan = subject.kind === 'change' ? 'hour' : 'day';
  const range = { since: spans.before.since, until: spans.after.until };
  const [parts, facts, slots, notes, metrics] = await Promise.all([
    rollups.parts(series, rollupsOf, range),
    rollups.facts(series, rollupsOf, range),
    rollups.slots(series, rollupsOf, range),
    annotations.annotationsOf(journey, withLead(range)),
    Promise.all(
      metricsToExplain(metric).map(async (each): Promise<NamedRollups> => {
        return [each, await rollups.metric({ ...series, metric: each }, rollupsOf, range)];
      }),
    ),
  ]);

  return {
    region,
    metric,
    subject,
    spans,
    rollupsOf,
    parts,
    facts,
    slots,
    metrics: Object.fromEntries(metrics),
    annotations: notes,
    regions,
  };
}

type NamedRollups = readonly [metric: string, rollups: readonly Dated<MetricRollup>[]];

function withLead({ since, until }: RollupRange): RollupRange {
  return { since: new Date(Date.parse(since) - NOTE_LEAD_MS).toISOString(), until };
}
