/** One journey in one region: every slot, run and rollup belongs to exactly one series. */
export interface SlotSeries {
  readonly journey: string;
  readonly region: string;
}

/** Identifies a series as one text, for keys of maps. Differs from the keys of stored items. */
export function seriesId({ journey, region }: SlotSeries): string {
  return JSON.stringify([journey, region]);
}
