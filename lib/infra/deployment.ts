import type { ResolvedConfig } from '../core/journey/resolved-config.ts';
import type { RunnableJourney } from '../core/ports.ts';
import type { FunctionAssets } from './assets/function-assets.ts';

/** One stage of a project, checked and bundled: what its stacks are built from. */
export interface Deployment {
  readonly config: ResolvedConfig;
  /** Version of Waywiser: an output of every stack. */
  readonly version: string;
  readonly journeys: readonly RunnableJourney[];
  /** Twelve digits; null: whatever account the stacks are deployed to. */
  readonly account: string | null;
  readonly assets: FunctionAssets;
  /**
   * False: the table and the evidence are deleted with their stacks, as suits a short-lived test
   * stage.
   */
  readonly keepData: boolean;
  /**
   * The day of the synthesis in UTC, as `2026-11-22`: rules for maintenance windows that ended before it are
   * left out. Nothing else in the templates depends on the time.
   */
  readonly today: string;
}

/** The regions that some journey runs in, sorted. */
export function regionsInUse(journeys: readonly RunnableJourney[]): readonly string[] {
  const regions = new Set(journeys.flatMap(({ plan }) => plan.regions));

  return [...regions].toSorted((a, b) => (a < b ? -1 : 1));
}

/** The journeys that run in a region. */
export function journeysIn(
  region: string,
  journeys: readonly RunnableJourney[],
): readonly RunnableJourney[] {
  return journeys.filter(({ plan }) => plan.regions.includes(region));
}
