import { setTimeout as delay } from 'node:timers/promises';
import type { RunRecord } from '../../../lib/core/record/run-record.ts';
import { eventually } from '../../support/eventually.ts';
import type { Observer } from './observe.ts';
import { MINUTE_MS } from '../../../lib/core/base/time.ts';

/** One journey in one region; all run on every full minute. */
export interface Series {
  readonly journey: string;
  readonly region: string;
}

/** The first full minute that is not over before `atMs`. */
export function minuteFrom(atMs: number): number {
  return Math.ceil(atMs / MINUTE_MS) * MINUTE_MS;
}

/** Every full minute between two, both included: computed without the product's schedules. */
export function minutesBetween(firstMs: number, lastMs: number): readonly number[] {
  const count = Math.round((lastMs - firstMs) / MINUTE_MS) + 1;

  return Array.from({ length: count }, (_, index) => firstMs + index * MINUTE_MS);
}

/** The records of a slot. */
export function ofSlot(
  records: readonly RunRecord[],
  { journey, region }: Series,
  slotMs: number,
): readonly RunRecord[] {
  return records.filter(
    (record) =>
      record.journey === journey &&
      record.region === region &&
      record.scheduledAt !== null &&
      Date.parse(record.scheduledAt) === slotMs,
  );
}

/** Waits until every series has a record of the slot. */
export async function recorded(
  observer: Observer,
  series: readonly Series[],
  { slotMs, deadlineMs }: { readonly slotMs: number; readonly deadlineMs: number },
): Promise<void> {
  await delay(Math.max(0, slotMs - Date.now()));
  let missing: readonly Series[] = series;
  await eventually('every series has its record', deadlineMs, async () => {
    const records = await observer.records();
    missing = series.filter((each) => ofSlot(records, each, slotMs).length === 0);

    return missing.length === 0;
  }).catch((error: unknown) => {
    const names = missing.map(({ journey, region }) => `${journey} in ${region}`).join(', ');
    throw new Error(`No record of ${new Date(slotMs).toISOString()}: ${names}`, { cause: error });
  });
}
