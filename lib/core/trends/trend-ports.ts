import type { Clock, MetricSink } from '../ports.ts';
import type { HistogramCodec, RollupRange, RollupStore } from '../rollup/rollup.ts';
import type { Annotation } from '../record/annotation.ts';
import type { Finding } from './finding.ts';
import type { AnalysisSummary } from './analysis-summary.ts';

/** All that is kept of a journey's trends. */
export interface StoredTrends {
  readonly findings: readonly Finding[];
  /** Null: nobody has looked. */
  readonly look: AnalysisSummary | null;
}

/** Keeps findings, those that stand and those that ended, and when was looked for them. */
export interface FindingStore {
  /** Those of a journey that were found, stood or ended within five years; oldest first. */
  findingsOf(journey: string): Promise<readonly Finding[]>;
  /** Replaces the one of the same series and id. */
  putFinding(finding: Finding): Promise<void>;
  /** The newest look at a journey; null: nobody has looked. */
  summaryOf(journey: string): Promise<AnalysisSummary | null>;
  /** What `findingsOf` and `summaryOf` give, in one question. */
  trendsOf(journey: string): Promise<StoredTrends>;
  /** Replaces the look before. */
  putSummary(look: AnalysisSummary): Promise<void>;
}

/** Keeps annotations. */
export interface AnnotationStore {
  /** Those of a journey and those of all, oldest first. */
  annotationsOf(journey: string, range: RollupRange): Promise<readonly Annotation[]>;
  putAnnotation(annotation: Annotation): Promise<void>;
}

/** Tells others, such as EventBridge, that a finding was opened or has ended. Never rejects. */
export interface FindingEvents {
  tell(findings: readonly Finding[]): Promise<readonly (Error | null)[]>;
}

/** Whatever the trends job reads and writes. */
export interface TrendPorts {
  readonly rollups: RollupStore;
  readonly findings: FindingStore;
  readonly annotations: AnnotationStore;
  readonly events: FindingEvents;
  readonly metrics: MetricSink;
  readonly histograms: HistogramCodec;
  readonly clock: Pick<Clock, 'epochMs'>;
}
