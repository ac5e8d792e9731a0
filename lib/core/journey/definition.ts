import type { BrowserContext, Page } from 'playwright-core';
import type { JourneyKind } from '../record/run-record.ts';
import type { Duration } from './duration.ts';
import type { CheckKind } from './checks/probe.ts';
import type { HttpClient } from './http-api.ts';
import type { ProbeClient } from './probe-api.ts';

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

/** When a journey is down, and which trends start an alarm. */
export interface AlarmOptions {
  /** Number of regions that must fail at the same time. Default `2`, or `1` where there is one region. */
  readonly failingRegions?: number;
  /** `[M, N]`: failures in M of the last N slots. N grows where records may arrive later. Default `[2, 3]`. */
  readonly datapoints?: readonly [number, number];
  /** Alarm if `duration` grows by at least this many percent in 30 days in any region. Default no such alarm. */
  readonly driftPercent?: number;
  /** Alarm if a budget is forecast to be exceeded in fewer days than this in any region. Default no such alarm. */
  readonly daysToBudget?: number;
  /** Alarms if a certificate of any host has fewer whole days left. Default `warnDays` and `failDays` of a `tlsCheck`, else no such alarm. */
  readonly daysToExpiry?: readonly number[];
}

/** Subnets and security groups of a function in one region. */
export interface NetworkPlace {
  /** IDs of subnets in that region. */
  readonly subnetIds: readonly string[];
  /** IDs of security groups of the same VPC. */
  readonly securityGroupIds: readonly string[];
}

/** User name and password for HTTP authentication: in the options, or better in a secret. */
export interface CredentialOptions {
  /** The user name. */
  readonly username?: string;
  /** The password. It is part of the bundle: do not use a real secret. */
  readonly password?: string;
  /** In place of both: name of a secret, a JSON object `{ "username", "password" }`. */
  readonly secret?: string;
}

/** Options of both kinds of journey. */
export interface ApiJourneyOptions {
  /** When the journey runs, see below. */
  readonly schedule: Schedule;
  /** A short description, shown on the page of the journey. */
  readonly description?: string;
  /** AWS regions in which the journey runs. Default `regions` of the configuration. */
  readonly regions?: readonly string[];
  /** Time-out of each attempt. Default `30s` (API), `60s` (browser). */
  readonly timeout?: Duration;
  /** Number of further attempts after one that did not pass. Default `0`. */
  readonly retries?: number;
  /** Limits for percentiles of metrics, see below. */
  readonly budgets?: readonly BudgetOptions[];
  /** When the journey is down, and which trends start an alarm. */
  readonly alarm?: AlarmOptions;
  /** Names of the secrets that the journey may read. */
  readonly secrets?: readonly string[];
  /** Credentials for HTTP authentication (basic), sent to the origin of the base URL. */
  readonly credentials?: CredentialOptions;
  /** Name of a secret with certificates of authorities (PEM), trusted in addition to the public ones. */
  readonly ca?: string;
  /** Name of a secret, a JSON object `{ "certificate", "key" }` of PEM texts, optionally `passphrase`. Used at the origin of the base URL. */
  readonly clientCertificate?: string;
  /** API journeys: use this protocol alone. Default: `h2` and `http/1.1` are offered, as by browsers. */
  readonly protocol?: 'http/1.1' | 'h2';
  /** Plain settings, read as `env.NAME`. */
  readonly env?: Readonly<Record<string, string>>;
  /** Base of relative URLs. Default that of the stage in the configuration. */
  readonly baseUrl?: string;
  /** Statuses of 400 and above that do not fail the run. */
  readonly allowStatus?: readonly number[];
  /** Allow targets in private address ranges. Default `false`. */
  readonly allowPrivate?: boolean;
  /** Strict mode: only these hosts are reachable; `*.shop.example` includes all subdomains. Default all. */
  readonly allowHosts?: readonly string[];
  /** Accept invalid TLS certificates. Default `false`. */
  readonly ignoreTlsErrors?: boolean;
  /** `rerun`: repeat a failed run with tracing. `inline`: trace every run. `none`: store no evidence. Default `rerun`. */
  readonly evidence?: 'rerun' | 'inline' | 'none';
  /** `false`: never run the journey again after a failure, for example because it places an order. Default `true`. */
  readonly repeatable?: boolean;
  /** Tags for the function of an `isolated` journey. */
  readonly tags?: Readonly<Record<string, string>>;
  /** In AWS, use a separate function and role. Required for the three options below. Default `false`. */
  readonly isolated?: boolean;
  /** Memory of its function in MB. Default as the shared runner of its kind. */
  readonly memory?: number;
  /** Processor of its function; browser journeys need `x86_64`. Default as the shared runner of its kind. */
  readonly architecture?: 'arm64' | 'x86_64';
  /** VPC of its function, for every region of the journey. */
  readonly vpc?: Readonly<Record<string, NetworkPlace>>;
}

/** A simulated network for the browser. */
export interface NetworkThrottle {
  /** Download rate in kbit/s. */
  readonly downloadKbps: number;
  /** Upload rate in kbit/s. */
  readonly uploadKbps: number;
  /** Additional latency of every response in ms. */
  readonly latencyMs: number;
}

