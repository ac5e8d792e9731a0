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
  /** The percentile that must not go above `max`. */
  readonly statistic: 'p50' | 'p75' | 'p90' | 'p95' | 'p99';
  /** A duration, or a plain number for `cls`. */
  readonly max: Duration | number;
}

/** When a journey counts as down, and which trends are to alarm. */
export interface AlarmOptions {
  /** How many regions must fail at once. Default `2`, or `1` where there is one region. */
  readonly failingRegions?: number;
  /** In m of the last n slots. Default `[2, 3]`. */
  readonly datapoints?: readonly [number, number];
  /** Alarm when `duration` grows by so many percent in 30 days, or more, in some region. Default no such alarm. */
  readonly driftPercent?: number;
  /** Alarm when a budget will be crossed in less than so many days, in some region. Default no such alarm. */
  readonly daysToBudget?: number;
}

/** Where a function is placed in a network. */
export interface NetworkPlace {
  /** Of one region. */
  readonly subnetIds: readonly string[];
  /** Of the same network. */
  readonly securityGroupIds: readonly string[];
}

/** Options of both kinds of journey. */
export interface ApiJourneyOptions {
  /** When it runs, see below. */
  readonly schedule: Schedule;
  /** What it is about, for people. */
  readonly description?: string;
  /** Where it runs. Default `regions` of the configuration. */
  readonly regions?: readonly string[];
  /** Of each attempt. Default `30s` (API), `60s` (browser). */
  readonly timeout?: Duration;
  /** Further attempts after one that did not pass. Default `0`. */
  readonly retries?: number;
  /** Limits that it should keep, see below. */
  readonly budgets?: readonly BudgetOptions[];
  /** When it counts as down, and which trends are to alarm. */
  readonly alarm?: AlarmOptions;
  /** Names of the secrets that the journey may read. */
  readonly secrets?: readonly string[];
  /** Plain settings, read as `env.NAME`. */
  readonly env?: Readonly<Record<string, string>>;
  /** Base of relative URLs. Default that of the stage in the configuration. */
  readonly baseUrl?: string;
  /** Statuses of 400 and above that do not fail the run. */
  readonly allowStatus?: readonly number[];
  /** Allow targets in private address ranges. Default `false`. */
  readonly allowPrivate?: boolean;
  /** Strict mode: only these hosts are reachable; `*.shop.example` stands for all below it. Default all. */
  readonly allowHosts?: readonly string[];
  /** Accept certificates that do not verify. Default `false`. */
  readonly ignoreTlsErrors?: boolean;
  /** `rerun`: repeat a failed run with tracing. `inline`: trace every run. Default `rerun`. */
  readonly evidence?: 'rerun' | 'inline' | 'none';
  /** `false`: never run twice, such as a journey that places an order. Default `true`. */
  readonly repeatable?: boolean;
  /** Tags of its function in AWS, where it is `isolated`. */
  readonly tags?: Readonly<Record<string, string>>;
  /** In AWS, a function and a role of its own. Needed by the three options below. Default `false`. */
  readonly isolated?: boolean;
  /** Megabytes of its function. Default as the shared runner of its kind. */
  readonly memory?: number;
  /** Of its function; browser journeys run on `x86_64` only. Default as the shared runner of its kind. */
  readonly architecture?: 'arm64' | 'x86_64';
  /** Networks that its function is placed in, by region, for every region of the journey. */
  readonly vpc?: Readonly<Record<string, NetworkPlace>>;
}

/** A network as the browser should feel it. */
export interface NetworkThrottle {
  /** Thousand bits a second, down. */
  readonly downloadKbps: number;
  /** Thousand bits a second, up. */
  readonly uploadKbps: number;
  /** Milliseconds that every answer waits longer. */
  readonly latencyMs: number;
}

/** Slower than this machine: a processor and a network. */
export interface ThrottleOptions {
  /** How many times slower the processor should be. Default `1`. */
  readonly cpu?: number;
  /** A preset below, or numbers. Default none. */
  readonly network?: 'slow-3g' | 'fast-3g' | '4g' | NetworkThrottle;
}

/** The size of a page's window, in pixels. */
export interface ViewportOptions {
  /** In pixels. */
  readonly width: number;
  /** In pixels. */
  readonly height: number;
}

/** Who the browser says it is, for HTTP authentication. */
export interface CredentialOptions {
  /** The user. */
  readonly username: string;
  /** It stands in the bundle: no place for a secret. */
  readonly password: string;
}

/** Options of a browser journey: those of both kinds, and what the browser's context takes. */
export interface BrowserJourneyOptions extends ApiJourneyOptions {
  /** The size of the page's window. Default the browser's. */
  readonly viewport?: ViewportOptions;
  /** A name of Playwright's device list. */
  readonly device?: string;
  /** The language that pages are asked for. Default the browser's. */
  readonly locale?: string;
  /** A name of the IANA database. Default the browser's. */
  readonly timeZone?: string;
  /** What pages are told of the user's preference. Default the browser's. */
  readonly colorScheme?: 'light' | 'dark' | 'no-preference';
  /** Request headers by name. */
  readonly headers?: Readonly<Record<string, string>>;
  /** For HTTP authentication. */
  readonly credentials?: CredentialOptions;
  /** Cookies and local storage to start with, in Playwright's shape. */
  readonly storageState?: object;
  /** Slower than this machine. */
  readonly throttle?: ThrottleOptions;
  /** Whether pages may have them. Default `block`. */
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
