import type { Code } from 'aws-cdk-lib/aws-lambda';
import type { RunnableJourney } from '../../core/ports.ts';
import type { JourneyKind } from '../../core/record/run-record.ts';

/** Provides the code of each function of a stage. */
export interface FunctionAssets {
  /** Contains the bundles of exactly these journeys. */
  readonly runner: (kind: JourneyKind, journeys: readonly RunnableJourney[]) => Code;
  /** Lists which of these journeys each shared runner runs. */
  readonly recorder: (journeys: readonly RunnableJourney[]) => Code;
  /** Contains the plans of these journeys. */
  readonly jobs: (journeys: readonly RunnableJourney[]) => Code;
  /** Contains the plans of these journeys. */
  readonly trends: (journeys: readonly RunnableJourney[]) => Code;
  /** Lists the webhooks, with the ARNs of their secrets. */
  readonly notifier: () => Code;
  /** The folder of the browser's layer and its hash; null where the code carries the browser. */
  readonly chromiumLayer: () => { readonly dir: string; readonly hash: string } | null;
  /** ARNs of the secrets that these journeys use, sorted. */
  readonly secretArns: (journeys: readonly RunnableJourney[]) => readonly string[];
}
