import type { AlarmDefinition } from '../alarms/alarm-definition.ts';
import { journeyAlarms } from '../alarms/journey-alarms.ts';
import { METRICS } from '../alarms/metric-names.ts';
import type { JourneyPlan } from '../journey/plan.ts';
import type { ResolvedConfig } from '../journey/resolved-config.ts';
import { ASSUMPTIONS, PLATFORM } from './assumptions.ts';
import type { Usage } from './cost-item.ts';
import { MONTH_HOURS, type MonthlySlots } from './monthly-slots.ts';
import { DAY_MS } from '../base/time.ts';

/** Options of the configuration that affect the cost. */
export type CostConfig = Pick<
  ResolvedConfig,
  'stage' | 'home' | 'memoryMb' | 'retention' | 'notify' | 'secrets' | 'runbookUrl'
>;

/** A journey with the number and duration of its runs. */
export interface JourneyLoad {
  readonly plan: JourneyPlan;
  /** Per region. */
  readonly monthly: MonthlySlots;
  /** Of a run, without overhead. */
  readonly durationMs: number;
}

/** Memory and processor architecture of a journey's function. */
export interface RunnerSize {
  readonly memoryMb: number;
  readonly architecture: 'arm64' | 'x86_64';
}

/** Bytes in a GB as AWS bills storage: a gibibyte. */
export const BILLED_GB = 1024 ** 3;

const FREE_SECRET = /^arn:[\w-]+:ssm:/;
const DAYS_PER_MONTH = MONTH_HOURS / 24;
/** Metrics that are published once a day, when an alarm reads them. */
const DAILY_METRICS = [METRICS.drift, METRICS.daysToBudget];
/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html */
const WRITE_UNIT_BYTES = 1_024;
const READ_UNIT_BYTES = 4 * 1_024;
/** Bytes that are billed in addition to an item's own: https://aws.amazon.com/dynamodb/pricing/on-demand/ */
const ITEM_OVERHEAD_BYTES = 100;

/** Every line that a journey adds to the bill, without amounts. */
export function journeyUsage(load: JourneyLoad, config: CostConfig): readonly Usage[] {
  const { plan } = load;

  return [
    ...plan.regions.flatMap((region) => regionUsage(load, region, config)),
    ...tableUsage(load, config),
    ...metricUsage(load, config),
    ...alarmUsage(alarmsOf(plan, config), config.home),
    ...mailUsage(config),
  ];
}

/** The memory and processor of the function that runs a journey. */
export function runnerSize(
  { kind, deploy }: JourneyPlan,
  { memoryMb }: Pick<CostConfig, 'memoryMb'>,
): RunnerSize {
  return {
    memoryMb: deploy.memoryMb ?? memoryMb[kind],
    architecture: deploy.architecture ?? (kind === 'api' ? 'arm64' : 'x86_64'),
  };
}

/** Lines of the bill for alarms: billed by metric that an alarm reads, composite alarms as a whole. */
export function alarmUsage(alarms: readonly AlarmDefinition[], home: string): readonly Usage[] {
  const composite = alarms.filter(({ kind }) => kind === 'composite').length;
  const metrics = alarms.reduce((sum, alarm) => sum + metricsRead(alarm), 0);
  const line = { part: 'alarms', region: home, perRun: false } as const;

  return [
    { ...line, what: 'metrics that alarms read', quantity: metrics, price: 'alarmMetrics' },
    { ...line, what: 'composite alarms', quantity: composite, price: 'compositeAlarms' },
  ];
}

