import { dayMeans, type Days, daysWithValues } from './days.ts';
import { normalScores } from './normal-scores.ts';
import { withoutSeason } from './season.ts';
import type { HourlySeries } from './series.ts';

/** A series with what every test begins with. */
export interface PreparedSeries {
  readonly series: HourlySeries;
  readonly days: Days;
  /** The values without their weekly season, in their unit. */
  readonly rest: Float64Array;
  /** Means by day of the normal scores of `rest`. */
  readonly dayScores: Float64Array;
}

/** Takes the season off and sums up the days. Days with too few hours are left out. */
export function prepareSeries(series: HourlySeries): PreparedSeries {
  const days = daysWithValues(series);
  const values = series.values.map((value, hour) => ((days.ofHour[hour] ?? -1) < 0 ? NaN : value));
  const rest = withoutSeason(values);

  return {
    series: { startMs: series.startMs, values },
    days,
    rest,
    dayScores: dayMeans(normalScores(rest), days),
  };
}
