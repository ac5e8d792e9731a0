import { readFileSync } from 'node:fs';
import { averagesFigure } from './averages.ts';
import { changeFigure } from './change.ts';
import { calibratedIn, falseAlarmsFigure } from './false-alarms.ts';
import type { Figure } from './figure.ts';
import { forecastFigure } from './forecast.ts';
import { histogramFigure } from './histogram.ts';
import { intervalsFigure } from './intervals.ts';
import { otherOrdersFigure } from './other-orders.ts';
import { timeOutsFigure } from './time-outs.ts';

/** Folder of the pictures, next to the pages. */
export const FOLDER = 'images/statistics';

/** Every picture of the page on statistics, made of the functions that judge real runs. */
export function statisticsFigures(): readonly Figure[] {
  return [
    averagesFigure(),
    histogramFigure(),
    intervalsFigure(),
    timeOutsFigure(),
    otherOrdersFigure(),
    falseAlarmsFigure(calibratedIn(readFileSync('docs/trends.md', 'utf8'))),
    changeFigure(),
    forecastFigure(),
  ];
}

/** The page with pictures and captions between its markers as they should be. */
export function withFigures(page: string, figures: readonly Figure[]): string {
  return figures.reduce(
    (text, { name, alt, caption }) =>
      text.replace(
        new RegExp(`(<!-- figure:${name} -->\\n).*?(<!-- end -->)`, 's'),
        (_all, start: string, end: string) =>
          `${start}\n![${alt}](${FOLDER}/${name}.svg)\n\n_${caption}_\n\n${end}`,
      ),
    page,
  );
}
