import type { VitalName } from '../../core/record/run-record.ts';
import { formatDuration } from './duration.ts';

/** What the letters of a vital stand for. */
const NAMES: Readonly<Record<VitalName, string>> = {
  ttfb: 'time to first byte',
  fcp: 'first contentful paint',
  lcp: 'largest contentful paint',
  cls: 'cumulative layout shift',
  inp: 'interaction to next paint',
  tbt: 'total blocking time',
};

/** In the order in which a page's life shows them. */
export const VITAL_ORDER: readonly VitalName[] = ['ttfb', 'fcp', 'lcp', 'tbt', 'inp', 'cls'];

/** What the letters of a vital stand for. */
export function vitalInWords(name: VitalName): string {
  return NAMES[name];
}

/**
 * One thing that the browser attributes a vital to: `load state complete`, `input delay 12 ms`.
 * Numbers are milliseconds, as web-vitals gives them, but for the score of a layout shift.
 */
export function attributionWords(key: string, value: string | number): string {
  const words = key.replaceAll(
    /(?<=[a-z])[A-Z]+/g,
    // Letters that stand for words, as in `firstByteToFCP`, stay as they are.
    (letters) => ` ${letters.length === 1 ? letters.toLowerCase() : letters}`,
  );
  if (typeof value === 'number') {
    return `${words} ${key.endsWith('Value') ? value.toFixed(3) : formatDuration(value)}`;
  }

  return key === 'element' ? value : `${words} ${value}`;
}
