import { type PriceName, unitPrice } from './prices.ts';

/** Parts of the bill, in the order in which they are shown. */
export const COST_PARTS = [
  'runners',
  'schedules',
  'queue',
  'table',
  'metrics',
  'alarms',
  'logs',
  'evidence',
  'secrets',
  'dashboards',
  'notifications',
] as const;

/** One of {@link COST_PARTS}, such as `runners`. */
export type CostPart = (typeof COST_PARTS)[number];

/** One line of the monthly bill: a quantity at a price. */
export interface CostItem {
  readonly part: CostPart;
  /** Description of what is billed. */
  readonly what: string;
  readonly region: string;
  readonly quantity: number;
  readonly price: PriceName;
  readonly usd: number;
  /** Whether it grows with the number of runs; else it depends on the journey's existence only. */
  readonly perRun: boolean;
}

/** A line of the bill without its amount. */
export type Usage = Omit<CostItem, 'usd'>;

/** Adds amounts to lines. The price of metrics is an argument, because it depends on their total number. */
export function priced(usages: readonly Usage[], metricUsd: number): readonly CostItem[] {
  return usages.map((usage) => {
    const each = usage.price === 'metrics' ? metricUsd : unitPrice(usage.price, usage.region);

    return { ...usage, usd: usage.quantity * each };
  });
}

/** Total of several lines, in US dollars. */
export function sumUsd(items: readonly Pick<CostItem, 'usd'>[]): number {
  return items.reduce((sum, { usd }) => sum + usd, 0);
}