function regionUsage(load: JourneyLoad, region: string, config: CostConfig): readonly Usage[] {
  const { plan, monthly } = load;
  const { slots, ticks } = monthly;
  const { architecture } = runnerSize(plan, config);
  const failing = slots * ASSUMPTIONS.failingShare;
  const evidence = plan.evidence === 'none' ? { objects: 0, bytes: 0 } : evidenceOf(plan);
  const line = { region, perRun: true } as const;

  return [
    {
      ...line,
      part: 'runners',
      what: 'runs',
      quantity: computeGbSeconds(load, config),
      price: architecture === 'arm64' ? 'lambdaArm' : 'lambdaX86',
    },
    { ...line, part: 'runners', what: 'invocations', quantity: ticks, price: 'lambdaRequests' },
    { ...line, part: 'schedules', what: 'ticks', quantity: ticks, price: 'schedules' },
    { ...line, part: 'queue', what: 'records sent', quantity: slots, price: 'queueRequests' },
    {
      ...line,
      part: 'logs',
      what: "the runner's log",
      quantity: (ticks * ASSUMPTIONS.logBytes) / BILLED_GB,
      price: 'logs',
    },
    {
      ...line,
      part: 'secrets',
      what: 'secrets read',
      quantity: slots * secretsRead(plan, config),
      price: 'secretReads',
    },
    {
      ...line,
      part: 'evidence',
      what: 'evidence written',
      quantity: failing * evidence.objects,
      price: 'objectPuts',
    },
    {
      ...line,
      part: 'evidence',
      what: 'evidence kept',
      quantity: storedGb(failing * evidence.bytes, config.retention.evidenceMs / DAY_MS),
      price: 'objectStorage',
    },
  ];
}

/** Runs, retries, evidence runs and ticks between slots: memory times time. */
function computeGbSeconds(load: JourneyLoad, config: CostConfig): number {
  const { plan, monthly, durationMs } = load;
  const { failingShare, overheadMs, evidenceRunFactor, surplusTickMs } = ASSUMPTIONS;
  const isRepeated = plan.kind === 'browser' && plan.evidence === 'rerun' && plan.repeatable;
  // A failed run fails at every attempt, and is then repeated with tracing.
  const again = (plan.repeatable ? plan.retries : 0) + (isRepeated ? evidenceRunFactor : 0);
  const inlineFactor =
    plan.kind === 'browser' && plan.evidence === 'inline' ? evidenceRunFactor : 1;
  const runMs = durationMs * inlineFactor * (1 + failingShare * again) + overheadMs[plan.kind];

  const surplusMs = (monthly.ticks - monthly.slots) * surplusTickMs;
  const busySeconds = (monthly.slots * runMs + surplusMs) / 1_000;

  return (runnerSize(plan, config).memoryMb / 1_024) * busySeconds;
}

function evidenceOf({ kind }: JourneyPlan): { readonly objects: number; readonly bytes: number } {
  return ASSUMPTIONS.evidence[kind];
}

/** Reads of the Parameter Store's standard parameters are free. */
function secretsRead({ secrets }: JourneyPlan, config: CostConfig): number {
  const arns = new Map(Object.entries(config.secrets));

  return secrets.filter((name) => !FREE_SECRET.test(arns.get(name) ?? '')).length;
}

