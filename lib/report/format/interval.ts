import { MINUS } from './number.ts';

/**
 * Two values as `low to high`. A unit that both have is printed once, and the upper end has a plus
 * sign where the lower one is negative and the upper one is not: `8.0 to 16.0 ms`, `−127 to +69 ms`.
 */
export function formatInterval(
  [low, high]: readonly [number, number],
  format: (value: number) => string,
): string {
  const [first, upper] = [format(low), format(high)];
  const isSigned = low < 0 && high > 0 && !upper.startsWith('<');
  const last = isSigned ? `+${upper}` : upper;
  const unit = UNIT.exec(last)?.[1];
  if (unit === undefined || !first.endsWith(unit)) return `${first} to ${last}`;

  return `${first.slice(0, -unit.length)} to ${last}`;
}

/** One unit behind one number: a duration of two units has no unit to share. */
const UNIT = new RegExp(String.raw`^[${MINUS}+<>\d.,?]+( \S+|%)$`);
