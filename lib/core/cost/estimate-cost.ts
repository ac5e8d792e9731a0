import type { JourneyPlan } from '../journey/plan.ts';
import type { JourneyKind } from '../record/run-record.ts';
import { ASSUMPTIONS, type CostAssumptions } from './assumptions.ts';
import {
  COST_PARTS,
  type CostItem,
  type CostPart,
  priced,
  sumUsd,
  type Usage,
} from './cost-item.ts';
import {
  type CostConfig,
  type JourneyLoad,
  journeyUsage,
  type RunnerSize,
  runnerSize,
} from './journey-usage.ts';
import { MONTH_HOURS, monthlySlots } from './monthly-slots.ts';
import { platformUsage } from './platform-usage.ts';
import { isGuessed, metricsUsd, PRICES_OF } from './prices.ts';

/** Median duration of a journey's recorded runs. */
export interface MeasuredDuration {
  readonly medianMs: number;
  /** Number of passed runs. */
  readonly runs: number;
}

/** Journeys, configuration and history for an estimate. */
export interface CostQuestion {
  readonly plans: readonly JourneyPlan[];
  readonly config: CostConfig;
  /** By journey; absent without a history. */
  readonly measured: ReadonlyMap<string, MeasuredDuration>;
  /** Start of the year whose slots are counted, in milliseconds since 1970. */
  readonly fromMs: number;
}

/** Monthly cost of one journey, by part and by line. */
export interface JourneyCost extends RunnerSize {
  readonly journey: string;
  readonly kind: JourneyKind;
  readonly regions: readonly string[];
  /** In all regions together. */
  readonly runs: number;
  /** Invocations that belong to no slot of an uneven rate, in all regions together. */
  readonly surplusTicks: number;
  readonly durationMs: number;
  /** Null: the duration is assumed. */
  readonly measuredRuns: number | null;
  readonly usd: number;
  /** The share that grows with the number of runs. */
  readonly perRunUsd: number;
  readonly byPart: Readonly<Record<CostPart, number>>;
  readonly items: readonly CostItem[];
}

/** Monthly cost of a stage in US dollars, without taxes and the free tier. */
export interface CostEstimate {
  readonly currency: 'USD';
  readonly pricesOf: string;
  readonly monthHours: number;
  readonly stage: string;
  readonly home: string;
  readonly journeys: readonly JourneyCost[];
  /** Cost that does not depend on the journeys. */
  readonly platform: {
    readonly usd: number;
    readonly byPart: Readonly<Record<CostPart, number>>;
    readonly items: readonly CostItem[];
  };
  readonly runs: number;
  readonly usd: number;
  readonly byPart: Readonly<Record<CostPart, number>>;
  /** Total cost, and the cost that grows with the runs, per million runs; null without runs. */
  readonly perMillionRuns: { readonly usd: number; readonly perRunUsd: number } | null;
  readonly assumptions: CostAssumptions;
  /** Regions with estimated prices, because the price table does not list them. */
  readonly guessedRegions: readonly string[];
}

const MILLION = 1_000_000;

/** Estimates the monthly cost of deployed journeys. Pure arithmetic, without requests. */
export function estimateCost(question: CostQuestion): CostEstimate {
  const { plans, config, fromMs } = question;
  const loads = plans.map((plan): JourneyLoad => {
    const durationMs =
      question.measured.get(plan.name)?.medianMs ?? ASSUMPTIONS.durationMs[plan.kind];

    return { plan, durationMs, monthly: monthlySlots(plan.schedule, fromMs) };
  });
  const usages = loads.map((load) => ({ load, usages: journeyUsage(load, config) }));
  const platform = platformUsage(loads, config);
  const metricUsd = averageMetricUsd([...usages.flatMap((each) => each.usages), ...platform]);
  const journeys = usages.map((each) => {
    return journeyCost(each.load, priced(each.usages, metricUsd), question);
  });
  const platformItems = priced(platform, metricUsd);
  const items = [...journeys.flatMap((each) => each.items), ...platformItems];
  const runs = journeys.reduce((sum, each) => sum + each.runs, 0);
  const regions = [...new Set([config.home, ...plans.flatMap((plan) => plan.regions)])];

  return {
    currency: 'USD',
    pricesOf: PRICES_OF,
    monthHours: MONTH_HOURS,
    stage: config.stage,
    home: config.home,
    journeys,
    platform: { usd: sumUsd(platformItems), byPart: byPart(platformItems), items: platformItems },
    runs,
    usd: sumUsd(items),
    byPart: byPart(items),
    perMillionRuns: perMillion(items, runs),
    assumptions: ASSUMPTIONS,
    guessedRegions: regions.filter(isGuessed).toSorted(),
  };
}

function journeyCost(
  { plan, monthly, durationMs }: JourneyLoad,
  items: readonly CostItem[],
  { config, measured }: CostQuestion,
): JourneyCost {
  return {
    journey: plan.name,
    kind: plan.kind,
    regions: plan.regions,
    ...runnerSize(plan, config),
    runs: monthly.slots * plan.regions.length,
    surplusTicks: (monthly.ticks - monthly.slots) * plan.regions.length,
    durationMs,
    measuredRuns: measured.get(plan.name)?.runs ?? null,
    usd: sumUsd(items),
    perRunUsd: sumUsd(items.filter(({ perRun }) => perRun)),
    byPart: byPart(items),
    items,
  };
}

/** The discount depends on the account's total number of metrics, and is shared equally. */
function averageMetricUsd(usages: readonly Usage[]): number {
  const count = usages
    .filter(({ price }) => price === 'metrics')
    .reduce((sum, { quantity }) => sum + quantity, 0);

  return count === 0 ? metricsUsd(1) : metricsUsd(count) / count;
}

function byPart(items: readonly CostItem[]): Readonly<Record<CostPart, number>> {
  const sums = COST_PARTS.map((part) => {
    return [part, sumUsd(items.filter((item) => item.part === part))] as const;
  });

  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.fromEntries forgets keys
  return Object.fromEntries(sums) as Record<CostPart, number>;
}

function perMillion(
  items: readonly CostItem[],
  runs: number,
): { readonly usd: number; readonly perRunUsd: number } | null {
  if (runs === 0) return null;
  const perRunUsd = sumUsd(items.filter(({ perRun }) => perRun));

  return { usd: (sumUsd(items) / runs) * MILLION, perRunUsd: (perRunUsd / runs) * MILLION };
}
