import type { BrowserContext, Page } from 'playwright-core';
import type { JourneyKind } from '../record/run-record.ts';
import type { Duration } from './duration.ts';
import type { HttpClient } from './http-api.ts';

/** When a journey runs. Made by `every`, `rate` or `cron`; read only by the validator. */
export type Schedule =
  | { readonly kind: 'every'; readonly interval: Duration }
  | { readonly kind: 'rate'; readonly expression: string }
  | { readonly kind: 'cron'; readonly expression: string; readonly timeZone: string };

/** A limit that the author sets on one metric of a journey. */
export interface BudgetOptions {
  /** `duration`, `step:NAME`, a vital (`lcp`), or a request phase (`wait`). */
  readonly metric: string;
  readonly statistic: 'p50' | 'p75' | 'p90' | 'p95' | 'p99';
  /** A duration, or a plain number for `cls`. */
  readonly max: Duration | number;
}

/** When a journey counts as down, and which trends are to alarm. */
export interface AlarmOptions {
  /** How many regions must fail at once. */
  readonly failingRegions?: number;
  /** In M of the last N slots. */
  readonly datapoints?: readonly [number, number];
  /** Alarm when `duration` grows by so many percent in 30 days, or more, in some region. */
  readonly driftPercent?: number;
  /** Alarm when a budget will be crossed in less than so many days, in some region. */
  readonly daysToBudget?: number;
}

/** Options of both kinds of journey. */
export interface ApiJourneyOptions {
  readonly schedule: Schedule;
  readonly description?: string;
  readonly regions?: readonly string[];
  /** Of the whole run. Default `30s` (API) or `60s` (browser). */
  readonly timeout?: Duration;
  /** Further attempts after one that did not pass, 0 to 3. Default 0. */
  readonly retries?: number;
  readonly budgets?: readonly BudgetOptions[];
  readonly alarm?: AlarmOptions;
  /** Names of the secrets that the journey may read. */
  readonly secrets?: readonly string[];
  /** Plain settings, readable as `env.NAME`. */
  readonly env?: Readonly<Record<string, string>>;
  /** Base of relative URLs; default: the stage's in `waywiser.config.ts`. */
  readonly baseUrl?: string;
  /** Statuses of 400 and above that do not fail a document or a request. */
  readonly allowStatus?: readonly number[];
  /** Allow targets in private address ranges. */
  readonly allowPrivate?: boolean;
  /** Strict mode: only these hosts are reachable. */
  readonly allowHosts?: readonly string[];
  /** Accept certificates that do not verify. */
  readonly ignoreTlsErrors?: boolean;
  /** `rerun` (default): repeat a failed run with tracing. `inline`: trace every run. `none`. */
  readonly evidence?: 'rerun' | 'inline' | 'none';
  /** False for journeys that must not run twice, such as one that places an order. */
  readonly repeatable?: boolean;
  readonly tags?: Readonly<Record<string, string>>;
  /** True: in AWS, a function and a role of its own. Needed by the three options below. */
  readonly isolated?: boolean;
  /** Megabytes of its function, 128 to 10240. */
  readonly memory?: number;
  /** Of its function; browser journeys run on `x86_64`. */
  readonly architecture?: 'arm64' | 'x86_64';
  /** Networks that its function is placed in, by region. */
  readonly vpc?: Readonly<
    Record<
      string,
      { readonly subnetIds: readonly string[]; readonly securityGroupIds: readonly string[] }
    >
  >;
}

/** A network as the browser should feel it. */
export interface NetworkThrottle {
  readonly downloadKbps: number;
  readonly uploadKbps: number;
  readonly latencyMs: number;
}

/** Slower than this machine: a CPU slowdown factor (1 = none) and a network. */
export interface ThrottleOptions {
  readonly cpu?: number;
  readonly network?: 'slow-3g' | 'fast-3g' | '4g' | NetworkThrottle;
}

/** Options of a browser journey: those of both kinds, and what the browser's context takes. */
export interface BrowserJourneyOptions extends ApiJourneyOptions {
  readonly viewport?: { readonly width: number; readonly height: number };
  /** A name of Playwright's device list, such as `Pixel 7`. */
  readonly device?: string;
  readonly locale?: string;
  readonly timeZone?: string;
  readonly colorScheme?: 'light' | 'dark' | 'no-preference';
  readonly headers?: Readonly<Record<string, string>>;
  /** For HTTP authentication. */
  readonly credentials?: { readonly username: string; readonly password: string };
  /** Cookies and local storage to start with, in Playwright's shape. */
  readonly storageState?: object;
  readonly throttle?: ThrottleOptions;
  readonly serviceWorkers?: 'allow' | 'block';
}

/** Runs `body` as a named, timed part of the journey. */
export type StepFunction = <T>(name: string, body: () => Promise<T> | T) => Promise<T>;

/** Reads a secret named in the journey's options; with `field`, one field of a JSON secret. */
export type SecretFunction = (name: string, field?: string) => string;

/** Writes a line into the run's log. */
export type LogFunction = (...parts: readonly unknown[]) => void;

/** What an API journey's function gets. */
export interface ApiJourneyContext {
  readonly http: HttpClient;
  readonly step: StepFunction;
  readonly secret: SecretFunction;
  readonly env: Readonly<Record<string, string>>;
  readonly log: LogFunction;
}

/** What a browser journey's function gets. */
export interface BrowserJourneyContext extends ApiJourneyContext {
  readonly page: Page;
  readonly context: BrowserContext;
}

/** A journey as its file exports it. Never written to by what runs it. */
export type JourneyDefinition =
  | {
      readonly kind: 'api';
      readonly name: string;
      readonly options: ApiJourneyOptions;
      readonly body: (context: ApiJourneyContext) => Promise<void> | void;
    }
  | {
      readonly kind: 'browser';
      readonly name: string;
      readonly options: BrowserJourneyOptions;
      readonly body: (context: BrowserJourneyContext) => Promise<void> | void;
    };

/** Marks a definition made by `apiJourney` or `browserJourney`, across copies of this module. */
export const DEFINITION_MARK = 'waywiser.journey.v1';

/** A value that carries {@link DEFINITION_MARK}. */
export type MarkedDefinition = JourneyDefinition & { readonly mark: typeof DEFINITION_MARK };

/**
 * Defines a journey made of requests. Nothing is checked here: the validator reads all journeys at
 * once and reports every problem with its place in the source.
 */
export function apiJourney(
  name: string,
  options: ApiJourneyOptions,
  body: (context: ApiJourneyContext) => Promise<void> | void,
): MarkedDefinition {
  return { mark: DEFINITION_MARK, kind: 'api' satisfies JourneyKind, name, options, body };
}

/** Defines a journey made in a browser; see {@link apiJourney}. */
export function browserJourney(
  name: string,
  options: BrowserJourneyOptions,
  body: (context: BrowserJourneyContext) => Promise<void> | void,
): MarkedDefinition {
  return { mark: DEFINITION_MARK, kind: 'browser' satisfies JourneyKind, name, options, body };
}

/** A schedule by interval, such as `every('5m')`: whole minutes, hours or days. */
export function every(interval: Duration): Schedule {
  return { kind: 'every', interval };
}

/** A schedule as EventBridge writes rates, such as `rate('5 minutes')`. */
export function rate(expression: string): Schedule {
  return { kind: 'rate', expression };
}

/** A schedule of six cron fields as EventBridge reads them, in a time zone (default UTC). */
export function cron(expression: string, options: { readonly timeZone?: string } = {}): Schedule {
  return { kind: 'cron', expression, timeZone: options.timeZone ?? 'UTC' };
}
