import type { Clock, MetricSink } from '../ports.ts';
import type { HistogramCodec, RollupRange, RollupStore } from '../rollup/rollup.ts';
import type { Annotation } from '../record/annotation.ts';
import type { Finding } from './finding.ts';
import type { AnalysisSummary } from './analysis-summary.ts';

/** All that is stored of a journey's trends. */
export interface StoredTrends {
  readonly findings: readonly Finding[];
  /** Null: it was never analysed. */
  readonly summary: AnalysisSummary | null;
}

/** Stores findings, open and resolved, and a summary of the newest analysis. */
export interface FindingStore {
  /** The findings of a journey within five years; oldest first. */
  findingsOf(journey: string): Promise<readonly Finding[]>;
  /** Replaces the one of the same series and id. */
  putFinding(finding: Finding): Promise<void>;
  /** Of the newest analysis of a journey; null: it was never analysed. */
  summaryOf(journey: string): Promise<AnalysisSummary | null>;
  /** The results of `findingsOf` and `summaryOf` in one query. */
  trendsOf(journey: string): Promise<StoredTrends>;
  /** Replaces the summary before. */
  putSummary(summary: AnalysisSummary): Promise<void>;
}

/** Stores annotations by journey, or for all journeys, in order of time. */
export interface AnnotationStore {
  /** Those of a journey and those of all, oldest first. */
  annotationsOf(journey: string, range: RollupRange): Promise<readonly Annotation[]>;
  putAnnotation(annotation: Annotation): Promise<void>;
}

/** An event for rules of EventBridge. */
export interface FindingEvent {
  readonly source: string;
  readonly detailType: string;
  readonly detail: object;
}

/** Publishes findings that were opened or resolved, such as on EventBridge. Never rejects. */
export interface FindingEvents {
  /** One result for each finding; null: it was accepted. */
  publish(findings: readonly Finding[]): Promise<readonly (Error | null)[]>;
}

/** The ports of the trends job. */
export interface TrendPorts {
  readonly rollups: RollupStore;
  readonly findings: FindingStore;
  readonly annotations: AnnotationStore;
  readonly events: FindingEvents;
  readonly metrics: MetricSink;
  readonly histograms: HistogramCodec;
  readonly clock: Pick<Clock, 'epochMs'>;
}
