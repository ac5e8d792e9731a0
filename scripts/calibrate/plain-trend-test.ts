import { shuffle } from '../../lib/core/stats/shuffle.ts';

const HOURS = 24;
const WEEKDAYS = 7;
const PERMUTATIONS = 499;

/**
 * The plain test that ours is compared with: the seasonal Mann–Kendall sum over the hours of the
 * week, p from permutations of whole days among the same weekday, nothing known of dependence
 * between days. Days are counted from the first value.
 */
export function plainTrendTest(values: Float64Array, random: () => number): number {
  const groups = Array.from({ length: WEEKDAYS }, (_, weekday) => signSums(values, weekday));
  const observed = Math.abs(totalOf(groups));
  let asExtreme = 0;
  for (let round = 0; round < PERMUTATIONS; round += 1) {
    for (const { order } of groups) shuffle(order, random);
    if (Math.abs(totalOf(groups)) >= observed) asExtreme += 1;
  }

  return (asExtreme + 1) / (PERMUTATIONS + 1);
}

interface Weekday {
  readonly days: number;
  /** Of two days, row before column: hours that rose less hours that fell. */
  readonly signs: Int32Array;
  readonly order: Int32Array;
}

function signSums(values: Float64Array, weekday: number): Weekday {
  const all = Math.floor(values.length / HOURS);
  const starts = Array.from({ length: Math.ceil((all - weekday) / WEEKDAYS) }, (_, week) => {
    return (weekday + week * WEEKDAYS) * HOURS;
  });
  const days = starts.length;
  const signs = new Int32Array(days * days);
  for (const [one, from] of starts.entries()) {
    for (const [other, to] of starts.entries()) signs[one * days + other] = rise(values, from, to);
  }

  return { days, signs, order: Int32Array.from(starts.keys()) };
}

function rise(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let hour = 0; hour < HOURS; hour += 1) {
    const difference = (values[to + hour] ?? NaN) - (values[from + hour] ?? NaN);
    if (difference > 0) sum += 1;
    else if (difference < 0) sum -= 1;
  }

  return sum;
}

function totalOf(groups: readonly Weekday[]): number {
  let total = 0;
  for (const { days, signs, order } of groups) {
    for (let one = 0; one < days; one += 1) {
      const row = (order[one] ?? 0) * days;
      for (let other = one + 1; other < days; other += 1) {
        total += signs[row + (order[other] ?? 0)] ?? 0;
      }
    }
  }

  return total;
}
