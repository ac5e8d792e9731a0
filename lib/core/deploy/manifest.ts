import type { MaintenanceWindow } from '../journey/config.ts';
import type { JourneyPlan } from '../journey/plan.ts';

/** The file beside a function's code that says what it runs. */
export const MANIFEST_FILE = 'manifest.json';

/** What a runner function knows of the project. */
export interface RunnerManifest {
  readonly stage: string;
  readonly maintenance: readonly MaintenanceWindow[];
  /** Hosts and address ranges in private space that every journey may reach. */
  readonly allowPrivate: readonly string[];
  /** ARNs in Secrets Manager or the Parameter Store, by the name that journeys use. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly journeys: readonly {
    readonly plan: JourneyPlan;
    /** Relative to the manifest. */
    readonly bundle: string;
  }[];
}

/** What the jobs of the home region know of the project. */
export interface JobsManifest {
  readonly stage: string;
  readonly maintenance: readonly MaintenanceWindow[];
  readonly journeys: readonly JourneyPlan[];
}

/** What the trends job knows of the project. */
export interface TrendsManifest {
  readonly stage: string;
  readonly journeys: readonly JourneyPlan[];
}

/** Where alarms are told by HTTP. */
export interface WebhookManifest {
  readonly stage: string;
  readonly webhooks: readonly string[];
}
