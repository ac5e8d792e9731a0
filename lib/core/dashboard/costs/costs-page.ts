import type { CostEstimate } from '../../cost/estimate-cost.ts';
import type { PageFrame } from '../page-frame.ts';

/** The estimated monthly costs of the journeys. */
export interface CostsPage extends PageFrame {
  readonly kind: 'costs';
  /** Null: `problem` has the reason. */
  readonly estimate: CostEstimate | null;
  readonly problem: string | null;
}