function tableUsage({ plan, monthly }: JourneyLoad, config: CostConfig): readonly Usage[] {
  const { home, retention } = config;
  const regions = plan.regions.length;
  const records = monthly.slots * regions;
  const recordBytes = ASSUMPTIONS.recordBytes[plan.kind];
  const { items, bytes } = ASSUMPTIONS.rollups[plan.kind];
  const rollupBytes = bytes + items * ITEM_OVERHEAD_BYTES;
  const rollups = { hourly: monthly.hours * regions, daily: DAYS_PER_MONTH * regions };
  const recordGb = storedGb(records * recordBytes, retention.runsMs / DAY_MS);
  const rollupGb =
    storedGb(rollups.hourly * rollupBytes, PLATFORM.rollupDays.hour) +
    storedGb(rollups.daily * rollupBytes, PLATFORM.rollupDays.day);
  const writes = records * PLATFORM.writesPerRecord * units(recordBytes, WRITE_UNIT_BYTES);
  // Written once, when the hour or the day is over.
  const rollupWrites = (rollups.hourly + rollups.daily) * items;
  // A query is billed for the sum of all items it reads.
  const reads = (records * PLATFORM.readsPerRecord * recordBytes) / READ_UNIT_BYTES;
  const grows = { part: 'table', region: home, perRun: true } as const;
  const stays = { part: 'table', region: home, perRun: false } as const;

  return [
    { ...grows, what: 'records written', quantity: writes, price: 'tableWrites' },
    { ...grows, what: 'records read', quantity: reads, price: 'tableReads' },
    { ...grows, what: 'records kept', quantity: recordGb, price: 'tableStorage' },
    { ...grows, what: 'records backed up', quantity: recordGb, price: 'tableBackup' },
    { ...stays, what: 'rollups written', quantity: rollupWrites, price: 'tableWrites' },
    {
      ...stays,
      what: 'rollups read for trends',
      quantity: DAYS_PER_MONTH * regions * trendUnits(plan, monthly),
      price: 'tableReads',
    },
    { ...stays, what: 'rollups kept', quantity: rollupGb, price: 'tableStorage' },
    { ...stays, what: 'rollups backed up', quantity: rollupGb, price: 'tableBackup' },
  ];
}

/** Read units of one trend analysis of a journey in one region: a query for each metric. */
function trendUnits({ kind }: JourneyPlan, monthly: MonthlySlots): number {
  const { items, bytes } = ASSUMPTIONS.rollups[kind];
  const hours = PLATFORM.trends.days * (monthly.hours / DAYS_PER_MONTH);

  return ASSUMPTIONS.trendMetrics[kind] * units((hours * bytes) / items, READ_UNIT_BYTES);
}

/** Metrics are billed for hours with a sample; `Missing` has samples only when there are gaps. */
function metricUsage({ plan, monthly }: JourneyLoad, config: CostConfig): readonly Usage[] {
  const read = alarmsOf(plan, config).flatMap((alarm) =>
    alarm.kind === 'math' ? alarm.metrics.map(({ metric }) => metric.name) : [],
  );
  const own = [METRICS.success, METRICS.duration, METRICS.errored];
  const names = new Set([...own, ...(mayUseTls(plan) ? [METRICS.daysToExpiry] : []), ...read]);
  names.delete(METRICS.missing);
  const daily = DAILY_METRICS.filter((name) => names.delete(name)).length;
  const hours = names.size * monthly.hours + daily * DAYS_PER_MONTH;
  const quantity = plan.regions.length * (hours / MONTH_HOURS);

  return [
    {
      part: 'metrics',
      what: 'metrics of the journey',
      region: config.home,
      quantity,
      price: 'metrics',
      perRun: false,
    },
  ];
}

/** Whether runs may have a certificate: all but those whose requests go to a base URL without TLS. */
function mayUseTls({ baseUrl }: JourneyPlan): boolean {
  return baseUrl === null || baseUrl.startsWith('https:');
}

function mailUsage({ home, notify }: CostConfig): readonly Usage[] {
  const quantity = notify.emails.length * ASSUMPTIONS.mailsPerJourney;

  return [
    {
      part: 'notifications',
      what: 'alarm mails',
      region: home,
      quantity,
      price: 'emails',
      perRun: false,
    },
  ];
}

function alarmsOf(plan: JourneyPlan, config: CostConfig): readonly AlarmDefinition[] {
  return journeyAlarms(plan, config).map(({ definition }) => definition);
}

function metricsRead(alarm: AlarmDefinition): number {
  switch (alarm.kind) {
    case 'metric':
      return 1;
    case 'math':
      return alarm.metrics.length;
    case 'composite':
      return 0;
  }
}

/** GB-months of data that grows by so many bytes a month and expires after some days, at equilibrium. */
function storedGb(bytesPerMonth: number, days: number): number {
  return (bytesPerMonth * (days / DAYS_PER_MONTH)) / BILLED_GB;
}

function units(bytes: number, unitBytes: number): number {
  return Math.ceil(bytes / unitBytes);
}
