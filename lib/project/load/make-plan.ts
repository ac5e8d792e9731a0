import { JOURNEY_DEFAULTS } from '../../core/journey/defaults.ts';
import type { z } from 'zod';
import type { NetworkThrottle } from '../../core/journey/definition.ts';
import { parseDuration } from '../../core/journey/duration.ts';
import type { BrowserPlan, BudgetPlan, JourneyPlan } from '../../core/journey/plan.ts';
import type { apiOptions, browserOptions } from '../schema/journey-schema.ts';

type ApiOptions = z.output<typeof apiOptions>;
type BrowserOptions = z.output<typeof browserOptions>;

/** Validated options of a journey, by kind. */
export type ValidOptions =
  | {
      readonly kind: 'api';
      readonly options: ApiOptions;
      /** Days left of a certificate at which a check has an alarm; null: no such check. */
      readonly days: readonly number[] | null;
    }
  | { readonly kind: 'browser'; readonly options: BrowserOptions };

/** Properties of a plan that do not come from the journey's options. */
interface PlanFrame {
  readonly name: string;
  readonly file: string;
  readonly version: string;
  readonly regions: readonly string[];
  /** The base URL of the configured stage; null: none. */
  readonly baseUrl: string | null;
  /** The base URL of the command line, which overrides the journey's own; null: none. */
  readonly baseUrlOverride: string | null;
}

/** Network presets of Chrome DevTools: front_end/core/sdk/NetworkManager.ts in Chromium. */
const NETWORKS: Readonly<Record<'slow-3g' | 'fast-3g' | '4g', NetworkThrottle>> = {
  'slow-3g': { downloadKbps: 400, uploadKbps: 400, latencyMs: 2_000 },
  'fast-3g': { downloadKbps: 1_440, uploadKbps: 675, latencyMs: 562.5 },
  '4g': { downloadKbps: 8_100, uploadKbps: 1_350, latencyMs: 165 },
};

/** Makes a plan of validated options: every option that is not set gets its default. */
export function makePlan(valid: ValidOptions, frame: PlanFrame): JourneyPlan {
  const { kind, options } = valid;
  const { baseUrl, baseUrlOverride, ...own } = frame;
  const regions = options.regions ?? frame.regions;

  return {
    ...own,
    kind,
    regions,
    description: options.description ?? null,
    schedule: options.schedule,
    timeoutMs: options.timeout ?? JOURNEY_DEFAULTS.timeoutMs[kind],
    budgets: (options.budgets ?? []).map(budgetPlan),
    alarm: alarmPlan(valid, regions.length),
    secrets: secretNames(options),
    ...accessPlan(valid),
    ...withoutUndefined({ protocol: options.protocol }),
    env: options.env ?? {},
    baseUrl: baseUrlOverride ?? options.baseUrl ?? baseUrl,
    ...runRules(options),
    deploy: deployPlan(options),
    browser: valid.kind === 'browser' ? browserPlan(valid.options) : null,
  };
}

/** Those that the journey reads, and those that give it access. */
function secretNames({ secrets = [], ca, clientCertificate, credentials }: ApiOptions): string[] {
  const named = [...secrets, ca, clientCertificate, credentials?.secret];

  return [...new Set(named.filter((name) => name !== undefined))];
}

function accessPlan({ kind, options }: ValidOptions): Pick<JourneyPlan, 'access'> {
  const { ca, clientCertificate, credentials } = options;
  const { secret } = credentials ?? {};
  const access = withoutUndefined({
    ca,
    clientCertificate,
    credentials: secret === undefined ? ofApi(kind, credentials) : { secret },
  });

  return Object.keys(access).length === 0 ? {} : { access };
}

/** A browser's credentials are in its own plan. */
function ofApi(
  kind: JourneyPlan['kind'],
  credentials: ApiOptions['credentials'],
): BrowserPlan['credentials'] {
  return kind === 'api' ? literal(credentials) : undefined;
}

function literal({
  username,
  password,
}: ApiOptions['credentials'] = {}): BrowserPlan['credentials'] {
  return username === undefined || password === undefined ? undefined : { username, password };
}

function runRules(
  options: ApiOptions,
): Pick<
  JourneyPlan,
  | 'retries'
  | 'allowStatus'
  | 'allowPrivate'
  | 'allowHosts'
  | 'ignoreTlsErrors'
  | 'evidence'
  | 'repeatable'
  | 'tags'
> {
  return {
    retries: options.retries ?? 0,
    allowStatus: options.allowStatus ?? [],
    allowPrivate: options.allowPrivate ?? false,
    allowHosts: options.allowHosts ?? null,
    ignoreTlsErrors: options.ignoreTlsErrors ?? false,
    evidence: options.evidence ?? 'rerun',
    repeatable: options.repeatable ?? true,
    tags: options.tags ?? {},
  };
}

function deployPlan(options: ApiOptions): JourneyPlan['deploy'] {
  return {
    isolated: options.isolated ?? false,
    memoryMb: options.memory ?? null,
    architecture: options.architecture ?? null,
    vpc: options.vpc ?? null,
  };
}

function alarmPlan(valid: ValidOptions, regionCount: number): JourneyPlan['alarm'] {
  const { alarm } = valid.options;

  return {
    failingRegions: alarm?.failingRegions ?? Math.min(JOURNEY_DEFAULTS.failingRegions, regionCount),
    datapoints: alarm?.datapoints ?? JOURNEY_DEFAULTS.datapoints,
    ...(alarm?.driftPercent !== undefined && { driftPercent: alarm.driftPercent }),
    ...(alarm?.daysToBudget !== undefined && { daysToBudget: alarm.daysToBudget }),
    ...expiryPlan(valid),
  };
}

function expiryPlan(valid: ValidOptions): Pick<JourneyPlan['alarm'], 'daysToExpiry'> {
  const ofCheck = valid.kind === 'api' ? valid.days : null;
  const daysToExpiry = valid.options.alarm?.daysToExpiry ?? ofCheck ?? [];

  return daysToExpiry.length > 0 ? { daysToExpiry } : {};
}

function budgetPlan(budget: {
  readonly metric: string;
  readonly statistic: BudgetPlan['statistic'];
  readonly max: string | number;
}): BudgetPlan {
  if (typeof budget.max === 'number') return { ...budget, max: budget.max };
  const parsed = parseDuration(budget.max);
  if (parsed.kind === 'problem') throw new TypeError(`Cannot plan a budget: ${parsed.message}`);

  return { ...budget, max: parsed.ms };
}

function browserPlan(options: BrowserOptions): BrowserPlan {
  const { viewport, device, locale, timeZone, colorScheme, headers, storageState } = options;
  const given = {
    viewport,
    device,
    locale,
    timeZone,
    colorScheme,
    headers,
    credentials: literal(options.credentials),
    storageState,
    webgl: options.webgl === true ? true : undefined,
  };
  const network = options.throttle?.network;

  return {
    ...withoutUndefined(given),
    serviceWorkers: options.serviceWorkers ?? 'block',
    cpuThrottle: options.throttle?.cpu ?? 1,
    network: typeof network === 'string' ? NETWORKS[network] : (network ?? null),
  };
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function withoutUndefined<T extends object>(value: T): Defined<T> {
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.fromEntries forgets keys
  return Object.fromEntries(entries) as Defined<T>;
}
