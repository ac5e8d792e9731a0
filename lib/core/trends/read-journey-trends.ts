import { fnv1a } from '../base/fnv1a.ts';
import type { JourneyPlan } from '../journey/plan.ts';
import type { RunStore } from '../ports.ts';
import type { Annotation } from '../record/annotation.ts';
import { unitOfMetric } from '../rollup/metric.ts';
import type { HistogramCodec, RollupStore } from '../rollup/rollup.ts';
import { analyseSeries } from '../stats/analyse-series.ts';
import { analyseJourney, type AnalysisPorts } from './analyse-journey.ts';
import { analysedMetrics } from './analysed-metrics.ts';
import { analyseStoredHistory } from './analyse-stored-history.ts';
import type { Finding } from './finding.ts';
import type { StaleHours } from './fresh-rollups.ts';
import type { JourneyAnalysis, SeriesAnalysis } from './journey-analysis.ts';
import { readHourly } from './read-series.ts';
import type { AnnotationStore, FindingStore } from './trend-ports.ts';
import { isoRange, type TimeRange } from '../base/time.ts';

/** Which trends are wanted. */
export interface TrendsRequest {
  readonly plans: readonly JourneyPlan[];
  readonly range: TimeRange;
  /** Regions of a journey without any run. Default: those of its plan. */
  readonly regionsBeforeRuns?: readonly string[];
  /** Null: all. */
  readonly metric: string | null;
  readonly region: string | null;
}

/** The stores of a history. */
export interface TrendsPorts {
  readonly store: Pick<RunStore, 'listSeries' | 'queryRuns'>;
  readonly rollups: RollupStore;
  readonly findings: Pick<FindingStore, 'findingsOf'>;
  readonly annotations: AnnotationStore;
  readonly histograms: HistogramCodec;
}

/** A journey's trends, and what else is known of the time. */
export interface JourneyTrends {
  readonly analysis: JourneyAnalysis;
  /** Stored ones, resolved ones too. */
  readonly findings: readonly Finding[];
  /** Of the analysed time, oldest first. */
  readonly notes: readonly Annotation[];
  /** Timed runs of the analysed time, by region. */
  readonly timedRuns: Readonly<Record<string, number>>;
}

/** A name that was asked for and that the history does not have. */
export interface UnknownName {
  readonly kind: 'metric' | 'region';
  readonly name: string;
  readonly known: readonly string[];
}

/** The trends of journeys, or which name of the request is unknown. */
export interface TrendsResult {
  readonly journeys: readonly JourneyTrends[];
  readonly stale: readonly StaleHours[];
  readonly unknown: UnknownName | null;
}

/**
 * The trends of journeys as of now, analysed as the daily job does, and hours that are not rolled up
 * yet counted from their runs. Nothing is written.
 */
export async function readJourneyTrends(
  request: TrendsRequest,
  ports: TrendsPorts,
): Promise<TrendsResult> {
  const { range, metric, region } = request;
  const fitted = await withRegions(request, ports);
  const regions = [...new Set(fitted.flatMap((plan) => plan.regions))];
  if (region !== null && !regions.includes(region)) {
    return { journeys: [], stale: [], unknown: { kind: 'region', name: region, known: regions } };
  }
  const plans = fitted.map((plan) => ({
    ...plan,
    regions: plan.regions.filter((each) => region === null || each === region),
  }));
  const { analyses, stale, rollups } = await analyseStoredHistory(
    { plans, range },
    { ...ports, runs: ports.store },
    (plan, read) => analyseWithYoung(plan, request, read),
  );
  const known = metric === null ? [] : await knownMetrics(plans, range, rollups);
  if (metric !== null && !known.includes(metric)) {
    return { journeys: [], stale, unknown: { kind: 'metric', name: metric, known } };
  }
  const fresh = { ...ports, rollups };

  return {
    journeys: await Promise.all(analyses.map((each) => withContext(each, range, fresh))),
    stale,
    unknown: null,
  };
}

/** Each plan with the regions that have runs, in the author's order; without any, those to come. */
async function withRegions(
  { plans, regionsBeforeRuns }: TrendsRequest,
  { store }: TrendsPorts,
): Promise<readonly JourneyPlan[]> {
  const series = await store.listSeries();

  return plans.map((plan) => {
    const found = series.filter(({ journey }) => journey === plan.name).map(({ region }) => region);
    const known = found.length === 0 ? (regionsBeforeRuns ?? plan.regions) : found;
    const inOrder = plan.regions.filter((region) => known.includes(region));

    return { ...plan, regions: [...new Set([...inOrder, ...known])] };
  });
}

async function analyseWithYoung(
  plan: JourneyPlan,
  { range, metric }: TrendsRequest,
  ports: AnalysisPorts,
): Promise<JourneyAnalysis> {
  const metrics = metric === null ? {} : { metrics: [metric] };
  const analysis = await analyseJourney({ plan, range, ...metrics }, ports);
  const analysed = new Set([
    ...analysis.series.map(({ series }) => series.region),
    ...analysis.failures.map(({ region }) => region),
  ]);
  const young = await Promise.all(
    plan.regions
      .filter((region) => !analysed.has(region))
      .map((region) => youngSeries(plan, region, { range, ports })),
  );

  return { ...analysis, series: [...analysis.series, ...young] };
}

/** A region without a whole day of data: the tests report how many days they need. */
async function youngSeries(
  { name: journey }: JourneyPlan,
  region: string,
  { range, ports }: { readonly range: TimeRange; readonly ports: AnalysisPorts },
): Promise<SeriesAnalysis> {
  const series = { journey, region, metric: 'duration' };
  const hourly = await readHourly(ports, series, range);
  const { since: from, until: to } = isoRange(range);

  return {
    series,
    unit: unitOfMetric(series.metric),
    conclusion: analyseSeries(hourly, { seed: fnv1a(JSON.stringify(series)) }),
    q: { drift: null, changes: [] },
    forecasts: [],
    explanations: { drift: null, changes: [] },
    hourly,
    from,
    to,
  };
}

async function knownMetrics(
  plans: readonly JourneyPlan[],
  range: TimeRange,
  rollups: RollupStore,
): Promise<readonly string[]> {
  const names: string[] = [];
  for (const plan of plans) {
    for (const region of plan.regions) {
      const series = { journey: plan.name, region, range };
      names.push(...(await analysedMetrics(plan, series, { rollups })).own);
    }
  }

  return names.length === 0 ? ['duration'] : [...new Set(names)];
}

async function withContext(
  analysis: JourneyAnalysis,
  range: TimeRange,
  { rollups, findings, annotations }: TrendsPorts,
): Promise<JourneyTrends> {
  const { journey } = analysis;
  const regions = [...new Set(analysis.series.map(({ series }) => series.region))];
  const timedRuns = await Promise.all(
    regions.map(async (region) => {
      const slots = await rollups.slots({ journey, region }, 'hour', isoRange(range));
      return [region, slots.reduce((sum, { rollup }) => sum + rollup.timed, 0)] as const;
    }),
  );

  return {
    analysis,
    findings: await findings.findingsOf(journey),
    notes: await annotations.annotationsOf(journey, isoRange(range)),
    timedRuns: Object.fromEntries(timedRuns),
  };
}
