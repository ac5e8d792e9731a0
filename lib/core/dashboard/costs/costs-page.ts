import type { CostEstimate } from '../../cost/estimate-cost.ts';
import type { PageFrame } from '../page-frame.ts';

/** What the journeys cost in a month. */
export interface CostsPage extends PageFrame {
  readonly kind: 'costs';
  /** Null: `problem` says why there is none. */
  readonly estimate: CostEstimate | null;
  readonly problem: string | null;
}
