import { UNKNOWN, withMinus } from './number.ts';
import { inScale, type Scale } from './scale.ts';

const UNITS = ['kB', 'MB', 'GB', 'TB'] as const;

/** A size in decimal units: `512 B`, `12.4 kB`, `412 kB`, `1.2 MB`. */
export function formatBytes(bytes: number): string {
  if (!Number.isFinite(bytes)) return UNKNOWN;

  return withMinus(bytes, (size) => inScale(size, bytesScale(size)));
}

/** The decimal unit of a size, and one digit after the point below 100 of it. */
export function bytesScale(bytes: number): Scale {
  if (bytes < 999.5) return { unit: 'B', divisor: 1, digits: 0 };
  let divisor = 1000;
  let unit = 0;
  while (bytes / divisor >= 999.5 && unit < UNITS.length - 1) {
    divisor *= 1000;
    unit += 1;
  }

  return { unit: UNITS[unit] ?? 'TB', divisor, digits: bytes / divisor < 99.95 ? 1 : 0 };
}
