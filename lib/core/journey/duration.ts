import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../base/time.ts';

/** A length of time as authors write it: `500ms`, `2.5s`, `5m`, `1h`, `2d`. */
export type Duration = string;

/** A duration in milliseconds, or the end of an error message, from "it is …" on. */
type ParsedDuration =
  | { readonly kind: 'valid'; readonly ms: number }
  | { readonly kind: 'problem'; readonly message: string };

const UNITS = { ms: 1, s: SECOND_MS, m: MINUTE_MS, h: HOUR_MS, d: DAY_MS } as const;

const EXPECTED =
  'expected a number and a unit of ms, s, m, h or d, such as "500ms", "2.5s" or "5m"';

/** Reads a duration as authors write it: `500ms`, `2.5s`, `5m`, `1h`, `2d`; never negative. */
export function parseDuration(text: string): ParsedDuration {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text);
  const [, amount, unit] = match ?? [];
  if (amount === undefined || !isUnit(unit)) return notADuration(text);

  const ms = Number(amount) * UNITS[unit];
  if (ms > Number.MAX_SAFE_INTEGER) {
    return { kind: 'problem', message: `it is too long; ${EXPECTED}` };
  }

  // A tenth of a nanosecond: binary fractions such as 0.1 s must not show as 100.00000000000001 ms.
  return { kind: 'valid', ms: Math.round(ms * 1e7) / 1e7 };
}

/** Writes milliseconds as authors write options: `0.35ms`, `500ms`, `2.5s`, `1m 30s`, `2h 5m`, `3d 4h`. */
export function formatDurationOption(ms: number): string {
  if (!Number.isFinite(ms)) throw new RangeError(`Cannot format duration ${ms}; expected a number`);
  if (ms < 0) return `-${formatDurationOption(-ms)}`;
  if (ms < 99.95) return `${trimmed(ms, ms < 9.995 ? 2 : 1)}ms`;
  if (Math.round(ms) < UNITS.s) return `${Math.round(ms)}ms`;
  if (ms < UNITS.m - 5) return `${trimmed(ms / UNITS.s, 2)}s`;

  return compound(ms);
}

function compound(ms: number): string {
  const smallest = ms < UNITS.h - 500 ? UNITS.s : UNITS.m;
  const rounded = Math.round(ms / smallest) * smallest;
  const [large, small] = pairFor(rounded);
  const rest = Math.floor((rounded % UNITS[large]) / UNITS[small]);
  const head = `${Math.floor(rounded / UNITS[large])}${large}`;

  return rest === 0 ? head : `${head} ${rest}${small}`;
}

function pairFor(ms: number): readonly ['m' | 'h' | 'd', 's' | 'm' | 'h'] {
  if (ms < UNITS.h) return ['m', 's'];

  return ms < UNITS.d ? ['h', 'm'] : ['d', 'h'];
}

function trimmed(value: number, decimals: number): string {
  return String(Number(value.toFixed(decimals)));
}

function isUnit(text: string | undefined): text is keyof typeof UNITS {
  return text !== undefined && Object.hasOwn(UNITS, text);
}

function notADuration(text: string): ParsedDuration {
  const found = /^\d+(\.\d+)?$/.test(text) ? 'it has no unit' : 'it is not a duration';

  return { kind: 'problem', message: `${found}; ${EXPECTED}` };
}