/** Slows down the processor and the network for the browser. */
export interface ThrottleOptions {
  /** Slowdown factor of the processor. Default `1`. */
  readonly cpu?: number;
  /** A preset (see below) or your own values. Default none. */
  readonly network?: 'slow-3g' | 'fast-3g' | '4g' | NetworkThrottle;
}

/** The size of the browser window in pixels. */
export interface ViewportOptions {
  /** Width in pixels. */
  readonly width: number;
  /** Height in pixels. */
  readonly height: number;
}

/** Options of a browser journey: those of both kinds, and those of the browser context. */
export interface BrowserJourneyOptions extends ApiJourneyOptions {
  /** The size of the browser window. Default the browser's. */
  readonly viewport?: ViewportOptions;
  /** A device from Playwright's list. */
  readonly device?: string;
  /** The language of the browser. Default the browser's. */
  readonly locale?: string;
  /** The time zone of the browser, from the IANA database. Default the browser's. */
  readonly timeZone?: string;
  /** The preferred colour scheme reported to pages. Default the browser's. */
  readonly colorScheme?: 'light' | 'dark' | 'no-preference';
  /** Additional request headers. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Initial cookies and local storage, in Playwright's format. */
  readonly storageState?: object;
  /** Simulates a slower processor and network. */
  readonly throttle?: ThrottleOptions;
  /** Whether pages may register service workers. Default `block`. */
  readonly serviceWorkers?: 'allow' | 'block';
  /** Graphics for WebGL, drawn in software: slower, and more code for a hostile page to attack. Default `false`. */
  readonly webgl?: boolean;
}

/** Runs `body` as a named, timed part of the journey. */
export type StepFunction = <T>(name: string, body: () => Promise<T> | T) => Promise<T>;

/** How long and how often `until` asks. */
export interface UntilOptions {
  /** Longest waiting time. Default `30s`, and less where the run ends before. */
  readonly timeout?: Duration;
  /** Pause between an answer and the next question. Default `1s`. */
  readonly interval?: Duration;
}

/**
 * Asks until the answer is true, and returns that answer: for work that the target does later. It is one
 * step, whose duration is the waiting time. Fails as `target.timeout` when the time is over; an error of
 * `ask` ends it at once.
 */
export type UntilFunction = <T>(
  name: string,
  ask: () => Promise<T> | T,
  options?: UntilOptions,
) => Promise<NonNullable<T>>;

/** Reads a secret named in the journey's options; with `field`, one field of a JSON secret. */
export type SecretFunction = (name: string, field?: string) => string;

/** Writes a line into the run's log. */
export type LogFunction = (...parts: readonly unknown[]) => void;

/** Arguments of an API journey's function. */
export interface ApiJourneyContext {
  readonly http: HttpClient;
  readonly probe: ProbeClient;
  readonly step: StepFunction;
  readonly until: UntilFunction;
  readonly secret: SecretFunction;
  readonly env: Readonly<Record<string, string>>;
  readonly log: LogFunction;
}

/** Arguments of a browser journey's function. */
export interface BrowserJourneyContext extends ApiJourneyContext {
  readonly page: Page;
  readonly context: BrowserContext;
}

/** A journey as its file exports it. Running a journey never changes its definition. */
export type JourneyDefinition =
  | {
      readonly kind: 'api';
      /** Of a check: its kind, which has options of its own. */
      readonly check?: CheckKind;
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

/** A schedule in the rate syntax of EventBridge, such as `rate('5 minutes')`. */
export function rate(expression: string): Schedule {
  return { kind: 'rate', expression };
}

/** A schedule in the six-field cron syntax of EventBridge, in a time zone (default UTC). */
export function cron(expression: string, options: { readonly timeZone?: string } = {}): Schedule {
  return { kind: 'cron', expression, timeZone: options.timeZone ?? 'UTC' };
}

/** The time zone of a schedule: a name of the IANA database. Default `UTC`. */
interface ZoneOptions {
  readonly timeZone?: string;
}

/** Days of the week as cron expressions write them. */
type Weekday = 'MON' | 'TUE' | 'WED' | 'THU' | 'FRI' | 'SAT' | 'SUN';

/** A schedule on days of each week at a local time of 24 hours, such as `weekly('SUN', '02:00')`. */
export function weekly(
  days: Weekday | readonly Weekday[],
  time: string,
  options: ZoneOptions = {},
): Schedule {
  return cron(`${cronTime(time)} ? * ${[days].flat().join(',')} *`, options);
}

/** A schedule on a day of each month, 1 to 28, at a local time of 24 hours: `monthly(1, '02:00')`. */
export function monthly(day: number, time: string, options: ZoneOptions = {}): Schedule {
  return cron(`${cronTime(time)} ${day} * ? *`, options);
}

/** `02:30` as minute and hour; another text stays, so that validation quotes it. */
function cronTime(time: string): string {
  const [, hour, minute] = /^(\d{1,2}):(\d{2})$/.exec(time) ?? [];

  return hour === undefined ? time : `${Number(minute)} ${Number(hour)}`;
}
