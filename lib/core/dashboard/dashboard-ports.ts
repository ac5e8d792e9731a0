import type { JourneyPlan } from '../journey/plan.ts';
import type { ResolvedConfig } from '../journey/resolved-config.ts';
import type { Clock, RunStore } from '../ports.ts';
import type { EvidenceItem, RunRecord } from '../record/run-record.ts';
import type { HistogramCodec, RollupStore } from '../rollup/rollup.ts';
import type { AnnotationStore, FindingStore } from '../trends/trend-ports.ts';
import type { PageFrame } from './page-frame.ts';
import type { EvidenceView } from './run/run-page.ts';
import type { AlarmStandingView } from './status/status.ts';

/** What the project says: journeys that were removed from it may still have a history. */
export interface DashboardProject extends Pick<PageFrame, 'source' | 'banner'> {
  readonly config: ResolvedConfig;
  readonly plans: readonly JourneyPlan[];
}

/** Tells how alarms stand. */
export interface AlarmStandings {
  standingsOf(plan: JourneyPlan): Promise<readonly AlarmStandingView[]>;
}

/** Tells what is still there of a run's evidence. */
export interface EvidenceShelf {
  look(record: RunRecord, item: EvidenceItem): Promise<EvidenceView>;
}

/** Whatever pages are made from. */
export interface DashboardPorts {
  readonly store: Pick<RunStore, 'getRun' | 'queryRuns' | 'listSeries'>;
  readonly rollups: RollupStore;
  readonly findings: FindingStore;
  readonly annotations: AnnotationStore;
  readonly histograms: HistogramCodec;
  readonly alarms: AlarmStandings;
  readonly evidence: EvidenceShelf;
  readonly clock: Pick<Clock, 'epochMs'>;
}
