import { quantileOf, type QuantileEstimate } from '../../lib/core/stats/quantile.ts';
import { seededRandom } from '../../lib/core/stats/seeded.ts';
import type { Figure } from './figure.ts';
import { durations, sampleOf } from './made-up-runs.ts';
import { type Box, dots, line, panel, picture, rule, text } from './plot.ts';
import { formatDuration } from '../../lib/report/format/duration.ts';

const SEED = 7;
const SAMPLES = 40;
const RUNS = { medianMs: 500, spread: 0.3 } as const;
/** The p95 of a standard normal value. */
const Z95 = 1.644853627;
const TRUTH_MS = RUNS.medianMs * Math.exp(RUNS.spread * Z95);
const TOP_MS = 1_300;

/** The p95 of samples of one journey that never changes, with intervals, by how many runs. */
export function intervalsFigure(): Figure {
  const random = seededRandom(SEED);
  const [hundred = [], thousand = []] = [100, 1_000].map((n) =>
    Array.from({ length: SAMPLES }, () => p95Of(durations(n, RUNS, random))),
  );

  return {
    name: 'the-interval-of-a-p95',
    alt: 'Forty p95s of 100 runs each with their intervals, and forty of 1,000 runs, around the true p95: the former scatter widely',
    caption: `A journey that never changes; its true p95 is ${formatDuration(TRUTH_MS)}. Forty p95s of 100 runs lie between ${spanText(hundred)}; their 95% confidence intervals are ${widthText(hundred)} wide (median), and ${holding(hundred)} of 40 contain the true value. With 1,000 runs: ${spanText(thousand)}, ${widthText(thousand)} wide, ${holding(thousand)} of 40.`,
    svg: drawn(hundred, thousand),
  };
}

function p95Of(runs: readonly number[]): QuantileEstimate {
  const estimate = quantileOf(sampleOf(runs), 0.95);
  if (estimate.kind === 'insufficient-data') throw new RangeError(estimate.shortage.code);

  return estimate;
}

function holds({ low, high }: QuantileEstimate): boolean {
  return low <= TRUTH_MS && TRUTH_MS <= high;
}

function holding(estimates: readonly QuantileEstimate[]): number {
  return estimates.filter(holds).length;
}

function spanText(estimates: readonly QuantileEstimate[]): string {
  const values = estimates.map(({ value }) => value);

  return `${formatDuration(Math.min(...values))} and ${formatDuration(Math.max(...values))}`;
}

function widthText(estimates: readonly QuantileEstimate[]): string {
  const widths = estimates.map(({ low, high }) => high - low).toSorted((a, b) => a - b);

  return formatDuration(widths[Math.floor(widths.length / 2)] ?? NaN);
}

function drawn(
  hundred: readonly QuantileEstimate[],
  thousand: readonly QuantileEstimate[],
): string {
  return picture({ title: 'The interval of a p95', height: 330 }, [
    text([24, 30], 'The same journey, measured forty times: the p95 of 100 runs varies widely', {
      className: 'title',
    }),
    side({ left: 70, top: 72, width: 330, height: 200 }, hundred, 'p95 of 100 runs each'),
    side({ left: 460, top: 72, width: 330, height: 200 }, thousand, 'p95 of 1,000 runs each'),
  ]);
}

function side(box: Box, estimates: readonly QuantileEstimate[], label: string): string {
  const plot = panel(box, {
    x: { range: [0, SAMPLES + 1], marks: [], label: 'forty samples of the same journey' },
    y: {
      range: [500, TOP_MS],
      marks: [600, 800, 1_000, 1_200].map((at) => ({ at, label: formatDuration(at) })),
      label,
    },
  });
  const bars = estimates.map((each, index) =>
    line(
      plot,
      [
        [index + 1, each.low],
        [index + 1, Math.min(TOP_MS, each.high)],
      ],
      holds(each) ? 'a faint' : 'b',
    ),
  );

  return [
    plot.frame,
    rule(plot, { x: [0, SAMPLES + 1], y: [TRUTH_MS, TRUTH_MS] }, 'c dash'),
    ...bars,
    dots(plot, valuesOf(estimates.map((each) => (holds(each) ? each : null))), { className: 'a' }),
    dots(plot, valuesOf(estimates.map((each) => (holds(each) ? null : each))), { className: 'b' }),
    text([box.left + 4, plot.y(TRUTH_MS) + 16], 'true p95', { className: 'c' }),
  ].join('\n');
}

/** Each with its place; null leaves its place empty. */
function valuesOf(
  estimates: readonly (QuantileEstimate | null)[],
): readonly (readonly [number, number])[] {
  return estimates.flatMap((each, index) => (each === null ? [] : [[index + 1, each.value]]));
}
