import { hdrHistograms } from '../../adapters/histogram/hdr-histogram.ts';
import { fnv1a } from '../../core/base/fnv1a.ts';
import { nearestWord } from '../../core/base/nearest-word.ts';
import type { JourneyPlan } from '../../core/journey/plan.ts';
import { unitOfMetric } from '../../core/rollup/metric.ts';
import { analyseSeries } from '../../core/stats/analyse-series.ts';
import { analyseJourney, type AnalysisPorts } from '../../core/trends/analyse-journey.ts';
import { analysedMetrics } from '../../core/trends/analysed-metrics.ts';
import { correctAnalyses } from '../../core/trends/correct-analyses.ts';
import type { JourneyAnalysis, SeriesAnalysis } from '../../core/trends/journey-analysis.ts';
import { readHourly } from '../../core/trends/read-series.ts';
import { isoRange, type TrendRange } from '../../core/trends/trend-range.ts';
import type { JourneyTrends } from '../../report/format/trend-view.ts';
import type { HistoryStores } from '../frame/history-stores.ts';
import { LOCAL_REGION } from '../frame/workspace.ts';
import { overlayRollups, rollUpMissing, type StaleHours } from './rollup-overlay.ts';

/** What is looked at. */
export interface LookHere {
  readonly plans: readonly JourneyPlan[];
  readonly range: TrendRange;
  readonly deployed: boolean;
  /** Null: all. */
  readonly metric: string | null;
  readonly region: string | null;
}

/** What a look found, or why it was not made. */
export interface LookedHere {
  readonly journeys: readonly JourneyTrends[];
  readonly stale: readonly StaleHours[];
  readonly problems: readonly string[];
}

/**
 * Analyses journeys as the daily job does, from the rollups that are stored and, for hours that are
 * not rolled up yet, from their runs. Nothing is written.
 */
export async function lookHere(look: LookHere, stores: HistoryStores): Promise<LookedHere> {
  const regions = await regionsOf(look, stores);
  const known = [...new Set([...regions.values()].flat())];
  const problems = unknownName('region', look.region, known);
  if (problems.length > 0) return { journeys: [], stale: [], problems };
  const rollups = overlayRollups(stores.rollups);
  const ports = { rollups, annotations: stores.annotations, histograms: hdrHistograms() };
  const stale: StaleHours[] = [];
  const fitted = look.plans.map((plan) => fit(plan, regions, look.region));
  for (const plan of fitted) stale.push(...(await bringUpToDate(plan, look, { stores, ports })));
  const unknown = await unknownMetric(fitted, look, ports);
  if (unknown.length > 0) return { journeys: [], stale, problems: unknown };
  const analyses: JourneyAnalysis[] = [];
  for (const plan of fitted) analyses.push(await analyse(plan, look, ports));

  return {
    journeys: await Promise.all(
      correctAnalyses(analyses).map((analysis) => withContext(analysis, look, { stores, ports })),
    ),
    stale,
    problems: [],
  };
}

/** Regions with runs, by journey; of a journey without any, those that it will have them of. */
async function regionsOf(
  { plans, deployed }: LookHere,
  { store }: HistoryStores,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const series = await store.listSeries();

  return new Map(
    plans.map(({ name, regions }) => {
      const found = series.filter(({ journey }) => journey === name).map(({ region }) => region);
      const planned = deployed ? regions : [LOCAL_REGION];
      const known = found.length === 0 ? planned : found;
      const inOrder = regions.filter((region) => known.includes(region));
      return [name, [...new Set([...inOrder, ...known])]];
    }),
  );
}

function fit(
  plan: JourneyPlan,
  regions: ReadonlyMap<string, readonly string[]>,
  only: string | null,
): JourneyPlan {
  const own = regions.get(plan.name) ?? [];

  return { ...plan, regions: own.filter((region) => only === null || region === only) };
}

interface Ports {
  readonly stores: HistoryStores;
  readonly ports: AnalysisPorts;
}

async function bringUpToDate(
  { name: journey, regions, budgets }: JourneyPlan,
  { range }: LookHere,
  { stores, ports }: Ports,
): Promise<readonly StaleHours[]> {
  const extraMetrics = budgets.map(({ metric }) => metric);
  const stale: StaleHours[] = [];
  for (const region of regions) {
    const series = { journey, region, extraMetrics, fromMs: range.fromMs, toMs: range.toMs };
    stale.push(await rollUpMissing(series, { store: stores.store, ...ports }));
  }

  return stale;
}

async function analyse(
  plan: JourneyPlan,
  { range, metric }: LookHere,
  ports: AnalysisPorts,
): Promise<JourneyAnalysis> {
  const metrics = metric === null ? {} : { metrics: [metric] };
  const analysis = await analyseJourney({ plan, range, ...metrics }, ports);
  const silent = plan.regions.filter(
    (region) =>
      ![...analysis.series, ...analysis.failures].some((each) => regionOf(each) === region),
  );
  // A whole day is what metrics are known by; before one has ended, the tests say what they need.
  const added = await Promise.all(
    silent.map((region) => youngSeries(plan, region, { range, ports })),
  );

  return { ...analysis, series: [...analysis.series, ...added] };
}

function regionOf(
  each: JourneyAnalysis['series'][number] | JourneyAnalysis['failures'][number],
): string {
  return 'series' in each ? each.series.region : each.region;
}

/** Of a region without a whole day of data: what the tests say of so little. */
async function youngSeries(
  { name: journey }: JourneyPlan,
  region: string,
  { range, ports }: { readonly range: TrendRange; readonly ports: AnalysisPorts },
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

async function unknownMetric(
  plans: readonly JourneyPlan[],
  { metric, range }: LookHere,
  ports: AnalysisPorts,
): Promise<readonly string[]> {
  if (metric === null) return [];
  const names: string[] = [];
  for (const plan of plans) {
    for (const region of plan.regions) {
      const series = { journey: plan.name, region, range };
      names.push(...(await analysedMetrics(plan, series, ports)).own);
    }
  }
  const known = names.length === 0 ? ['duration'] : names;

  return unknownName('metric', metric, [...new Set(known)]);
}

function unknownName(
  kind: 'metric' | 'region',
  name: string | null,
  known: readonly string[],
): readonly string[] {
  if (name === null || known.includes(name)) return [];
  const nearest = nearestWord(name, known);
  const hint = nearest === null ? '' : `did you mean "${nearest}"? `;

  return [
    `Cannot find ${kind} "${name}" among the trends: ${hint}expected one of ${known.join(', ')}`,
  ];
}

async function withContext(
  analysis: JourneyAnalysis,
  { range }: LookHere,
  { stores, ports }: Ports,
): Promise<JourneyTrends> {
  const { journey } = analysis;
  const regions = [...new Set(analysis.series.map(({ series }) => series.region))];
  const timedRuns = await Promise.all(
    regions.map(async (region) => {
      const slots = await ports.rollups.slots({ journey, region }, 'hour', isoRange(range));
      return [region, slots.reduce((sum, { rollup }) => sum + rollup.timed, 0)] as const;
    }),
  );

  return {
    analysis,
    findings: await stores.findings.findingsOf(journey),
    notes: await stores.annotations.annotationsOf(journey, isoRange(range)),
    timedRuns: Object.fromEntries(timedRuns),
  };
}
