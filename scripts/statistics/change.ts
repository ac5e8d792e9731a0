import { analyseSeries } from '../../lib/core/stats/analyse-series.ts';
import type { ChangePoint } from '../../lib/core/stats/results.ts';
import { normal, seededRandom } from '../../lib/core/stats/seeded.ts';
import type { Figure } from './figure.ts';
import { bar, dots, type Panel, panel, picture, rule, text } from './plot.ts';
import { HOUR_MS } from '../../lib/core/base/time.ts';
import { formatMoment, formatShortDay } from '../../lib/report/format/instant.ts';

const SEED = 4;
const HOURS = 24;
const DAYS = 56;
const START_MS = Date.UTC(2026, 8, 28);
const NOW_MS = START_MS + DAYS * HOURS * HOUR_MS;
const LEVEL_MS = 400;
const NOISE_MS = 40;
/** The truth: from this hour on, so much longer. */
const INJECTED = { hour: 34 * HOURS + 14, ms: 20 } as const;

/** A step that no eye sees in the hours, found; with the interval of its moment and of its size. */
export function changeFigure(): Figure {
  const random = seededRandom(SEED);
  const values = Float64Array.from(
    { length: DAYS * HOURS },
    (_, hour) => LEVEL_MS + (hour >= INJECTED.hour ? INJECTED.ms : 0) + NOISE_MS * normal(random),
  );
  const { changes } = analyseSeries({ startMs: START_MS, values }, { seed: SEED });
  const [change] = 'kind' in changes ? [] : changes;
  if (change === undefined) throw new RangeError('No change was found');
  const { shift, fromMs, toMs } = change;
  const injectedMs = START_MS + INJECTED.hour * HOUR_MS;
  const isInside = fromMs <= injectedMs && injectedMs <= toMs;

  return {
    name: 'a-change-point-and-its-interval',
    alt: 'Hourly medians of eight weeks that move up by five percent; two levels are drawn, and a shaded interval of the change point',
    caption: `Hourly medians with noise of 10%, and a simulated step of ${INJECTED.ms} ms at ${momentText(injectedMs)}. Detected: ${shift.value.toFixed(0)} ms (95% CI: ${shift.low.toFixed(0)} to ${shift.high.toFixed(0)} ms), ${formatMoment(fromMs, toMs, NOW_MS)}. The true moment lies ${isInside ? 'in' : 'outside of'} that interval of ${((toMs - fromMs) / HOUR_MS).toFixed(0)} hours.`,
    svg: drawn(values, change),
  };
}

function momentText(ms: number): string {
  return `${formatShortDay(ms)} ${new Date(ms).toISOString().slice('YYYY-MM-DDT'.length, 'YYYY-MM-DDTHH:MM'.length)} UTC`;
}

function frame(): Panel {
  return panel(
    { left: 70, top: 62, width: 720, height: 220 },
    {
      x: {
        range: [START_MS, NOW_MS],
        marks: [0, 14, 28, 42, 56].map((day) => {
          const at = START_MS + day * HOURS * HOUR_MS;
          return { at, label: formatShortDay(at) };
        }),
        label: '',
      },
      y: {
        range: [260, 560],
        marks: [300, 400, 500].map((at) => ({ at, label: `${at} ms` })),
        label: 'median of each hour',
      },
    },
  );
}

function drawn(values: Float64Array, { atMs, fromMs, toMs, before, after }: ChangePoint): string {
  const plot = frame();
  const points = [...values].map((value, hour) => [START_MS + hour * HOUR_MS, value] as const);

  return picture({ title: 'A change point and its interval', height: 330 }, [
    text([24, 30], 'A change point has a confidence interval', { className: 'title' }),
    plot.frame,
    bar(plot, { x: [fromMs, toMs], y: [260, 560] }, 'b wash'),
    dots(plot, points, { className: 'c faint', radius: 1.4 }),
    rule(plot, { x: [START_MS, atMs], y: [before, before] }, 'a'),
    rule(plot, { x: [atMs, NOW_MS], y: [after, after] }, 'a'),
    text([plot.x(fromMs) - 8, plot.y(545)], 'change point', {
      anchor: 'end',
      className: 'b strong',
    }),
    text([plot.x(START_MS) + 6, plot.y(before) - 8], `${before.toFixed(0)} ms`, {
      className: 'a strong',
    }),
    text([plot.x(NOW_MS) - 6, plot.y(after) - 8], `${after.toFixed(0)} ms`, {
      anchor: 'end',
      className: 'a strong',
    }),
  ]);
}
