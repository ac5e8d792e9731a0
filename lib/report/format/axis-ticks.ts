import type { MetricUnit } from '../../core/rollup/metric.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../core/base/time.ts';
import { formatShortDay } from './instant.ts';

/** A labelled position on an axis. */
export interface Tick {
  readonly at: number;
  readonly label: string;
}

const MONTH_MS = 30.44 * DAY_MS;

/** Units of an axis by its upper end, the largest first. */
const SCALES: Readonly<
  Record<
    MetricUnit,
    readonly { readonly from: number; readonly divisor: number; readonly unit: string }[]
  >
> = {
  ms: [
    { from: 150_000, divisor: MINUTE_MS, unit: ' m' },
    { from: SECOND_MS, divisor: SECOND_MS, unit: ' s' },
    { from: 0, divisor: 1, unit: ' ms' },
  ],
  bytes: [
    { from: 1_000_000, divisor: 1_000_000, unit: ' MB' },
    { from: 1_000, divisor: 1_000, unit: ' kB' },
    { from: 0, divisor: 1, unit: ' B' },
  ],
  score: [{ from: 0, divisor: 1, unit: '' }],
  count: [{ from: 0, divisor: 1, unit: '' }],
};

/** Digits after the point of a label, at most. */
const MAX_DIGITS = 6;

/** Round values from 0 to `top`, all in one unit: `0`, `500 ms`, or `0`, `0.5 s`, `1.0 s`. */
export function valueTicks(top: number, unit: MetricUnit, most = 4): readonly Tick[] {
  if (!(top >= 10 ** -MAX_DIGITS) || !Number.isFinite(top)) return [{ at: 0, label: '0' }];
  const { divisor } = scaleOf(top, unit);
  const step = niceStep(top / divisor / Math.max(1, most)) * divisor;
  const count = Math.floor(top / step + 1e-9);
  const values = Array.from({ length: count + 1 }, (_, index) => index * step);
  const labels = tickLabels(values, unit);

  return values.map((at, index) => ({ at, label: labels[index] ?? '' }));
}

/** Labels of evenly spaced values in one unit, with the digits that their distance needs. */
export function tickLabels(values: readonly number[], unit: MetricUnit): readonly string[] {
  const { divisor, unit: symbol } = scaleOf(Math.max(0, ...values), unit);
  const step = Math.abs((values[1] ?? 0) - (values[0] ?? 0)) / divisor;
  const digits = digitsOf(step);

  return values.map((value) =>
    value === 0 ? '0' : `${(value / divisor).toFixed(digits)}${symbol}`,
  );
}

function scaleOf(
  top: number,
  unit: MetricUnit,
): { readonly divisor: number; readonly unit: string } {
  return SCALES[unit].find(({ from }) => top >= from) ?? { divisor: 1, unit: '' };
}

/** The fewest digits after the point that write a step exactly. */
function digitsOf(step: number): number {
  for (let digits = 0; digits < MAX_DIGITS; digits += 1) {
    const shifted = step * 10 ** digits;
    if (shifted >= 1 - 1e-6 && Math.abs(shifted - Math.round(shifted)) < 1e-6 * shifted)
      return digits;
  }

  return step > 0 ? MAX_DIGITS : 0;
}

/** The smallest of 1, 2 and 5 times a power of ten that is at least `least`. */
function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5, 10].find((each) => each * power >= least * (1 - 1e-9)) ?? 10;

  return factor * power;
}

const STEPS_MS: readonly number[] = [
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR_MS),
  ...[1, 2, 3, 7, 14].map((days) => days * DAY_MS),
];

/** Round instants in UTC within a range: minutes, hours, days, or first days of months. */
export function timeTicks(fromMs: number, toMs: number, most = 6): readonly Tick[] {
  const least = (toMs - fromMs) / most;
  const step = STEPS_MS.find((each) => each >= least);
  if (step === undefined) return monthTicks(fromMs, toMs, Math.ceil(least / MONTH_MS));
  // Weeks start on Monday; 1 January 1970 was a Thursday.
  const origin = step >= 7 * DAY_MS ? 4 * DAY_MS : 0;
  const first = Math.ceil((fromMs - origin) / step) * step + origin;
  const count = Math.max(0, Math.floor((toMs - first) / step) + 1);

  return Array.from({ length: count }, (_, index) => {
    const at = first + index * step;
    return { at, label: step < DAY_MS ? clockLabel(at) : formatShortDay(at) };
  });
}

function clockLabel(atMs: number): string {
  const clock = new Date(atMs).toISOString().slice(11, 16);

  return clock === '00:00' ? formatShortDay(atMs) : clock;
}

function monthTicks(fromMs: number, toMs: number, least: number): readonly Tick[] {
  const months = [1, 2, 3, 6, 12].find((each) => each >= least) ?? 12 * Math.ceil(least / 12);
  const from = new Date(fromMs);
  const start = from.getUTCFullYear() * 12 + from.getUTCMonth();
  const ticks: Tick[] = [];
  for (let month = Math.ceil(start / months) * months; ; month += months) {
    const at = Date.UTC(Math.floor(month / 12), month % 12);
    if (at > toMs) return ticks;
    if (at >= fromMs) ticks.push({ at, label: monthLabel(at) });
  }
}

/** `Mar`; for January, the year instead. */
function monthLabel(atMs: number): string {
  const month = formatShortDay(atMs).slice(2);
  const date = new Date(atMs);

  return date.getUTCMonth() === 0 ? String(date.getUTCFullYear()) : month;
}
