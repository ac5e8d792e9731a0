import { detectionOf } from '../../alarms/detection.ts';
import { mapBounded } from '../../base/map-bounded.ts';
import { describeSchedule } from '../../schedule/describe-schedule.ts';
import type { SlotSeries } from '../../record/slot-series.ts';
import type { Finding } from '../../trends/finding.ts';
import type { BudgetPlan, JourneyPlan } from '../../journey/plan.ts';
import { areHoursStored, coveredRange, isByHours } from '../history/covered-range.ts';
import type { DashboardPorts, DashboardProject } from '../dashboard-ports.ts';
import { frameOf, stagesBanner } from '../project-frame.ts';
import type { JourneyPage } from './journey-page.ts';
import {
  journeyRegion,
  type RegionFrame,
  type RegionSubject,
  timedPerHour,
} from './journey-region.ts';
import { listedSeries } from '../history/listed-series.ts';
import { gridOf } from './page-grid.ts';
import type { PageFrame, PageRange } from '../page-frame.ts';
import type { JourneyRequest } from '../pages.ts';
import { readTrends } from '../history/read-trends.ts';
import { readHistory } from '../history/read-history.ts';
import type { Piece } from '../history/series-history.ts';
import type { StoredTrends } from '../../trends/trend-ports.ts';
import { trendStatus } from '../../trends/trend-status.ts';
import { fewestForInterval } from '../../stats/quantile-ranks.ts';
import {
  hostPhaseOfMetric,
  LCP_PART_METRICS,
  stepOfMetric,
  VITAL_NAMES,
  VOLUME_METRICS,
} from '../../rollup/metric.ts';
import { DAY_MS, HOUR_MS, isoRange } from '../../base/time.ts';
import { errorText } from '../../base/error-text.ts';

const DEFAULT_METRIC = 'duration';
const MAX_BUCKETS = 400;
/** Charts of steps and vitals are small, and there are seven of them in each region. */
const SMALL_SHARE = 6;
const MIN_SMALL_BUCKETS = 12;
/** Values that a bucket needs for a p95 with an interval: 72. */
const P95_VALUES = fewestForInterval(0.95, 0.95);
/** The same for a p75: 13. */
const P75_VALUES = fewestForInterval(0.75, 0.95);
/** Longer ranges are shown by days: reading a thousand hours takes a tenth of a second. */
const MAX_HOURLY_MS = 45 * DAY_MS;
/** Regions that are read at once. */
const CONCURRENCY = 4;

/**
 * Reads a journey over a range, in all its regions. Null: it is neither in the project nor in the
 * store.
 */
export async function readJourney(
  request: JourneyRequest,
  project: DashboardProject,
  ports: DashboardPorts,
): Promise<JourneyPage | null> {
  const { journey } = request;
  const plan = project.plans.find(({ name }) => name === journey) ?? null;
  const recorded = (await ports.store.listSeries()).filter((each) => each.journey === journey);
  const series = listedSeries({ ...project, plans: plan === null ? [] : [plan] }, recorded);
  if (series.length === 0) return null;
  const frame = frameOf(project, ports);
  const range = coveredRange(request.range, frame.readAtMs);
  const subject = { journey, plan, range, series };
  const [trends, notes, alarms, read] = await Promise.all([
    readTrends(journey, 0, ports),
    ports.annotations.annotationsOf(journey, isoRange(range)),
    plan === null ? { alarms: [] } : alarmsOf(plan, ports),
    mapBounded(series, CONCURRENCY, (each) => readRegion(each, subject, ports)),
  ]);
  const reading = { subject, trends, read, nowMs: frame.readAtMs };
  const findings = trends.findings.filter((finding) => wasOpenDuring(finding, range));
  const stages = read.flatMap(({ history }) => [...history.stages]);
  const banner = stagesBanner(project, stages);

  return {
    ...frame,
    banner,
    ...(await pageOf(request, reading, ports)),
    findings,
    notes,
    ...alarms,
  };
}

/** How long anything has taken is shown whatever its alarms' readingCache says. */
async function alarmsOf(
  plan: JourneyPlan,
  { alarms }: Pick<DashboardPorts, 'alarms'>,
): Promise<Pick<JourneyPage, 'alarms' | 'alarmsProblem'>> {
  try {
    return { alarms: await alarms.statusesOf(plan) };
  } catch (error) {
    return { alarms: [], alarmsProblem: errorText(error) };
  }
}

interface JourneySubject {
  readonly journey: string;
  readonly plan: JourneyPlan | null;
  readonly range: PageRange;
  readonly series: readonly SlotSeries[];
}

type ReadRegion = Omit<RegionSubject, 'trend'>;

async function readRegion(
  series: SlotSeries,
  { plan, range }: JourneySubject,
  ports: DashboardPorts,
): Promise<ReadRegion> {
  const metrics = plan?.budgets.map(({ metric }) => metric) ?? [];
  const history = await readHistory({ series, range, metrics, maxAgeMs: 0 }, ports);

  return { history, runs: await history.runs() };
}

interface JourneyReading {
  readonly subject: JourneySubject;
  readonly trends: StoredTrends;
  readonly read: readonly ReadRegion[];
  readonly nowMs: number;
}

