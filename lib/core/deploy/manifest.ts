import type { MaintenancePlan } from '../journey/resolved-config.ts';
import type { JourneyPlan } from '../journey/plan.ts';
import type { WebhookPlan } from '../notify/notify-webhooks.ts';
import type { JourneyKind } from '../record/run-record.ts';

/** Name of the file next to a function's code that lists its journeys. */
export const MANIFEST_FILE = 'manifest.json';

/** The project's data in a runner function: journeys, maintenance and secrets. */
export interface RunnerManifest {
  readonly stage: string;
  readonly maintenance: readonly MaintenancePlan[];
  /** Hosts and address ranges in private space that every journey may reach. */
  readonly allowPrivate: readonly string[];
  /** Names that show whether the resolver is broken or a single name. Absent: none are configured. */
  readonly controlNames?: readonly string[];
  /** ARNs in Secrets Manager or the Parameter Store, by the name that journeys use. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly journeys: readonly {
    readonly plan: JourneyPlan;
    /** Relative to the manifest. */
    readonly bundle: string;
  }[];
}

/** The project's data in a region's recorder: the journeys of each shared runner. */
export interface RecorderManifest {
  readonly stage: string;
  readonly shared: Readonly<Record<JourneyKind, readonly string[]>>;
}

/** The project's data in the hourly jobs of the home region. */
export interface JobsManifest {
  readonly stage: string;
  readonly maintenance: readonly MaintenancePlan[];
  readonly journeys: readonly JourneyPlan[];
}

/** The project's data in the daily trends job. */
export interface TrendsManifest {
  readonly stage: string;
  readonly journeys: readonly JourneyPlan[];
}

/** The project's data in the notifier. */
export interface NotifierManifest {
  readonly stage: string;
  readonly home: string;
  readonly webhooks: readonly WebhookPlan[];
}
