import type { JourneyPlan } from '../../journey/plan.ts';
import { mapBounded } from '../../base/map-bounded.ts';
import { availabilityOf, daysOf } from '../status/availability.ts';
import { budgetChecks } from '../status/budget-checks.ts';
import { coveredRange } from '../history/covered-range.ts';
import type { DashboardPorts, DashboardProject } from '../dashboard-ports.ts';
import type { JourneyTrends } from '../history/history-cache.ts';
import { worstFirst } from '../finding-badness.ts';
import { frameOf } from '../frame-of.ts';
import { listedSeries, regionsOf } from '../history/listed-series.ts';
import {
  MAX_FINDINGS,
  OVERVIEW_STATES,
  type OverviewPage,
  type OverviewRow,
} from './overview-page.ts';
import { overviewState } from './overview-state.ts';
import type { PageRange } from '../page-frame.ts';
import { awaitsSlot, lacksPromisedSlot } from './expected-slot.ts';
import { readHistory } from '../history/read-history.ts';
import { readTrends } from '../history/read-trends.ts';
import type { SeriesHistory } from '../history/series-history.ts';
import { stagesBanner } from '../stages-banner.ts';
import { standing, trendStanding } from '../trend-standing.ts';

/** Series that are read at once. */
const CONCURRENCY = 16;
/** So many series are read whenever they are asked for. */
const ALWAYS_READ = 25;
/** Of more series each is kept for so long: a store is asked for each once in that time, not more. */
const KEPT_PER_SERIES_MS = 20;
/** Of more series, one whose schedule has no run to await: there may be some on demand. */
const QUIET_MS = 60_000;
/** Findings come once a day; {@link forgetJourney} tells of those that just came. */
const TRENDS_KEPT_MS = 10 * 60_000;

/**
 * Reads how every journey stands in every region, worst first; those that the project has no more
 * come last. Where there are many, what was read some seconds ago is shown again: of 500 series those
 * that await a run are read each ten seconds, the others each minute. `readAtMs` tells of the oldest.
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
  const keepMs = isMany ? (series.length - ALWAYS_READ) * KEPT_PER_SERIES_MS : 0;
  const journeys = [...new Set(series.map(({ journey }) => journey))];
  const trends = new Map(
    await mapBounded(journeys, CONCURRENCY, async (journey) => {
      const read = await readTrends(journey, isMany ? TRENDS_KEPT_MS : 0, ports);
      return [journey, read] as const;
    }),
  );
  const plans = new Map(project.plans.map((plan) => [plan.name, plan]));
  const read = await mapBounded(series, CONCURRENCY, async (each) => {
    const plan = plans.get(each.journey) ?? null;
    const words = plan?.budgets.map(({ metric }) => metric) ?? [];
    const keepWholeMs = keepingOf({ plan, keepMs, nowMs }, project);
    const question = { series: each, range: covered, words, keepMs, keepWholeMs };
    const history = await readHistory(question, ports);
    const budgets = await budgetChecks(plan?.budgets ?? [], history, ports.histograms);
    return { history, plan, budgets };
  });
  const slotsKnownMs = slotsKnown(project, read, nowMs);
  const rows = read
    .map((each) =>
      rowOf(each, trends.get(each.history.series.journey), { project, slotsKnownMs, nowMs }),
    )
    .filter(isWorthARow);
  const findings = worstFirst([...trends.values()].flatMap((each) => standing(each.findings)));

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

/** How long a series is shown as it was read: few are read each time they are asked for. */
function keepingOf(
  {
    plan,
    keepMs,
    nowMs,
  }: { readonly plan: JourneyPlan | null; readonly keepMs: number; readonly nowMs: number },
  project: DashboardProject,
): (kept: SeriesHistory) => number {
  return ({ series: { region }, newestSlotMs }) => {
    if (keepMs === 0) return 0;
    const isPlanned = plan !== null && regionsOf(plan, project).includes(region);
    const isAwaited =
      isPlanned && (newestSlotMs === null || awaitsSlot({ plan, region, newestSlotMs, nowMs }));

    return isAwaited ? keepMs : Math.max(keepMs, QUIET_MS);
  };
}

interface ReadSeries {
  readonly history: SeriesHistory;
  readonly plan: JourneyPlan | null;
  readonly budgets: OverviewRow['budgets'];
}

/**
 * Until when slots ought to have records. On this machine a schedule holds while somebody runs it:
 * until the newest slot of all.
 */
function slotsKnown(
  { source }: DashboardProject,
  read: readonly ReadSeries[],
  nowMs: number,
): number {
  if (source === 'deployed') return nowMs;

  return Math.max(0, ...read.map(({ history }) => history.newestSlotMs ?? 0));
}

interface RowFrame {
  readonly project: DashboardProject;
  readonly slotsKnownMs: number;
  readonly nowMs: number;
}

function rowOf(
  { history, plan, budgets }: ReadSeries,
  trends: JourneyTrends | undefined,
  frame: RowFrame,
): OverviewRow {
  const { series, last, pieces } = history;
  const known = trends ?? { findings: [], look: null };
  const trend = trendStanding(known, series.region, frame.nowMs);
  const lacksSlot = plan !== null && lacksSlotOf(plan, history, frame);

  return {
    ...series,
    kind: plan?.kind ?? null,
    state: overviewState({ last, lacksSlot, budgets, trend }),
    last,
    availability: availabilityOf(pieces),
    days: daysOf(pieces),
    budgets,
    trend,
  };
}

function lacksSlotOf(
  plan: JourneyPlan,
  { series, newestSlotMs }: SeriesHistory,
  { project, slotsKnownMs, nowMs }: RowFrame,
): boolean {
  // Nobody promises slots in regions of before, or of a history that was made up.
  const isPlanned = regionsOf(plan, project).includes(series.region);
  if (newestSlotMs === null || !isPlanned) return false;

  return lacksPromisedSlot({
    plan,
    region: series.region,
    newestSlotMs,
    nowMs: Math.min(nowMs, slotsKnownMs),
    maintenance: project.config.maintenance,
  });
}

/** A journey that was removed and has nothing left to tell. */
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
