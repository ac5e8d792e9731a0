import { hdrHistograms } from '../../lib/adapters/histogram/hdr-histogram.ts';
import { seededRandom } from '../../lib/core/stats/seeded.ts';
import type { Figure } from './figure.ts';
import { dots, panel, picture, rule, text } from './plot.ts';

const SEED = 2;
const VALUES = 1_500;
const HOURS = 24;
const [MIN_MS, MAX_MS] = [1, 60_000];
const SHOWN_PERCENT = 0.5;

interface Kept {
  readonly value: number;
  /** How far the middle of its bucket lies from it, in percent of it. */
  readonly errorPercent: number;
}

/** How far from a duration the middle of its bucket lies, whatever the duration. */
export function histogramFigure(): Figure {
  const codec = hdrHistograms();
  const random = seededRandom(SEED);
  const values = Array.from({ length: VALUES }, () => MIN_MS * (MAX_MS / MIN_MS) ** random());
  const kept = values.map((value): Kept => {
    const [bucket] = codec.read(codec.encode([value], 'ms'), 'ms');
    const middle = ((bucket?.from ?? NaN) + (bucket?.to ?? NaN)) / 2;

    return { value, errorPercent: (100 * (middle - value)) / value };
  });
  const worst = Math.max(...kept.map(({ errorPercent }) => Math.abs(errorPercent)));
  const whole = codec.encode(values, 'ms');
  const hourly = Array.from({ length: HOURS }, (_, hour) =>
    codec.encode(
      values.filter((_each, index) => index % HOURS === hour),
      'ms',
    ),
  );
  const same = codec.merge(hourly) === whole;

  return {
    name: 'what-a-histogram-forgets',
    alt: 'The relative error of a histogram for durations from 1 millisecond to 60 seconds: a band of constant width around zero',
    caption: `${VALUES.toLocaleString('en-US')} durations between 1 ms and 60 s, stored in a histogram and read back: the largest error is ${worst.toFixed(2)}%. One histogram of all takes ${whole.length.toLocaleString('en-US')} characters. Stored in 24 histograms and merged, they are ${same ? 'exactly the same as' : 'different from'} one histogram of all.`,
    svg: drawn(kept, worst),
  };
}

function drawn(kept: readonly Kept[], worst: number): string {
  const plot = panel(
    { left: 70, top: 62, width: 720, height: 190 },
    {
      x: {
        range: [MIN_MS, MAX_MS],
        isLog: true,
        marks: [1, 10, 100, 1_000, 10_000, 60_000].map((at) => ({
          at,
          label: at < 1_000 ? `${at} ms` : `${at / 1_000} s`,
        })),
        label: 'duration',
      },
      y: {
        range: [-SHOWN_PERCENT, SHOWN_PERCENT],
        marks: [-0.4, -0.2, 0, 0.2, 0.4].map((at) => ({ at, label: `${at}%` })),
        label: 'relative error',
      },
    },
  );
  const points = kept.map(({ value, errorPercent }) => [value, errorPercent] as const);

  return picture({ title: 'What a histogram forgets', height: 310 }, [
    text([24, 30], 'A histogram has a bounded relative error, and merges exactly', {
      className: 'title',
    }),
    plot.frame,
    dots(plot, points, { className: 'a faint', radius: 1.6 }),
    ...[worst, -worst].map((at) => rule(plot, { x: [MIN_MS, MAX_MS], y: [at, at] }, 'b dash')),
    text([plot.x(1.15), plot.y(worst) - 6], `largest error: ${worst.toFixed(2)}%`, {
      className: 'b',
    }),
  ]);
}
