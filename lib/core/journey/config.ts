import type { Schedule } from './definition.ts';
import type { WebhookKind } from '../notify/notify-webhooks.ts';
import type { Duration } from './duration.ts';

/** A command that serves the target on this machine, for `waywiser dev` and `waywiser run`. */
export interface LocalTarget {
  /** The command, such as `node dist/shop.js`. Started in the project's folder, unless `url` already answers. */
  readonly command: string;
  /** The address that is polled until the target answers. */
  readonly url: string;
  /** How long the target may take to start. Default `30s`. */
  readonly timeout?: Duration;
}

/**
 * A time in which no journey runs: its slots are recorded as `skipped`. Either once, with `from` and
 * `to`, or again and again, with `schedule` and `duration`.
 */
export interface MaintenanceWindow {
  /** Start of a window that comes once, ISO 8601 with a zone: `Z`, or an offset such as `+01:00`. */
  readonly from?: string;
  /** End of a window that comes once, itself not part of it. */
  readonly to?: string;
  /** When a recurring window starts: `weekly(…)`, `monthly(…)` or `cron(…)`, each with a time zone. */
  readonly schedule?: Schedule;
  /** How long each recurring window lasts. */
  readonly duration?: Duration;
  /** Names of the journeys that do not run. Default all. */
  readonly journeys?: readonly string[];
  /** Reason, stored in the records of the skipped slots. */
  readonly reason?: string;
}

/** A webhook that alarms notify. */
export interface WebhookOptions {
  /** The service, which decides about the form of the message: `json` is the plain facts. */
  readonly kind: WebhookKind;
  /** ARN of the secret with the webhook's address or key, in Secrets Manager or the Parameter Store; see below. */
  readonly secret: string;
}

/** Recipients of alarm notifications. */
export interface NotifyOptions {
  /** E-mail addresses; AWS asks each one once for confirmation. */
  readonly emails?: readonly string[];
  /** Webhooks of chats and on-call services; see below. */
  readonly webhooks?: readonly WebhookOptions[];
}

/** Retention periods of stored data. */
export interface RetentionOptions {
  /** Retention of run records. Rollups are retained longer. Default `35d`. */
  readonly runs?: Duration;
  /** Retention of evidence, such as screenshots and traces. Default `30d`. */
  readonly evidence?: Duration;
}

/** Memory of the shared runners in MB; Lambda assigns CPU in proportion to memory. */
export interface RunnerMemory {
  /** MB of the runner for API journeys. Default `1024`. */
  readonly api?: number;
  /** MB of the runner for browser journeys. Default `2048`. */
  readonly browser?: number;
}

/** Limits of the account in one region. */
export interface RegionLimits {
  /** Functions that Lambda runs at once, of the whole account. */
  readonly concurrentRuns: number;
}

/** The configuration: the default export of `waywiser.config.ts`. */
export interface WaywiserConfig {
  /** The stage used without `--stage`. Default `dev`. */
  readonly stage?: string;
  /** The AWS account to deploy to. Default that of the credentials in use. */
  readonly account?: string;
  /** The region that holds the table, the alarms and the dashboard. Default the first of `regions`, else `us-east-1`. */
  readonly home?: string;
  /** Regions of journeys without `regions`. Default `[home]`. */
  readonly regions?: readonly string[];
  /** Base of relative URLs, by stage. */
  readonly baseUrls?: Readonly<Record<string, string>>;
  /** Folder of the `*.journey.ts` files. Default `journeys`. */
  readonly journeys?: string;
  /** A command that starts the target on your machine. */
  readonly localTarget?: LocalTarget;
  /** Maintenance windows, in which journeys do not run; see below. */
  readonly maintenance?: readonly MaintenanceWindow[];
  /** Hosts and ranges in private address space that journeys may reach. */
  readonly allowPrivate?: readonly string[];
  /** Names that every run can resolve: they show whether the resolver is broken or a single name; see below. */
  readonly controlNames?: readonly string[];
  /** Recipients of alarm notifications, see below. */
  readonly notify?: NotifyOptions;
  /** Retention periods of stored data. */
  readonly retention?: RetentionOptions;
  /** Tags for every resource in AWS. */
  readonly tags?: Readonly<Record<string, string>>;
  /** ARNs in Secrets Manager or the Parameter Store, by the name that journeys use; see below. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** How Chromium is deployed: `layer` (fast cold start) or `compressed` in the function's code (small). Default `layer`. */
  readonly chromium?: 'layer' | 'compressed';
  /** Memory of the shared runners in MB. */
  readonly memory?: RunnerMemory;
  /** Limits of the account, by region; see below. */
  readonly limits?: Readonly<Record<string, RegionLimits>>;
  /** The page that alarms link to, see below. */
  readonly runbookUrl?: string;
}

/** Returns the configuration with its type; `waywiser validate` checks the values. */
export function defineConfig(config: WaywiserConfig): WaywiserConfig {
  return config;
}
