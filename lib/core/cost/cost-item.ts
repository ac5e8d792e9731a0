import { type PriceName, unitPrice } from './prices.ts';

/** Where the money goes, in the order in which it is shown. */
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

/** One of {@link COST_PARTS}. */
export type CostPart = (typeof COST_PARTS)[number];

/** One line of the bill, for a month. */
export interface CostItem {
  readonly part: CostPart;
  /** What is paid for, in words. */
  readonly what: string;
  readonly region: string;
  readonly quantity: number;
  readonly price: PriceName;
  readonly usd: number;
  /** Whether it grows with the number of runs; else it is there because the journey is. */
  readonly perRun: boolean;
}

/** A line before it is priced. */
export type Usage = Omit<CostItem, 'usd'>;

/** Puts prices to lines; those of metrics come from outside, because they fall in bulk. */
export function priced(usages: readonly Usage[], metricUsd: number): readonly CostItem[] {
  return usages.map((usage) => {
    const each = usage.price === 'metrics' ? metricUsd : unitPrice(usage.price, usage.region);

    return { ...usage, usd: usage.quantity * each };
  });
}

/** What lines come to, in US dollars. */
export function sumUsd(items: readonly Pick<CostItem, 'usd'>[]): number {
  return items.reduce((sum, { usd }) => sum + usd, 0);
}
