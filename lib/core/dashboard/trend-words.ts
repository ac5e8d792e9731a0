import type { Estimate } from '../stats/series.ts';
import type { Finding } from '../trends/finding.ts';

const DAYS_A_WEEK = 7;
const PERCENT = 100;
const DAY_CHARACTERS = 10;
const MIN_P = 0.000_1;

/**
 * A finding in one line: `duration grows by 4.2% a week (95%: 3.4 to 5%; q 0.001)`. Sizes are
 * shares of the level; of a metric without one, numbers in its unit.
 */
export function standingWords({ subject, metric, unit, q }: Finding): string {
  switch (subject.kind) {
    case 'drift': {
      const { slopePerDay, level } = subject.drift;
      const week = scaled(slopePerDay, DAYS_A_WEEK);
      const way = week.value < 0 ? 'falls' : 'grows';
      return `${metric} ${way} by ${sizeWords(week, { level, unit, q, per: ' a week' })}`;
    }
    case 'change': {
      const { shift, before, atMs } = subject.change;
      const way = shift.value < 0 ? 'down' : 'up';
      const per = ` on ${dayOf(atMs)}`;
      return `${metric} stepped ${way} by ${sizeWords(shift, { level: before, unit, q, per })}`;
    }
    case 'forecast': {
      const { earliestMs, latestMs, confidence } = subject.forecast;
      const until = latestMs === null ? 'or later' : `to ${dayOf(latestMs)}`;
      return `${subject.budget.statistic} ${metric} reaches its budget ${dayOf(earliestMs)} ${until} (${percent(confidence)}%)`;
    }
  }
}

/** A day of UTC: `2026-11-23`. */
export function dayOf(at: number | string): string {
  return new Date(at).toISOString().slice(0, DAY_CHARACTERS);
}

interface SizeFrame {
  readonly level: number;
  readonly unit: Finding['unit'];
  readonly q: number | null;
  /** Said behind the size. */
  readonly per: string;
}

function sizeWords(estimate: Estimate, { level, unit, q, per }: SizeFrame): string {
  const { value, low, high, confidence } = estimate.value < 0 ? mirrored(estimate) : estimate;
  const isShare = level > 0;
  const suffix = isShare ? '%' : UNITS[unit];
  const chance = q === null ? '' : `; q ${q < MIN_P ? `<${MIN_P}` : short(q)}`;

  return `${number(value)}${suffix}${per} (${percent(confidence)}%: ${number(low)} to ${number(high)}${suffix}${chance})`;

  function number(each: number): string {
    return isShare ? percent(each / level) : short(each);
  }
}

const UNITS = { ms: ' ms', score: '', bytes: ' bytes', count: '' } as const;

function scaled({ value, low, high, confidence }: Estimate, factor: number): Estimate {
  return { value: value * factor, low: low * factor, high: high * factor, confidence };
}

/** What grew by -3 fell by 3. */
function mirrored({ value, low, high, confidence }: Estimate): Estimate {
  return { value: -value, low: -high, high: -low, confidence };
}

function percent(share: number): string {
  return short(share * PERCENT);
}

function short(value: number): string {
  return String(Number(value.toPrecision(2)));
}
