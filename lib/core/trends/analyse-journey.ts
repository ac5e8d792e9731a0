import type { JourneyPlan } from '../journey/plan.ts';
import { mapBounded } from '../base/map-bounded.ts';
import { unitOfMetric } from '../rollup/metric.ts';
import { fnv1a } from '../base/fnv1a.ts';
import { analyseSeries } from '../stats/analyse-series.ts';
import { type AnalysedMetrics, analysedMetrics } from './analysed-metrics.ts';
import { explainAnalysis } from './explain-analysis.ts';
import type { MetricSeries } from './finding.ts';
import { forecastBudgets } from './forecast-budgets.ts';
import type { AnalysisFailure, JourneyAnalysis, SeriesAnalysis } from './journey-analysis.ts';
import { readHourly } from './read-series.ts';
import { changesOf } from './test-probabilities.ts';
import type { TrendPorts } from './trend-ports.ts';
import { isoRange, type TimeRange } from '../base/time.ts';
import { errorText } from '../base/error-text.ts';

/** A journey, and the range of time to analyse. */
export interface AnalysisSubject {
  /** Its regions are those with stored runs: on your machine, `local`. */
  readonly plan: Pick<JourneyPlan, 'name' | 'regions' | 'budgets'>;
  readonly range: TimeRange;
  /** Analyses only these metrics; default: all. */
  readonly metrics?: readonly string[];
}

/** The ports that an analysis reads from. */
export type AnalysisPorts = Pick<TrendPorts, 'rollups' | 'annotations' | 'histograms'>;

/** Series read at once: each takes a few megabytes until it is reduced to medians. */
const CONCURRENCY = 4;

/**
 * Analyses a journey in all its regions: which of its metrics drift or have changed, when budgets
 * will be crossed, and why. The same data always give the same result: random numbers are seeded by
 * the series' names. `q` is left to `correctAnalyses`, which has all series. A series that cannot be
 * read becomes a failure and stops no other; nothing is thrown.
 */
export async function analyseJourney(
  subject: AnalysisSubject,
  ports: AnalysisPorts,
): Promise<JourneyAnalysis> {
  const failures: AnalysisFailure[] = [];
  const wanted = await seriesOf(subject, ports, failures);
  const analyses = await mapBounded(wanted, CONCURRENCY, (series) =>
    attempt(series, failures, async () => analyseOne(series, subject, ports)),
  );
  const known = analyses.filter((each) => each !== null);
  const own = known.filter(({ series }) => !series.metric.startsWith(INSTRUMENT_PREFIX));
  const explained = await mapBounded(own, 1, async (one) => {
    return (await attempt(one.series, failures, () => explainAnalysis(one, own, ports))) ?? one;
  });

  return {
    journey: subject.plan.name,
    series: explained,
    instrument: known.filter((each) => !own.includes(each)),
    failures,
  };
}

const INSTRUMENT_PREFIX = 'instrument:';

/** By region; within, the journey's own metrics and then the instrument's. */
async function seriesOf(
  { plan, range, metrics }: AnalysisSubject,
  ports: AnalysisPorts,
  failures: AnalysisFailure[],
): Promise<readonly MetricSeries[]> {
  const found = await mapBounded(plan.regions, CONCURRENCY, async (region) => {
    const slots = { journey: plan.name, region };
    const there = await attempt({ ...slots, metric: null }, failures, async () =>
      analysedMetrics(plan, { ...slots, range }, ports),
    );
    return chosen(there ?? { own: [], instrument: [] }, metrics).map((metric) => ({
      ...slots,
      metric,
    }));
  });

  return found.flat();
}

function chosen({ own, instrument }: AnalysedMetrics, only?: readonly string[]): readonly string[] {
  return [...own.filter((metric) => only === undefined || only.includes(metric)), ...instrument];
}

async function analyseOne(
  series: MetricSeries,
  { plan, range }: AnalysisSubject,
  ports: AnalysisPorts,
): Promise<SeriesAnalysis> {
  const { journey, region, metric } = series;
  const hourly = await readHourly(ports, series, range);
  const conclusion = analyseSeries(hourly, { seed: fnv1a(`${journey}#${region}#${metric}`) });
  const { since: from, until: to } = isoRange(range);
  const nothing = (changesOf(conclusion) ?? []).map(() => null);
  const subject = { series, conclusion, budgets: plan.budgets, range };

  return {
    series,
    unit: unitOfMetric(metric),
    conclusion,
    q: { drift: null, changes: nothing },
    forecasts: await forecastBudgets(subject, ports),
    explanations: { drift: null, changes: nothing },
    hourly,
    from,
    to,
  };
}

async function attempt<T>(
  series: Omit<AnalysisFailure, 'error'>,
  failures: AnalysisFailure[],
  work: () => Promise<T>,
): Promise<T | null> {
  try {
    return await work();
  } catch (cause) {
    const { journey, region, metric } = series;
    const reason = errorText(cause);
    const what = `${metric ?? 'the metrics'} of journey "${journey}" in ${region}`;
    const error = new Error(`Cannot analyse the trends of ${what}: ${reason}`, { cause });
    failures.push({ journey, region, metric, error });

    return null;
  }
}
