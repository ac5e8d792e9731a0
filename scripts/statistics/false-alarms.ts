import { driftTest } from '../../lib/core/stats/drift-test.ts';
import { prepareSeries } from '../../lib/core/stats/prepared-series.ts';
import { chanceOf, NOISE_KINDS } from '../calibrate/noise.ts';
import { plainTrendTest } from '../calibrate/plain-trend-test.ts';
import type { Figure } from './figure.ts';
import { type Box, bar, dots, panel, picture, rule, text } from './plot.ts';
import { formatProbability } from '../../lib/report/format/number.ts';

const HOURS = 24;
const DAYS = 120;
const START_MS = Date.UTC(2026, 0, 5);
const NOISE = 'correlated over three days';
const TOP_PERCENT = 32;

/** What `npm run calibrate` measured for one kind of noise, in percent of the series. */
export interface Calibrated {
  readonly noise: string;
  readonly drift: number;
  readonly plain: number;
}

/** Reads the table of false alarms out of `docs/trends.md`. */
export function calibratedIn(page: string): readonly Calibrated[] {
  const rows = page.matchAll(/^\| ([^|]+?) +\| ([\d.]+) ?% +\| [\d.]+ ?% +\| ([\d.]+) ?% +\|$/gm);

  return [...rows].map(([, noise = '', drift, plain]) => ({
    noise,
    drift: Number(drift),
    plain: Number(plain),
  }));
}

/** A series that only wanders, judged by two tests; and how often each is wrong. */
export function falseAlarmsFigure(calibrated: readonly Calibrated[]): Figure {
  const { values, seed } = wanderingSeries();
  const plain = plainP(values, seed);
  const tested = driftTest(prepareSeries({ startMs: START_MS, values }), { seed });
  if (tested.kind === 'insufficient-data') throw new RangeError(tested.shortage.code);
  const worst = calibrated.at(-1);
  const said = { plain: formatProbability(plain), ours: formatProbability(tested.p) };

  return {
    name: 'naive-tests-cry-wolf',
    alt: 'On the left the daily means of a series without a drift; on the right the false-positive rates of two tests on such series',
    caption: `Left: ${DAYS} days of noise that is correlated over three days, and no drift; a test that assumes independent days reports one (p ${said.plain}), this test does not (p ${said.ours}). Right, from \`npm run calibrate\`: the false-positive rates of both tests at a significance level of 0.01. With such noise they are ${worst?.plain}% and ${worst?.drift}%.`,
    svg: picture({ title: 'Naive tests raise false alarms', height: 360 }, [
      text(
        [24, 30],
        'Autocorrelated days look like a drift to a test that assumes independent days',
        {
          className: 'title',
        },
      ),
      seriesSide({ left: 70, top: 72, width: 300, height: 200 }, values),
      text([70, 322], `test that assumes independent days: p ${said.plain}`, {
        className: 'b strong',
      }),
      text([70, 340], `this test: p ${said.ours}`, { className: 'a strong' }),
      ratesSide({ left: 470, top: 72, width: 320, height: 200 }, calibrated),
    ]),
  };
}

/** The first of such series that the plain test takes for a drift: every fourth of them is one. */
function wanderingSeries(): { readonly values: Float64Array; readonly seed: number } {
  const noise = NOISE_KINDS.find(({ name }) => name === NOISE);
  if (noise === undefined) throw new RangeError(`There is no noise "${NOISE}"`);
  for (let seed = 0; ; seed += 1) {
    const values = noise.make(DAYS * HOURS, chanceOf('wandering', seed));
    if (plainP(values, seed) < 0.01) return { values, seed };
  }
}

function plainP(values: Float64Array, seed: number): number {
  return plainTrendTest(values, chanceOf('plain', seed));
}

function seriesSide(box: Box, values: Float64Array): string {
  const plot = panel(box, {
    x: {
      range: [0, DAYS],
      marks: [0, 40, 80, 120].map((at) => ({ at, label: String(at) })),
      label: 'day',
    },
    y: {
      range: [0.7, 1.3],
      marks: [0.8, 1, 1.2].map((at) => ({ at, label: `${(at * 100).toFixed(0)}%` })),
      label: 'daily mean, of the level',
    },
  });
  const means = Array.from({ length: DAYS }, (_, day) => {
    const hours = values.subarray(day * HOURS, (day + 1) * HOURS);

    return [day + 0.5, hours.reduce((sum, each) => sum + each, 0) / HOURS] as const;
  });

  return [plot.frame, dots(plot, means, { className: 'a', radius: 2.4 })].join('\n');
}

function ratesSide(box: Box, calibrated: readonly Calibrated[]): string {
  const plot = panel(box, {
    x: { range: [0, calibrated.length], marks: [], label: '' },
    y: {
      range: [0, TOP_PERCENT],
      marks: [0, 10, 20, 30].map((at) => ({ at, label: `${at}%` })),
      label: 'false-positive rate; the target is 1%',
    },
  });
  const bars = calibrated.flatMap(({ noise, drift, plain }, at) => [
    bar(plot, { x: [at + 0.18, at + 0.48], y: [0, plain] }, 'b'),
    bar(plot, { x: [at + 0.52, at + 0.82], y: [0, drift] }, 'a'),
    text([plot.x(at + 0.33), plot.y(plain) - 5], String(plain), {
      anchor: 'middle',
      className: 'b',
    }),
    text([plot.x(at + 0.67), plot.y(drift) - 5], String(drift), {
      anchor: 'middle',
      className: 'a',
    }),
    ...labelOf(noise).map((words, row) =>
      text([plot.x(at + 0.5), box.top + box.height + 16 + row * 14], words, { anchor: 'middle' }),
    ),
  ]);
  const promised = rule(plot, { x: [0, calibrated.length], y: [1, 1] }, 'c dash');

  return [plot.frame, ...bars, promised].join('\n');
}

/** The first words of a kind of noise, in two lines. */
function labelOf(noise: string): readonly string[] {
  const words = (noise.split(/[;(,]/)[0] ?? '').replace('noise that is ', '').trim().split(' ');

  return [words.slice(0, 1).join(' '), words.slice(1).join(' ')];
}
