import { pointRank } from '../../lib/core/stats/quantile.ts';
import { rankedSample } from '../../lib/core/stats/ranked-sample.ts';
import { seededRandom } from '../../lib/core/stats/seeded.ts';
import type { Figure } from './figure.ts';
import { durations, sampleOf } from './made-up-runs.ts';
import { besideEnd, dots, line, panel, picture, rule, text } from './plot.ts';
import { formatDuration } from '../../lib/report/format/duration.ts';

const SEED = 14;
const RUNS_AN_HOUR = 12;
const SLOW_HOURS = [14, 15];
const TOP_MS = 1_600;

/** A day with two slow hours: what the mean of its hours' p95s says, and what its runs say. */
export function averagesFigure(): Figure {
  const random = seededRandom(SEED);
  const hours = Array.from({ length: 24 }, (_, hour) =>
    durations(
      RUNS_AN_HOUR,
      { medianMs: SLOW_HOURS.includes(hour) ? 1_050 : 320, spread: 0.12 },
      random,
    ),
  );
  const hourly = hours.map((runs) => p95Of(runs));
  const mean = hourly.reduce((sum, each) => sum + each, 0) / hourly.length;
  const truth = p95Of(hours.flat());
  const above = hours.flat().filter((each) => each > mean).length;

  return {
    name: 'percentiles-do-not-average',
    alt: 'Runs of a day by hour, with the p95 of each hour, the mean of these p95s, and the p95 of all runs, which is far above it',
    caption: `${hours.flat().length} runs of a day. The mean of the 24 hourly p95s is ${formatDuration(mean)}; the p95 of the day is ${formatDuration(truth)}. ${above} runs, ${((100 * above) / hours.flat().length).toFixed(0)}%, took longer than this mean, instead of the 5% that a p95 means.`,
    svg: drawn(hours, { hourly, mean, truth }),
  };
}

/** The sample's own p95: an interval for it would need 72 runs, and an hour has 12. */
function p95Of(runs: readonly number[]): number {
  return rankedSample(sampleOf(runs)).valueAt(pointRank(runs.length, 0.95));
}

function drawn(
  hours: readonly (readonly number[])[],
  levels: { readonly hourly: readonly number[]; readonly mean: number; readonly truth: number },
): string {
  const { hourly, mean, truth } = levels;
  const plot = panel(
    { left: 70, top: 62, width: 530, height: 220 },
    {
      x: {
        range: [0, 24],
        marks: [0, 6, 12, 18, 24].map((at) => ({ at, label: `${at}:00` })),
        label: 'hour of the day',
      },
      y: {
        range: [0, TOP_MS],
        marks: [0, 500, 1_000, 1_500].map((at) => ({
          at,
          label: at === 0 ? '0' : formatDuration(at),
        })),
        label: 'duration',
      },
    },
  );
  const runs = hours.flatMap((each, hour) =>
    each.map((value, run) => [hour + (run + 0.5) / RUNS_AN_HOUR, value] as const),
  );
  const steps = hourly.flatMap((value, hour) => [
    [hour, value] as const,
    [hour + 1, value] as const,
  ]);

  return picture({ title: 'Percentiles do not average', height: 340 }, [
    text([24, 30], 'The mean of hourly p95s is not a p95', { className: 'title' }),
    plot.frame,
    dots(plot, runs, { className: 'c faint' }),
    line(plot, steps, 'c'),
    rule(plot, { x: [0, 24], y: [truth, truth] }, 'a'),
    rule(plot, { x: [0, 24], y: [mean, mean] }, 'b dash'),
    text(besideEnd(plot, truth), `p95 of all runs: ${formatDuration(truth)}`, {
      className: 'a strong',
    }),
    text(besideEnd(plot, mean), `mean of the 24 p95s: ${formatDuration(mean)}`, {
      className: 'b strong',
    }),
    text([plot.x(16.3), plot.y(1_300)], 'p95 of each hour', { className: 'c' }),
  ]);
}
