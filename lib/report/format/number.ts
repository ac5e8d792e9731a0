/** Printed where there is no number: not a number, endless, or an instant that cannot be read. */
export const UNKNOWN = '?';

/** The minus sign of text that people read; a hyphen would wrap, and reads like one. */
export const MINUS = '−';

/** Probabilities below this are printed as `<0.0001`. */
const MIN_P = 0.0001;

/** A whole number with its thousands apart: `26,280`, `−1,200`. */
export function groupThousands(count: number): string {
  if (!Number.isFinite(count)) return UNKNOWN;
  const digits = String(Math.abs(Math.round(count))).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');

  return `${Math.round(count) < 0 ? MINUS : ''}${digits}`;
}

/** A number without a unit, to three significant digits: `0.113`, `26`, `−1.5`. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return UNKNOWN;
  if (value < 0) return withMinus(value, formatNumber);

  return value < 999.5 ? String(Number(value.toPrecision(3))) : groupThousands(value);
}

/** A negative value as a minus sign before what the format makes of its size. */
export function withMinus(value: number, format: (size: number) => string): string {
  const text = format(Math.abs(value));

  return value < 0 ? `${MINUS}${text}` : text;
}

/** A decimal number without zeros at its end: `50.0` is `50`, `1.50` is `1.5`. */
export function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** A probability to one digit below 0.1, else to two: `0.34`, `0.01`, `0.0004`, `<0.0001`. */
export function formatProbability(p: number): string {
  if (!Number.isFinite(p)) return UNKNOWN;
  if (p < MIN_P) return `<${MIN_P}`;
  if (p >= 0.995) return '1';

  return p < 0.095 ? String(Number(p.toPrecision(1))) : p.toFixed(2);
}

/** A probability after its letter: `p = 0.012`, `q < 0.0001`. */
export function formatProbabilityOf(letter: 'p' | 'q', value: number): string {
  const text = formatProbability(value);

  return text.startsWith('<') ? `${letter} < ${text.slice(1)}` : `${letter} = ${text}`;
}

/** The rank of a percentile: `p95` of 0.95, `p99.9` of 0.999. */
export function formatPercentileName(q: number): string {
  return `p${Number((q * 100).toFixed(6))}`;
}
