import type { ComparedMetric } from '../../core/compare/compared-runs.ts';
import type { ComparisonView } from '../../report/terminal/trends/comparison.ts';
import { describeComparison } from '../../report/format/describe-comparison.ts';

/** The document of `waywiser compare --json`. Its names are described in docs/trends.md. */
export function comparisonDocument(view: ComparisonView): unknown {
  return {
    a: { of: view.sides.a, range: view.ranges.a },
    b: { of: view.sides.b, range: view.ranges.b },
    maxRegression: view.allowance,
    result: view.gate,
    series: view.series.map(({ journey, region, runs, onlyIn, explanation, ...rest }) => ({
      journey,
      region,
      runs,
      metrics: rest.metrics.map(metricDocument),
      instrument: rest.instrument.map(metricDocument),
      onlyIn,
      explanation,
    })),
  };
}

function metricDocument(metric: ComparedMetric): unknown {
  const { result, quantiles, q, conclusion, unit } = metric;

  return {
    metric: metric.metric,
    unit,
    conclusion,
    text: describeComparison(metric),
    result,
    q,
    quantiles: quantiles.map((each) => ({ q: each.q, ...each.estimates })),
  };
}
