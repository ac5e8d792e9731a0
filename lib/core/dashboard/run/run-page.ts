import type { Detection } from '../../alarms/detection.ts';
import type { BudgetPlan } from '../../journey/plan.ts';
import type { EvidenceItem, RunRecord } from '../../record/run-record.ts';
import type { QuantileEstimate } from '../../stats/quantile.ts';
import type { InsufficientData } from '../../stats/series.ts';
import type { PageFrame } from '../page-frame.ts';

/** A piece of evidence, and how to open it. */
export interface EvidenceView {
  readonly item: EvidenceItem;
  /** False: it has expired or is not stored here, or `problem` has another reason. */
  readonly available: boolean;
  /** Why it cannot be read although it should be stored, and what to do next. */
  readonly problem?: string;
  /** A shell command that opens it, such as `npx playwright show-trace …`; null: none is needed. */
  readonly command: string | null;
}

/** All details of one run. */
export interface RunPage extends PageFrame {
  readonly kind: 'run';
  readonly record: RunRecord;
  readonly evidence: readonly EvidenceView[];
  readonly budgets: readonly BudgetPlan[];
  /** What the journey's alarm *down* guarantees; null: nothing, or the journey was removed. */
  readonly detection: Detection | null;
  /**
   * Usual times: p50 and p95 of each metric (`duration`, `step:NAME`) of this journey and region in
   * the seven days before.
   */
  readonly usual: readonly {
    readonly metric: string;
    readonly p50: QuantileEstimate | InsufficientData;
    readonly p95: QuantileEstimate | InsufficientData;
  }[];
  /** The runs before and after it, of the same journey and region. */
  readonly previous: string | null;
  readonly next: string | null;
}
