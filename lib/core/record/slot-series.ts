/** A series of slots: one journey in one region. */
export interface SlotSeries {
  readonly journey: string;
  readonly region: string;
}
