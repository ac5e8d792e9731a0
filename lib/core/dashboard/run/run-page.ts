import type { BudgetPlan } from '../../journey/plan.ts';
import type { EvidenceItem, RunRecord } from '../../record/run-record.ts';
import type { QuantileEstimate } from '../../stats/quantile.ts';
import type { InsufficientData } from '../../stats/series.ts';
import type { PageFrame } from '../page-frame.ts';

/** A piece of evidence, and how to look at it. */
export interface EvidenceView {
  readonly item: EvidenceItem;
  /** False: `problem` says why; without one, it is no longer kept, or is no evidence of this place. */
  readonly available: boolean;
  /** Why it cannot be had though it should be there, and what to do about it. */
  readonly problem?: string;
  /** A shell line that opens it, such as `npx playwright show-trace …`; null: none is needed. */
  readonly command: string | null;
}

/** One run, whole. */
export interface RunPage extends PageFrame {
  readonly kind: 'run';
  readonly record: RunRecord;
  readonly evidence: readonly EvidenceView[];
  readonly budgets: readonly BudgetPlan[];
  /**
   * What runs of this journey and region took in the seven days before: by metric (`duration`,
   * `step:NAME`), median and p95.
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
