import { driftTest, fitLine } from '../../lib/core/stats/drift-test.ts';
import { type PreparedSeries, prepareSeries } from '../../lib/core/stats/prepared-series.ts';
import { normal, seededRandom } from '../../lib/core/stats/seeded.ts';
import { shuffle } from '../../lib/core/stats/shuffle.ts';
import type { Figure } from './figure.ts';
import { type Box, bar, panel, picture, rule, text } from './plot.ts';
import { formatProbability } from '../../lib/report/format/number.ts';

const SEED = 5;
const HOURS = 24;
const DAYS = 56;
const WEEKDAYS = 7;
const START_MS = Date.UTC(2026, 0, 5);
const ORDERS = 2_000;
const NOISE = 0.1;
const GROWTH = 0.04;
const WIDEST = 8;
const CLASS = 0.25;
const TOP = 260;

interface Judged {
  readonly t: number;
  readonly p: number;
  readonly others: readonly number[];
}

/** The trend of a series next to those of its own days in other orders; without a drift, and with. */
export function otherOrdersFigure(): Figure {
  const steady = judged(0);
  const drifting = judged(GROWTH);
  const beyond = steady.others.filter((each) => Math.abs(each) >= Math.abs(steady.t)).length;

  return {
    name: 'a-drift-and-its-days-in-other-orders',
    alt: 'Two histograms of trends of the same days in other orders, bell-shaped around zero; the real order of the steady series lies among them, that of the drifting series far outside',
    caption: `${DAYS} days with noise of 10% an hour; ${ORDERS.toLocaleString('en-US')} other orders of the same days, each exchanged with the same weekday only. Without a drift, ${beyond.toLocaleString('en-US')} of them have as strong a trend as the real order: p ${formatProbability(steady.p)}. With ${(100 * GROWTH).toFixed(0)}% growth over the ${DAYS} days, ${drifting.others.some((each) => Math.abs(each) >= Math.abs(drifting.t)) ? 'hardly any has' : 'none has'}: p ${formatProbability(drifting.p)}.`,
    svg: picture({ title: 'A drift, and its days in other orders', height: 320 }, [
      text([24, 30], 'Permutation test: is the real order of the days special?', {
        className: 'title',
      }),
      side({ left: 70, top: 72, width: 330, height: 190 }, steady, 'steady'),
      side({ left: 460, top: 72, width: 330, height: 190 }, drifting, 'growing by 4% in 56 days'),
    ]),
  };
}

function judged(growth: number): Judged {
  const random = seededRandom(SEED);
  const values = Float64Array.from(
    { length: DAYS * HOURS },
    (_, hour) => 1 + (growth * hour) / (DAYS * HOURS) + NOISE * normal(random),
  );
  const prepared = prepareSeries({ startMs: START_MS, values });
  const tested = driftTest(prepared, { seed: SEED });
  if (tested.kind === 'insufficient-data') throw new RangeError(tested.shortage.code);

  return {
    t: fitLine(prepared.dayScores, prepared.days).t,
    p: tested.p,
    others: trendsInOtherOrders(prepared, random),
  };
}

function trendsInOtherOrders({ dayScores, days }: PreparedSeries, random: () => number): number[] {
  const scores = Float64Array.from(dayScores);

  return Array.from({ length: ORDERS }, () => {
    for (let weekday = 0; weekday < WEEKDAYS; weekday += 1) {
      const places = Int32Array.from(scores.keys()).filter((at) => days.weekdays[at] === weekday);
      const ofWeekday = Float64Array.from(places, (at) => scores[at] ?? NaN);
      shuffle(ofWeekday, random);
      for (const [index, at] of places.entries()) scores[at] = ofWeekday[index] ?? NaN;
    }

    return fitLine(scores, days).t;
  });
}

function side(box: Box, { t, p, others }: Judged, what: string): string {
  const plot = panel(box, {
    x: {
      range: [-WIDEST, WIDEST],
      marks: [-8, -4, 0, 4, 8].map((at) => ({ at, label: String(at) })),
      label: 'trend, over its standard error',
    },
    y: {
      range: [0, TOP],
      marks: [0, 100, 200].map((at) => ({ at, label: String(at) })),
      label: `${what}: how many orders`,
    },
  });
  const classes = Array.from(
    { length: (2 * WIDEST) / CLASS },
    (_, index) => -WIDEST + index * CLASS,
  );
  const bars = classes.map((from) => {
    const count = others.filter((each) => each >= from && each < from + CLASS).length;

    return count === 0
      ? ''
      : bar(plot, { x: [from + 0.03, from + CLASS - 0.03], y: [0, count] }, 'c faint');
  });
  const isRight = t < WIDEST / 2;

  return [
    plot.frame,
    ...bars,
    rule(plot, { x: [t, t], y: [0, TOP * 0.86] }, 'a'),
    text([plot.x(t) + (isRight ? 6 : -6), plot.y(TOP * 0.86) + 10], 'the real order', {
      anchor: isRight ? 'start' : 'end',
      className: 'a strong',
    }),
    text([plot.x(t) + (isRight ? 6 : -6), plot.y(TOP * 0.86) + 26], `p ${formatProbability(p)}`, {
      anchor: isRight ? 'start' : 'end',
      className: 'a',
    }),
  ].join('\n');
}
