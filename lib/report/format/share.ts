import { groupThousands, MINUS, trimZeros, UNKNOWN, withMinus } from './number.ts';
import { formatInterval } from './interval.ts';

/** A smaller share is not printed as a number: it would be rounded to 0%. */
const MIN_SHARE = 0.00005;

/**
 * A share as a percentage, rounded: `0.42%`, `1.9%`, `96.3%`, `99.93%`, `99.9988%`, `95%`. Only
 * 0 is 0%, and only 1 is 100%: near them it is `<0.01%`, `>−0.01%` or `>99.9999%`.
 */
export function formatShare(share: number): string {
  if (!Number.isFinite(share)) return `${UNKNOWN}%`;
  if (share < 0 && share > -MIN_SHARE) return `>${MINUS}0.01%`;
  if (share < 0) return withMinus(share, formatShare);
  // Floats such as 0.29 * 100 are off by less than this.
  const percent = Number((share * 100).toPrecision(12));
  if (percent === 0) return '0%';
  if (percent < MIN_SHARE * 100) return '<0.01%';
  if (percent >= 99.99995 && percent < 100) return '>99.9999%';
  if (percent > 100) return `${groupThousands(percent)}%`;

  return `${trimZeros(percent.toFixed(digitsOf(percent)))}%`;
}

/** Digits after the point: more near 0 and near 100, where they make the difference. */
function digitsOf(percent: number): number {
  if (percent < 0.995) return 2;
  if (percent < 99) return 1;

  return percent < 99.995 ? 2 : 4;
}

/** Two shares with one unit between them: `1.2 to 2.6%`, `−0.3 to +0.4%`. */
export function formatShareInterval(low: number, high: number): string {
  return formatInterval([low, high], formatShare);
}

/** A relative change with its sign: `+12%`, `−3.4%`, `0%`; `from nothing` where it has no base. */
export function formatRelativeChange(relative: number): string {
  if (relative === Infinity) return 'from nothing';

  const text = formatShare(relative);

  return relative > 0 && !text.startsWith('<') ? `+${text}` : text;
}
