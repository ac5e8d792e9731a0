import type { JourneyKind } from '../record/run-record.ts';
import type { BrowserJourneyOptions, NetworkThrottle } from './definition.ts';
import type { HttpProtocol } from './http-protocol.ts';

/** A validated schedule, from which all instants are computed. */
export type SchedulePlan =
  | { readonly kind: 'rate'; readonly everyMinutes: number }
  | { readonly kind: 'cron'; readonly expression: string; readonly timeZone: string };

/** A validated budget; its limit is in milliseconds, or unitless for `cls`. */
export interface BudgetPlan {
  readonly metric: string;
  readonly statistic: 'p50' | 'p75' | 'p90' | 'p95' | 'p99';
  readonly max: number;
}

/** Credentials that are written in a journey's options. */
interface LiteralCredentials {
  readonly username: string;
  readonly password: string;
}

/** Options of a journey's browser context, with all defaults filled in. */
export interface BrowserPlan extends Pick<
  BrowserJourneyOptions,
  'viewport' | 'device' | 'locale' | 'timeZone' | 'colorScheme' | 'headers' | 'storageState'
> {
  /** Those in the options; a secret's are in the plan's `access`. */
  readonly credentials?: LiteralCredentials;
  readonly serviceWorkers: 'allow' | 'block';
  /** Slow-down factor of the processor; 1: none. */
  readonly cpuThrottle: number;
  readonly network: NetworkThrottle | null;
  /** Whether pages have WebGL, drawn in software. Absent: they have not. */
  readonly webgl?: boolean;
}

/** A network of the author's own, in one region. */
export interface VpcPlan {
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
}

/** What gives access to the target; all but the literal credentials are names of secrets. */
export interface AccessPlan {
  readonly ca?: string;
  readonly clientCertificate?: string;
  readonly credentials?: LiteralCredentials | { readonly secret: string };
}

/** Function, memory and network that a journey is deployed with. */
interface DeployPlan {
  /** True: a function, a role and an address of its own. */
  readonly isolated: boolean;
  /** Megabytes; null: as the other runners. */
  readonly memoryMb: number | null;
  readonly architecture: 'arm64' | 'x86_64' | null;
  /** By region; null: no network of the author's. */
  readonly vpc: Readonly<Record<string, VpcPlan>> | null;
}

/**
 * A journey after validation: plain JSON with every default filled in and every duration a number.
 * It travels to workers and Lambda functions; the body stays in the bundle.
 */
export interface JourneyPlan {
  readonly name: string;
  readonly kind: JourneyKind;
  readonly description: string | null;
  /** Of the journey's file, relative to the project. */
  readonly file: string;
  /** Hash of the bundled code. */
  readonly version: string;
  readonly schedule: SchedulePlan;
  readonly regions: readonly string[];
  readonly timeoutMs: number;
  readonly retries: number;
  readonly budgets: readonly BudgetPlan[];
  readonly alarm: {
    readonly failingRegions: number;
    readonly datapoints: readonly [number, number];
    /** Percent in 30 days; absent: no such alarm. */
    readonly driftPercent?: number;
    /** Absent: no such alarm. */
    readonly daysToBudget?: number;
    /** Days until a certificate expires, an alarm for each; absent: no such alarm. */
    readonly daysToExpiry?: readonly number[];
  };
  readonly secrets: readonly string[];
  /** Absent: none of it. */
  readonly access?: AccessPlan;
  /** The only protocol to use; absent: all are offered. */
  readonly protocol?: HttpProtocol;
  readonly env: Readonly<Record<string, string>>;
  readonly baseUrl: string | null;
  readonly allowStatus: readonly number[];
  readonly allowPrivate: boolean;
  readonly allowHosts: readonly string[] | null;
  readonly ignoreTlsErrors: boolean;
  readonly evidence: 'rerun' | 'inline' | 'none';
  readonly repeatable: boolean;
  readonly tags: Readonly<Record<string, string>>;
  readonly deploy: DeployPlan;
  /** Null for API journeys. */
  readonly browser: BrowserPlan | null;
}
