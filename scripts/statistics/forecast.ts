import { forecastCrossing } from '../../lib/core/stats/forecast.ts';
import type { DailySeries } from '../../lib/core/stats/hourly-medians.ts';
import type { Forecast } from '../../lib/core/stats/results.ts';
import { normal, seededRandom } from '../../lib/core/stats/seeded.ts';
import type { Figure } from './figure.ts';
import { bar, dots, line, outlined, type Panel, panel, picture, rule, text } from './plot.ts';
import { DAY_MS } from '../../lib/core/base/time.ts';
import { formatDay, formatDays, formatShortDay } from '../../lib/report/format/instant.ts';

const SEED = 3;
const DAYS = 45;
const START_MS = Date.UTC(2026, 9, 9);
const NOW_MS = START_MS + DAYS * DAY_MS;
const END_MS = NOW_MS + 75 * DAY_MS;
const BUDGET_MS = 800;
const LEVEL_MS = 620;
const GROWTH_MS_A_DAY = 2.2;
const NOISE_MS = 28;

interface Found {
  readonly earliestMs: number;
  readonly lastMs: number;
}

/** A drifting p95, its budget, and the days between which it will reach it. */
export function forecastFigure(): Figure {
  const random = seededRandom(SEED);
  const values = Float64Array.from(
    { length: DAYS },
    (_, day) => LEVEL_MS + GROWTH_MS_A_DAY * day + NOISE_MS * normal(random),
  );
  const daily = { startMs: START_MS, values, ns: new Float64Array(DAYS).fill(288) };
  const forecast = crossing(daily, BUDGET_MS);
  if (forecast === null) throw new RangeError('Nothing is forecast');
  const { atMs, earliestMs, latestMs } = forecast;
  const lastMs = latestMs ?? END_MS;
  const truthMs = START_MS + ((BUDGET_MS - LEVEL_MS) / GROWTH_MS_A_DAY + 0.5) * DAY_MS;

  return {
    name: 'a-forecast-is-an-interval',
    alt: 'Daily p95s that rise towards a budget, a line through them with a widening band, and the interval of days in which the band crosses the budget',
    caption: `A p95 that grows by ${GROWTH_MS_A_DAY} ms a day, measured for ${DAYS} days. If it goes on like this, it reaches its budget of ${BUDGET_MS} ms ${formatDays(earliestMs, lastMs, NOW_MS)}, most likely around ${formatDay(atMs, NOW_MS)}. Without noise it would be on ${formatDay(truthMs, NOW_MS)}.`,
    svg: drawn(daily, { earliestMs, lastMs }),
  };
}

function crossing(daily: DailySeries, budget: number): Forecast | null {
  const forecast = forecastCrossing(daily, budget);

  return forecast.kind === 'forecast' ? forecast : null;
}

/** Where the line, and either edge of its band, reach each of many levels. */
function band(daily: DailySeries): readonly (Forecast & { readonly level: number })[] {
  return Array.from({ length: 80 }, (_, index) => 560 + index * 4).flatMap((level) => {
    const forecast = crossing(daily, level);

    return forecast === null ? [] : [{ ...forecast, level }];
  });
}

/** The band's outline: up along the earliest crossings, and back along the latest. */
function outlineOf(edges: ReturnType<typeof band>): readonly (readonly [number, number])[] {
  return [
    ...edges.map(({ earliestMs, level }) => [inView(earliestMs), level] as const),
    ...edges
      .toReversed()
      .map(({ latestMs, level }) => [inView(latestMs ?? END_MS), level] as const),
  ];
}

function inView(ms: number): number {
  return Math.min(END_MS, Math.max(START_MS, ms));
}

function frame(): Panel {
  return panel(
    { left: 70, top: 62, width: 720, height: 220 },
    {
      x: {
        range: [START_MS, END_MS],
        marks: [0, 30, 60, 90, 120].map((day) => {
          const at = START_MS + day * DAY_MS;
          return { at, label: formatShortDay(at) };
        }),
        label: '',
      },
      y: {
        range: [540, 880],
        marks: [600, 700, 800].map((at) => ({ at, label: `${at} ms` })),
        label: 'p95 of each day',
      },
    },
  );
}

function drawn(daily: DailySeries, { earliestMs, lastMs }: Found): string {
  const plot = frame();
  const points = [...daily.values].map(
    (value, day) => [START_MS + (day + 0.5) * DAY_MS, value] as const,
  );
  const edges = band(daily);
  const best = edges
    .filter(({ atMs: at }) => inView(at) === at)
    .map(({ atMs: at, level }) => [at, level] as const);

  return picture({ title: 'A forecast is an interval', height: 330 }, [
    text([24, 30], 'A forecast is an interval of days', {
      className: 'title',
    }),
    plot.frame,
    bar(plot, { x: [earliestMs, Math.min(lastMs, END_MS)], y: [540, 880] }, 'b wash'),
    outlined(plot, outlineOf(edges), 'a'),
    line(plot, best, 'a'),
    dots(plot, points, { className: 'c', radius: 2.6 }),
    rule(plot, { x: [START_MS, END_MS], y: [BUDGET_MS, BUDGET_MS] }, 'b dash'),
    rule(plot, { x: [NOW_MS, NOW_MS], y: [540, 880] }, 'c dash'),
    text([plot.x(NOW_MS) + 6, plot.y(552)], 'today', { className: 'c' }),
    text([plot.x(START_MS) + 6, plot.y(BUDGET_MS) - 8], `budget ${BUDGET_MS} ms`, {
      className: 'b strong',
    }),
    text([plot.x((earliestMs + lastMs) / 2), plot.y(562)], 'budget reached', {
      anchor: 'middle',
      className: 'b strong',
    }),
  ]);
}
