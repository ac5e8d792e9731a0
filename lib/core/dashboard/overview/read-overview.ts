import type { JourneyPlan } from '../../journey/plan.ts';
import { mapBounded } from '../../base/map-bounded.ts';
import { availabilityOf, overviewDays } from '../status/availability.ts';
import { budgetChecks } from '../status/budget-checks.ts';
import { coveredRange } from '../history/covered-range.ts';
import type { DashboardPorts, DashboardProject } from '../dashboard-ports.ts';
import { worstFirst } from '../../trends/finding-badness.ts';
import { frameOf, stagesBanner } from '../project-frame.ts';
import { listedSeries, regionsOf } from '../history/listed-series.ts';
import {
  MAX_FINDINGS,
  OVERVIEW_STATES,
  type OverviewPage,
  type OverviewRow,
} from './overview-page.ts';
import { overviewState } from './overview-row.ts';
import type { PageRange } from '../page-frame.ts';
import { isRunDue, lacksExpectedRun } from './expected-run.ts';
import { readHistory } from '../history/read-history.ts';
import { readTrends } from '../history/read-trends.ts';
import type { SeriesHistory } from '../history/series-history.ts';
import { openFindings } from '../../trends/finding.ts';
import type { StoredTrends } from '../../trends/trend-ports.ts';
import { trendStatus } from '../../trends/trend-status.ts';
import { MINUTE_MS } from '../../base/time.ts';

/** Series that are read at once. */
const CONCURRENCY = 16;
/** Up to this many series, each is read every time. */
const ALWAYS_READ = 25;
/** A longer overview uses readings that are this old for each further series: it limits queries. */
const MAX_AGE_PER_SERIES_MS = 20;
/** The same for a series whose schedule has no run due: only on-demand runs can come. */
const QUIET_MAX_AGE_MS = MINUTE_MS;
/** Findings come once a day, and news of one empties the cache (`forgetJourney`). */
const TRENDS_MAX_AGE_MS = 10 * MINUTE_MS;

/**
 * Reads the state of every journey in every region, worst first; journeys that the project no longer
 * has come last. Many series are not read each time: of 500 series, those with a run due are read
 * every ten seconds, the others every minute. `readAtMs` is that of the oldest reading.
 */
export async function readOverview(
  range: PageRange,
  project: DashboardProject,
  ports: DashboardPorts,
): Promise<OverviewPage> {
  const frame = frameOf(project, ports);
  const { readAtMs: nowMs } = frame;
  const covered = coveredRange(range, nowMs);
  const series = listedSeries(project, await ports.store.listSeries());
  const isMany = series.length > ALWAYS_READ;
  const maxAgeMs = isMany ? (series.length - ALWAYS_READ) * MAX_AGE_PER_SERIES_MS : 0;
  const journeys = [...new Set(series.map(({ journey }) => journey))];
  const trends = new Map(
    await mapBounded(journeys, CONCURRENCY, async (journey) => {
      const read = await readTrends(journey, isMany ? TRENDS_MAX_AGE_MS : 0, ports);
      return [journey, read] as const;
    }),
  );
  const plans = new Map(project.plans.map((plan) => [plan.name, plan]));
  const read = await mapBounded(series, CONCURRENCY, async (each) => {
    const plan = plans.get(each.journey) ?? null;
    const metrics = plan?.budgets.map(({ metric }) => metric) ?? [];
    const maxHistoryAgeMs = maxHistoryAge({ plan, maxAgeMs, nowMs }, project);
    const question = { series: each, range: covered, metrics, maxAgeMs, maxHistoryAgeMs };
    const history = await readHistory(question, ports);
    const budgets = await budgetChecks(plan?.budgets ?? [], history, ports.histograms);
    return { history, plan, budgets };
  });
  const followedUntilMs = followedUntil(project, read, nowMs);
  const rows = read
    .map((each) =>
      rowOf(each, trends.get(each.history.series.journey), { project, followedUntilMs, nowMs }),
    )
    .filter(isWorthARow);
  const findings = worstFirst([...trends.values()].flatMap((each) => openFindings(each.findings)));

  return {
    kind: 'overview',
    ...frame,
    banner: stagesBanner(
      project,
      read.flatMap(({ history }) => [...history.stages]),
    ),
    readAtMs: Math.min(nowMs, ...read.map(({ history }) => history.readAtMs)),
    range: covered,
    findings: findings.slice(0, MAX_FINDINGS),
    moreFindings: Math.max(0, findings.length - MAX_FINDINGS),
    rows: rows.toSorted(byBadness),
  };
}

