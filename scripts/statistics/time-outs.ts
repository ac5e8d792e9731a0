import { quantileOf, type QuantileEstimate } from '../../lib/core/stats/quantile.ts';
import { rankedSample, type BinnedSample } from '../../lib/core/stats/ranked-sample.ts';
import { seededRandom } from '../../lib/core/stats/seeded.ts';
import type { Figure } from './figure.ts';
import { durations, sampleOf } from './made-up-runs.ts';
import { besideEnd, dots, line, panel, picture, rule, text } from './plot.ts';
import { formatDuration } from '../../lib/report/format/duration.ts';

const SEED = 11;
const TIMED = 182;
const CUT_OFF = 18;
const TIMEOUT_MS = 60_000;

/** Runs of which some were cut off: their quantiles with the cut-off ones left out, and with them. */
export function timeOutsFigure(): Figure {
  const timed = durations(TIMED, { medianMs: 1_400, spread: 0.35 }, seededRandom(SEED));
  const cutOff = Array.from({ length: CUT_OFF }, () => TIMEOUT_MS);
  const without = sampleOf(timed);
  const all = sampleOf(timed, cutOff);
  const naive = p95Of(without);
  const honest = p95Of(all);

  return {
    name: 'time-outs-count',
    alt: 'Two curves of the share of runs that took at most a given time: one leaves time-outs out and ends at 100 percent, one counts them and ends lower, with a step at the time-out',
    caption: `${TIMED + CUT_OFF} runs, of which ${CUT_OFF} were cut off after ${TIMEOUT_MS / 1_000} s. Leave these out, and the p95 is ${formatDuration(naive.value)}: "all is well". Count them, and it is ${honest.bound === 'at-least' ? 'at least ' : ''}${formatDuration(honest.value)}.`,
    svg: drawn(without, all, { naive, honest }),
  };
}

function p95Of(sample: BinnedSample): QuantileEstimate {
  const estimate = quantileOf(sample, 0.95);
  if (estimate.kind === 'insufficient-data') throw new RangeError(estimate.shortage.code);

  return estimate;
}

function drawn(
  without: BinnedSample,
  all: BinnedSample,
  { naive, honest }: { readonly naive: QuantileEstimate; readonly honest: QuantileEstimate },
): string {
  const plot = panel(
    { left: 70, top: 62, width: 560, height: 220 },
    {
      x: {
        range: [500, 90_000],
        isLog: true,
        marks: [500, 1_000, 2_000, 5_000, 10_000, 20_000, 60_000].map((at) => ({
          at,
          label: at < 1_000 ? `${at} ms` : `${at / 1_000} s`,
        })),
        label: 'duration',
      },
      y: {
        range: [0, 100],
        marks: [0, 25, 50, 75, 95].map((at) => ({ at, label: `${at}%` })),
        label: 'share of runs that took at most this long',
      },
    },
  );

  return picture({ title: 'Time-outs count', height: 340 }, [
    text([24, 30], 'A run that was cut off took at least that long', { className: 'title' }),
    plot.frame,
    line(plot, shares(without), 'b dash'),
    line(plot, [...shares(all), [TIMEOUT_MS, 91], [TIMEOUT_MS, 100]], 'a'),
    rule(plot, { x: [500, 90_000], y: [95, 95] }, 'c faint'),
    dots(plot, [[naive.value, 95]], { className: 'b', radius: 5 }),
    dots(plot, [[honest.value, 95]], { className: 'a', radius: 5 }),
    text(besideEnd(plot, 103), 'time-outs left out:', { className: 'b' }),
    text(besideEnd(plot, 96), `p95 ${formatDuration(naive.value)}`, { className: 'b strong' }),
    text(besideEnd(plot, 85), 'time-outs counted:', { className: 'a' }),
    text(besideEnd(plot, 78), `p95 at least ${formatDuration(honest.value)}`, {
      className: 'a strong',
    }),
  ]);
}

/** The share of the runs, in percent, up to each that was not cut off. */
function shares(sample: BinnedSample): readonly (readonly [number, number])[] {
  const ranked = rankedSample(sample);
  const known = ranked.n - ranked.censored;

  return Array.from({ length: known }, (_, index) => [
    ranked.valueAt(index + 1),
    (100 * (index + 1)) / ranked.n,
  ]);
}
