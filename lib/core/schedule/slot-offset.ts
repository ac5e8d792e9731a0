/** A series of slots: one journey in one region. */
export interface SlotSeries {
  readonly journey: string;
  readonly region: string;
}

const FNV_OFFSET_BASIS = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * By how many minutes a series starts after the others of its interval, so that journeys do not all
 * start on the full minute of the hour: FNV-1a of the names, modulo the interval.
 */
export function slotOffsetMinutes({ journey, region }: SlotSeries, everyMinutes: number): number {
  return fnv1a(`${journey}#${region}`) % everyMinutes;
}

/** 32 bits, over the UTF-8 bytes. http://www.isthe.com/chongo/tech/comp/fnv/ */
export function fnv1a(text: string): number {
  const bytes = new TextEncoder().encode(text);

  return bytes.reduce(
    (hash, byte) => Math.imul(hash ^ byte, FNV_PRIME) >>> 0,
    FNV_OFFSET_BASIS >>> 0,
  );
}
