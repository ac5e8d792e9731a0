import type {
  Dated,
  FactsRollup,
  MetricRollup,
  PartsRollup,
  RollupRange,
  RollupSpan,
  SlotsRollup,
} from '../rollup/rollup.ts';
import type { ChangePoint, DriftTest, SeriesConclusion } from '../stats/results.ts';
import type { Annotation } from '../record/annotation.ts';

/** The two spans whose runs are compared. */
export interface ChangeSpans {
  readonly before: RollupRange;
  readonly after: RollupRange;
}

/** The subject of an explanation. `comparison`: two chosen spans, without a moment of change. */
export type ExplainSubject =
  | { readonly kind: 'change'; readonly change: ChangePoint }
  | { readonly kind: 'drift'; readonly drift: DriftTest }
  | { readonly kind: 'comparison' };

/** The conclusion about the same metric of the journey in a region. */
export interface RegionConclusion {
  readonly region: string;
  readonly conclusion: SeriesConclusion;
}

/**
 * The data that explain a change of one metric of one journey in one region. The rollups may begin
 * before and end after the spans: only those that lie wholly within count.
 */
export interface ExplainInput {
  readonly region: string;
  readonly metric: string;
  readonly subject: ExplainSubject;
  readonly spans: ChangeSpans;
  /** The length of all the rollups, and the precision of moments. */
  readonly rollupsOf: RollupSpan;
  readonly parts: readonly Dated<PartsRollup>[];
  readonly facts: readonly Dated<FactsRollup>[];
  readonly slots: readonly Dated<SlotsRollup>[];
  /** By name: those of `metricsToExplain`. One that is absent takes no part. */
  readonly metrics: Readonly<Record<string, readonly Dated<MetricRollup>[]>>;
  readonly annotations: readonly Annotation[];
  /** Of all regions of the journey, this one among them or not. */
  readonly regions: readonly RegionConclusion[];
}
