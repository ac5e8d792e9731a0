import type { MaintenanceWindow } from './config.ts';
import type { SchedulePlan } from './plan.ts';
import type { WebhookPlan } from '../notify/notify-webhooks.ts';

/** A schedule in the cron syntax of EventBridge. */
export type CronPlan = Extract<SchedulePlan, { readonly kind: 'cron' }>;

/** A valid maintenance window: one that comes once, or a recurring one. */
export type MaintenancePlan = Pick<MaintenanceWindow, 'journeys' | 'reason'> &
  (
    | { readonly from: string; readonly to: string }
    | { readonly schedule: CronPlan; readonly durationMs: number }
  );

/** The configuration after validation: every default filled in, every duration a number. */
export interface ResolvedConfig {
  /** Relative to the project's folder; null: there is none, and everything is a default. */
  readonly file: string | null;
  readonly stage: string;
  /** Twelve digits; null: that of the credentials in use. */
  readonly account: string | null;
  readonly home: string;
  readonly regions: readonly string[];
  readonly baseUrls: Readonly<Record<string, string>>;
  /** Of the stage in use, or from the command line; null: there is none. */
  readonly baseUrl: string | null;
  /** Folder of the journey files, relative to the project's. */
  readonly journeys: string;
  readonly localTarget: {
    readonly command: string;
    readonly url: string;
    readonly timeoutMs: number;
  } | null;
  readonly maintenance: readonly MaintenancePlan[];
  readonly allowPrivate: readonly string[];
  readonly controlNames: readonly string[];
  readonly notify: {
    readonly emails: readonly string[];
    readonly webhooks: readonly WebhookPlan[];
    /** Present: the configuration does not say who is notified. */
    readonly isUnset?: true;
  };
  readonly retention: { readonly runsMs: number; readonly evidenceMs: number };
  readonly tags: Readonly<Record<string, string>>;
  /** ARNs of secrets, by the name that journeys use. */
  readonly secrets: Readonly<Record<string, string>>;
  /** `layer`: unpacked in a layer. `compressed`: in the package, unpacked at each cold start. */
  readonly chromium: 'layer' | 'compressed';
  /** Megabytes of the runners that journeys share. */
  readonly memoryMb: { readonly api: number; readonly browser: number };
  /** Limits of the account by region, where they are stated. */
  readonly limits: Readonly<Record<string, { readonly concurrentRuns: number }>>;
  /** The page that alarms link to, without `#`; null: none. */
  readonly runbookUrl: string | null;
}
