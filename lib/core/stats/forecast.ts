import { DEPENDENT_DAYS, tooFewDays } from './drift-test.ts';
import { WEEKDAYS } from './days.ts';
import { testableDependence } from './estimate-dependence.ts';
import type { DailySeries } from './hourly-medians.ts';
import type { Forecast } from './results.ts';
import { LINE_PARAMETERS, type RobustLine, robustLine } from './robust-line.ts';
import { CONFIDENCE } from './levels.ts';
import type { InsufficientData } from './series.ts';
import { criticalT } from './student-t.ts';
import { DAY_MS } from '../base/time.ts';

/** Days with a value below which nothing is forecast. */
export const FORECAST_DAYS = 21;
/** 1970 began on a Thursday; weeks here begin on a Monday. */
const THURSDAY = 3;
/** A line is not extrapolated much further than the time it was fitted to. */
const HORIZON = 3;
/** A daily statistic is placed in the middle of its day. */
const MIDDLE = 0.5;

/**
 * When a statistic that goes on as it did will reach its budget: where the line through its days
 * crosses the limit, and the interval in which the line's 95% confidence band does (E. C. Fieller,
 * "Some problems in interval estimation", 1954). `not-reached`: the line does not rise surely, or
 * reaches the budget later than three times the time that it was seen for.
 */
export function forecastCrossing(
  daily: DailySeries,
  budget: number,
): Forecast | InsufficientData | { readonly kind: 'not-reached' } {
  const days = daysOfSeries(daily);
  const count = days.offsets.length;
  if (count < FORECAST_DAYS)
    return tooFewDays(count, FORECAST_DAYS, { question: 'forecast', autocorrelated: false });
  const values = Float64Array.from(days.offsets, (offset) => daily.values[offset] ?? NaN);
  const line = robustLine(values, days);
  const dependence = testableDependence({
    days,
    hours: new Float64Array(),
    ofDays: line.residuals,
  });
  if (dependence === null) {
    return tooFewDays(count, DEPENDENT_DAYS, { question: 'forecast', autocorrelated: true });
  }
  const band = {
    line,
    reach:
      criticalT(1 - CONFIDENCE, count - LINE_PARAMETERS) *
      Math.sqrt(dependence.slopeInflation.interval),
    count,
  };

  return crossingOf(band, budget, daily);
}

interface Band {
  readonly line: RobustLine;
  /** Standard errors on either side of the line. */
  readonly reach: number;
  readonly count: number;
}

function crossingOf(
  band: Band,
  budget: number,
  { startMs, values }: DailySeries,
): Forecast | { readonly kind: 'not-reached' } {
  const { perDay, error, centre } = band.line;
  if (perDay - band.reach * error <= 0) return { kind: 'not-reached' };
  const at = centre.offset + (budget - centre.value) / perDay;
  if (at > values.length * (1 + HORIZON)) return { kind: 'not-reached' };
  const { earliest, latest } = bandCrossings(band, budget);

  function instant(offset: number): number {
    return startMs + (offset + MIDDLE) * DAY_MS;
  }

  return {
    kind: 'forecast',
    atMs: instant(at),
    earliestMs: instant(earliest),
    latestMs: instant(latest),
    confidence: CONFIDENCE,
  };
}

/**
 * The offsets t between which the limit lies in the band: the roots of
 * (gap - slope · u)² = reach² · (ofLevel + ofSlope · u²), u being days from the centre.
 */
function bandCrossings(
  { line, reach, count }: Band,
  budget: number,
): { readonly earliest: number; readonly latest: number } {
  const { perDay, error, centre, variance } = line;
  const gap = budget - centre.value;
  const a = perDay ** 2 - reach ** 2 * error ** 2;
  const b = -2 * gap * perDay;
  const c = gap ** 2 - (reach ** 2 * variance) / count;
  const root = Math.sqrt(Math.max(0, b * b - 4 * a * c));

  return {
    earliest: centre.offset + (-b - root) / (2 * a),
    latest: centre.offset + (-b + root) / (2 * a),
  };
}

function daysOfSeries({ startMs, values }: DailySeries): {
  readonly offsets: Int32Array;
  readonly weekdays: Int32Array;
} {
  const offsets = Int32Array.from(values.keys()).filter(
    (offset) => !Number.isNaN(values[offset] ?? NaN),
  );
  const first = (Math.floor(startMs / DAY_MS) + THURSDAY) % WEEKDAYS;

  return { offsets, weekdays: offsets.map((offset) => (first + offset) % WEEKDAYS) };
}
