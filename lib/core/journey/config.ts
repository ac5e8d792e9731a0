import type { Duration } from './duration.ts';

/** A command that serves the target on this machine, for `waywiser dev` and `waywiser run`. */
export interface LocalTarget {
  /** Such as `node dist/shop.js`; started in the project's folder unless `url` answers already. */
  readonly command: string;
  /** Polled until it answers. */
  readonly url: string;
  /** How long it may take to answer. Default `30s`. */
  readonly timeout?: Duration;
}

/** A time in which no journey runs: its slots are recorded as `skipped`. */
export interface MaintenanceWindow {
  /** Its first instant. ISO 8601 with a zone: `Z`, or an offset such as `+01:00`. */
  readonly from: string;
  /** The first instant after it. */
  readonly to: string;
  /** Names of those that rest. Default all. */
  readonly journeys?: readonly string[];
  /** Stands in the records of its slots. */
  readonly reason?: string;
}

/** Who hears of alarms. */
export interface NotifyOptions {
  /** Addresses that AWS asks once whether they want to. */
  readonly emails?: readonly string[];
  /** URLs that take JSON as Slack's incoming webhooks do. */
  readonly webhooks?: readonly string[];
}

/** How long what was recorded is kept. */
export interface RetentionOptions {
  /** Of runs. Rollups are kept longer. Default `35d`. */
  readonly runs?: Duration;
  /** Of screenshots, traces and the like. Default `30d`. */
  readonly evidence?: Duration;
}

/** Megabytes of the runners that journeys share; more memory also means more of a processor. */
export interface RunnerMemory {
  /** Of the one for API journeys. Default `1024`. */
  readonly api?: number;
  /** Of the one for browser journeys. Default `2048`. */
  readonly browser?: number;
}

/** What `waywiser.config.ts` exports as its default. */
export interface WaywiserConfig {
  /** The stage used without `--stage`. Default `dev`. */
  readonly stage?: string;
  /** The AWS account that is deployed to. Default that of the credentials in use. */
  readonly account?: string;
  /** The region that holds the table, the alarms and the dashboard. Default the first of `regions`, else `us-east-1`. */
  readonly home?: string;
  /** Regions of journeys that name none. Default `[home]`. */
  readonly regions?: readonly string[];
  /** Base of relative URLs, by stage. */
  readonly baseUrls?: Readonly<Record<string, string>>;
  /** Folder of the `*.journey.ts` files. Default `journeys`. */
  readonly journeys?: string;
  /** What serves the target on this machine. */
  readonly localTarget?: LocalTarget;
  /** Windows in which journeys rest, see below. */
  readonly maintenance?: readonly MaintenanceWindow[];
  /** What journeys may reach in private address space. */
  readonly allowPrivate?: readonly string[];
  /** Who hears of alarms, see below. */
  readonly notify?: NotifyOptions;
  /** How long what was recorded is kept. */
  readonly retention?: RetentionOptions;
  /** Tags of every resource in AWS. */
  readonly tags?: Readonly<Record<string, string>>;
  /** ARNs in Secrets Manager or the Parameter Store, by the name that journeys use; see below. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** How the browser reaches Lambda: in a layer (fast) or in the package (small). Default `layer`. */
  readonly chromium?: 'layer' | 'compressed';
  /** Megabytes of the runners that journeys share. */
  readonly memory?: RunnerMemory;
  /** The page that alarms link to. Default `docs/runbook.md`. */
  readonly runbookUrl?: string;
}

/** Types the configuration; checks come later, all at once. */
export function defineConfig(config: WaywiserConfig): WaywiserConfig {
  return config;
}
