import { comparisonCalibration } from './comparison-calibration.ts';
import { quantileCoverage } from './quantile-coverage.ts';
import { alignedTable, percent } from './text.ts';

/** Intervals of quantiles, and what is promised of them. */
const COVERAGE = { least: 0.93, most: 0.97 };
const MIN_TOLD = 0.95;

/** What a table says, and what in it is not as promised. */
export interface Printed {
  readonly text: string;
  readonly broken: readonly string[];
}

/** How often the intervals of quantiles contain the truth. */
export function printedQuantiles(seeds: number): Printed {
  const title = 'Quantiles of so many values, through histograms: their 95% interval';
  const cells = quantileCoverage({ seeds });
  const isBroken = cells.map(({ covered }) => covered < COVERAGE.least || covered > COVERAGE.most);
  const rows = cells.map(({ distribution, q, n, covered, relativeWidth }, at) => [
    distribution,
    `p${q * 100}`,
    String(n),
    `${percent(covered)}${isBroken[at] === true ? ' !' : ''}`,
    percent(relativeWidth),
  ]);

  return {
    text: `${title}\n\n${alignedTable(['values', 'quantile', 'n', 'covered', 'width'], rows)}\n`,
    broken: cells
      .filter((_, at) => isBroken[at])
      .map(
        ({ distribution, q, n, covered }) =>
          `${title}: ${distribution}, p${q * 100}, n ${n}: ${percent(covered)}`,
      ),
  };
}

/** How often comparisons of two samples alarm without cause. Only independent ones are promised. */
export function printedComparisons(seeds: number): Printed {
  const title = 'Comparisons of two samples: alarms at p < .05 without cause, and the 95% interval';
  const cells = comparisonCalibration({ seeds });
  const rows = cells.map(({ rho, a, b, falseAlarms, covered, refused }) => [
    rho === 0 ? 'independent' : `AR(1) ${rho}`,
    `${a}, ${b}`,
    percent(falseAlarms),
    percent(covered),
    percent(refused),
  ]);
  const broken = cells.filter(
    ({ rho, a, covered }) => rho === 0 && a >= FEW && covered < MIN_TOLD - SLACK,
  );

  return {
    text: `${title}\n\n${alignedTable(['values', 'n', 'alarms', 'covered', 'refused'], rows)}\n`,
    broken: broken.map(
      ({ a, b, covered }) => `${title}: ${a} and ${b} values: ${percent(covered)}`,
    ),
  };
}

/** With fewer values, autocorrelation cannot be estimated. */
const FEW = 30;
const SLACK = 0.02;