/** How old the history of a series may be: with few series, each is read every time. */
function maxHistoryAge(
  {
    plan,
    maxAgeMs,
    nowMs,
  }: { readonly plan: JourneyPlan | null; readonly maxAgeMs: number; readonly nowMs: number },
  project: DashboardProject,
): (known: SeriesHistory) => number {
  return ({ series: { region }, newestSlotMs }) => {
    if (maxAgeMs === 0) return 0;
    const isPlanned = plan !== null && regionsOf(plan, project).includes(region);
    const isDue =
      isPlanned && (newestSlotMs === null || isRunDue({ plan, region, newestSlotMs, nowMs }));

    return isDue ? maxAgeMs : Math.max(maxAgeMs, QUIET_MAX_AGE_MS);
  };
}

interface ReadSeries {
  readonly history: SeriesHistory;
  readonly plan: JourneyPlan | null;
  readonly budgets: OverviewRow['budgets'];
}

/**
 * The instant up to which schedules were followed. Schedules on this machine are followed while
 * `waywiser dev` runs: until the newest slot of all.
 */
function followedUntil(
  { source }: DashboardProject,
  read: readonly ReadSeries[],
  nowMs: number,
): number {
  if (source === 'deployed') return nowMs;

  return Math.max(0, ...read.map(({ history }) => history.newestSlotMs ?? 0));
}

interface RowFrame {
  readonly project: DashboardProject;
  readonly followedUntilMs: number;
  readonly nowMs: number;
}

function rowOf(
  { history, plan, budgets }: ReadSeries,
  trends: StoredTrends | undefined,
  frame: RowFrame,
): OverviewRow {
  const { series, last, pieces } = history;
  const known = trends ?? { findings: [], summary: null };
  const trend = trendStatus(known, series.region, frame.nowMs);
  const lacksRun = plan !== null && lacksRunOf(plan, history, frame);

  return {
    ...series,
    kind: plan?.kind ?? null,
    state: overviewState({ last, lacksRun, budgets, trend }),
    last,
    availability: availabilityOf(pieces),
    days: overviewDays(pieces),
    budgets,
    trend,
  };
}

function lacksRunOf(
  plan: JourneyPlan,
  { series, newestSlotMs }: SeriesHistory,
  { project, followedUntilMs, nowMs }: RowFrame,
): boolean {
  // No schedule covers a region that was removed, or one of generated history.
  const isPlanned = regionsOf(plan, project).includes(series.region);
  if (newestSlotMs === null || !isPlanned) return false;

  return lacksExpectedRun({
    plan,
    region: series.region,
    newestSlotMs,
    nowMs: Math.min(nowMs, followedUntilMs),
    maintenance: project.config.maintenance,
  });
}

/** Not for a removed journey without any data in the range. */
function isWorthARow({ kind, last, days }: OverviewRow): boolean {
  return kind !== null || last !== null || days.length > 0;
}

function byBadness(one: OverviewRow, other: OverviewRow): number {
  return (
    Number(one.kind === null) - Number(other.kind === null) ||
    OVERVIEW_STATES.indexOf(one.state) - OVERVIEW_STATES.indexOf(other.state) ||
    (one.availability.share?.value ?? 1) - (other.availability.share?.value ?? 1) ||
    compare(one.journey, other.journey) ||
    compare(one.region, other.region)
  );
}

function compare(one: string, other: string): number {
  if (one === other) return 0;

  return one < other ? -1 : 1;
}