/** Builds the page from the series that were read. */
async function pageOf(
  request: JourneyRequest,
  { subject, trends, read, nowMs }: JourneyReading,
  { histograms }: Pick<DashboardPorts, 'histograms'>,
): Promise<Omit<JourneyPage, keyof PageFrame | 'findings' | 'notes' | 'alarms'>> {
  const { journey, plan, range } = subject;
  const metric = request.metric ?? DEFAULT_METRIC;
  const budgets = plan?.budgets ?? [];
  const pieces = read.flatMap(({ history }) => history.pieces);
  const journeyKind = plan?.kind ?? kindOf(pieces);
  const grids = gridsOf(read, { range, request, nowMs });
  const frame = { metric, budgets, isBrowser: journeyKind === 'browser', ...grids };

  return {
    kind: 'journey',
    journey,
    journeyKind,
    ...planFacts(plan),
    range,
    metric,
    metrics: metricsOf(pieces, budgets),
    limits: budgets.filter((budget) => budget.metric === metric),
    regions: await mapBounded(read, CONCURRENCY, (each) => {
      const trend = trendStatus(trends, each.history.series.region, nowMs);
      return journeyRegion({ ...each, trend }, frame, histograms);
    }),
  };
}

/**
 * The metrics with values in some piece, in the order of the picker: `duration`, those of budgets,
 * steps, vitals and their parts, volumes, phases by host, and all others.
 */
function metricsOf(
  pieces: readonly Pick<Piece, 'metrics'>[],
  budgets: readonly BudgetPlan[],
): readonly string[] {
  // Most pieces share one set.
  const sets = new Set(pieces.map(({ metrics }) => metrics));
  const known = new Set([...sets].flatMap((metrics) => [...metrics]));
  const sorted = [...known].toSorted();
  const groups = [
    ['duration', ...budgets.map(({ metric }) => metric)],
    sorted.filter((metric) => stepOfMetric(metric) !== null),
    VITAL_NAMES,
    LCP_PART_METRICS,
    Object.values(VOLUME_METRICS),
    sorted.filter((metric) => hostPhaseOfMetric(metric) !== null),
    sorted,
  ];

  return [...new Set(groups.flat())].filter((metric) => known.has(metric));
}

function planFacts(
  plan: JourneyPlan | null,
): Pick<JourneyPage, 'description' | 'file' | 'schedule' | 'detection'> {
  if (plan === null) return { description: null, file: null, schedule: null, detection: null };
  const { description, file, schedule } = plan;

  return {
    description,
    file,
    schedule: describeSchedule(schedule),
    detection: detectionOf(plan),
  };
}

/** The kind of a journey that is not in the project: only browsers measure vitals. */
function kindOf(pieces: readonly Piece[]): JourneyPage['journeyKind'] {
  if (pieces.some(({ metrics }) => metrics.has('ttfb') || metrics.has('fcp'))) return 'browser';

  return pieces.some(({ metrics }) => metrics.has(DEFAULT_METRIC)) ? 'api' : null;
}

interface GridsFrame {
  readonly range: PageRange;
  readonly request: JourneyRequest;
  readonly nowMs: number;
}

function gridsOf(
  read: readonly ReadRegion[],
  { range, request, nowMs }: GridsFrame,
): Pick<RegionFrame, 'grid' | 'smallGrid'> {
  const densities = read.map(({ history }) => timedPerHour(history)).filter((each) => each > 0);
  // All regions share one axis: the region with the fewest runs decides.
  const perHour = densities.length === 0 ? 0 : Math.min(...densities);
  const maxBuckets = Math.max(1, request.maxBuckets ?? MAX_BUCKETS);
  const small = Math.min(
    maxBuckets,
    Math.max(MIN_SMALL_BUCKETS, Math.floor(maxBuckets / SMALL_SHARE)),
  );
  const isHourly =
    range.toMs - range.fromMs <= MAX_HOURLY_MS && areHoursStored(range.fromMs, nowMs);
  const minStepMs = isHourly ? HOUR_MS : DAY_MS;
  // Ranges that are read by days have no shorter buckets.
  const minSmallStepMs = isByHours(range, nowMs) ? HOUR_MS : DAY_MS;

  return {
    grid: gridOf({ range, perHour, maxBuckets, minStepMs, wanted: P95_VALUES }),
    smallGrid: gridOf({
      range,
      perHour,
      maxBuckets: small,
      minStepMs: minSmallStepMs,
      wanted: P75_VALUES,
    }),
  };
}

/** A finding is open from the change that it reports, or from its detection, until it is resolved. */
function wasOpenDuring(
  { foundAt, resolved, subject }: Finding,
  { fromMs, toMs }: PageRange,
): boolean {
  const aboutMs = subject.kind === 'change' ? subject.change.atMs : Date.parse(foundAt);
  const fromFoundMs = Math.min(aboutMs, Date.parse(foundAt));
  const endMs = resolved === null ? Infinity : Date.parse(resolved.at);

  return fromFoundMs < toMs && endMs >= fromMs;
}
