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
  /** ISO 8601 with a zone, such as `2026-12-01T22:00:00Z`. */
  readonly from: string;
  readonly to: string;
  /** Journey names; default all. */
  readonly journeys?: readonly string[];
  readonly reason?: string;
}

/** What `waywiser.config.ts` exports as its default. */
export interface WaywiserConfig {
  /** The stage used without `--stage`. Default `dev`. */
  readonly stage?: string;
  /** The AWS account, where it should not be that of the credentials in use. */
  readonly account?: string;
  /** The region that holds the table, the alarms and the dashboard. */
  readonly home?: string;
  /** Regions of journeys that name none. */
  readonly regions?: readonly string[];
  /** Base of relative URLs, by stage. */
  readonly baseUrls?: Readonly<Record<string, string>>;
  /** Folder of the `*.journey.ts` files. Default `journeys`. */
  readonly journeys?: string;
  readonly localTarget?: LocalTarget;
  readonly maintenance?: readonly MaintenanceWindow[];
  /** Hosts or address ranges (CIDR) in private space that journeys may reach. */
  readonly allowPrivate?: readonly string[];
  readonly notify?: { readonly emails?: readonly string[]; readonly webhooks?: readonly string[] };
  readonly retention?: { readonly runs?: Duration; readonly evidence?: Duration };
  readonly tags?: Readonly<Record<string, string>>;
  /** ARNs in Secrets Manager or the Parameter Store, by the name that journeys use. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** How the browser reaches Lambda: `layer` (default; fast) or `compressed` (small). */
  readonly chromium?: 'layer' | 'compressed';
  /** Megabytes of the runners that journeys share. Default 1024 (API) and 2048 (browser). */
  readonly memory?: { readonly api?: number; readonly browser?: number };
  /** The page that alarms link to. Default `docs/runbook.md`. */
  readonly runbookUrl?: string;
}

/** Types the configuration; checks come later, all at once. */
export function defineConfig(config: WaywiserConfig): WaywiserConfig {
  return config;
}
