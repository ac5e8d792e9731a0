import type { JourneyPlan } from '../journey/plan.ts';
import type { ResolvedConfig } from '../journey/resolved-config.ts';
import type { Clock, RunStore } from '../ports.ts';
import type { EvidenceItem, RunRecord } from '../record/run-record.ts';
import type { HistogramCodec, RollupStore } from '../rollup/rollup.ts';
import type { AnnotationStore, FindingStore } from '../trends/trend-ports.ts';
import type { HistoryCache } from './history/history-cache.ts';
import type { PageFrame } from './page-frame.ts';
import type { EvidenceView } from './run/run-page.ts';
import type { AlarmView } from './status/status.ts';
import type { OpenFile } from './web-port.ts';

/** The project that is shown. Journeys that were removed from it may still have a history. */
export interface DashboardProject extends Pick<PageFrame, 'source' | 'banner'> {
  readonly config: ResolvedConfig;
  readonly plans: readonly JourneyPlan[];
}

/** Reads the states of alarms. */
export interface AlarmStatuses {
  statusesOf(plan: JourneyPlan): Promise<readonly AlarmView[]>;
}

/** Finds out which evidence of a run is still stored. */
export interface EvidenceIndex {
  viewOf(record: RunRecord, item: EvidenceItem): Promise<EvidenceView>;
}

/** Finds evidence, and opens it. */
export interface EvidenceFiles extends EvidenceIndex {
  /**
   * Opens a piece of evidence that the record names; null: it is no longer stored, or is outside
   * the evidence. Rejects when it should be there and cannot be read, with what to do next.
   */
  open(record: RunRecord, item: EvidenceItem): Promise<OpenFile | null>;
}

/** Everything that pages are made from. */
export interface DashboardPorts {
  readonly cache: HistoryCache;
  readonly store: Pick<RunStore, 'getRun' | 'queryRuns' | 'listSeries'>;
  readonly rollups: RollupStore;
  readonly findings: FindingStore;
  readonly annotations: AnnotationStore;
  readonly histograms: HistogramCodec;
  readonly alarms: AlarmStatuses;
  readonly evidence: EvidenceIndex;
  readonly clock: Pick<Clock, 'epochMs'>;
}
