import { PLATFORM_METRICS } from '../alarms/platform-alarms.ts';
import type { JourneyPlan } from '../journey/plan.ts';
import { mapBounded } from '../base/map-bounded.ts';
import { analyseStoredHistory, type StoredHistoryPorts } from './analyse-stored-history.ts';
import type { Finding } from './finding.ts';
import type { JourneyAnalysis } from './journey-analysis.ts';
import { type JourneyRevision, reviseJourney } from './revise-journey.ts';
import type { TrendPorts } from './trend-ports.ts';
import { trendRange } from './trend-range.ts';
import { isoRange } from '../base/time.ts';
import { summaryOfAnalysis } from './analysis-summary.ts';
import { trendSamples } from './trend-samples.ts';
import { errorText, toError } from '../base/error-text.ts';

/** The result of a daily analysis. */
export interface TrendsReport {
  /** The analysed time, ISO 8601. */
  readonly from: string;
  readonly to: string;
  /** How many series were analysed. */
  readonly series: number;
  /** Findings that were published and stored. */
  readonly opened: readonly Finding[];
  readonly resolved: readonly Finding[];
  /** How many findings are open now, the new ones among them. */
  readonly open: number;
  /** Empty when everything succeeded. */
  readonly errors: readonly Error[];
}

/** Journeys whose findings are stored at once. */
const CONCURRENCY = 2;

/**
 * The daily analysis: analyses every journey, corrects all tests together, opens and resolves
 * findings, publishes both, and writes the metrics that alarms read. What cannot be read stops
 * nothing else. A finding is published before it is stored: after a failure in between it may be
 * published twice, but none is stored that was not published. The heartbeat is sent when nothing
 * failed.
 */
export async function runTrendAnalysis(
  { journeys }: { readonly journeys: readonly JourneyPlan[] },
  ports: TrendPorts & Pick<StoredHistoryPorts, 'runs'>,
): Promise<TrendsReport> {
  const atMs = ports.clock.epochMs();
  const range = trendRange(atMs);
  const { analyses } = await analyseStoredHistory({ plans: journeys, range }, ports);
  const revisions = await mapBounded([...journeys.entries()], CONCURRENCY, async ([index, plan]) =>
    tryRevise({ plan, analysis: analyses[index], atMs }, ports),
  );
  const errors = [
    ...analyses.flatMap(({ failures }) => failures.map(({ error }) => error)),
    ...revisions.flatMap((revision) => revision.errors),
    ...(await publish({ journeys, analyses, revisions, atMs }, ports)),
  ];
  if (errors.length === 0) errors.push(...(await heartbeat(atMs, ports)));
  const { since: from, until: to } = isoRange(range);

  return {
    from,
    to,
    series: analyses.reduce((sum, { series }) => sum + series.length, 0),
    opened: revisions.flatMap(({ opened }) => opened),
    resolved: revisions.flatMap(({ resolved }) => resolved),
    open: revisions.reduce((sum, { open }) => sum + open.length, 0),
    errors,
  };
}

async function tryRevise(
  subject: {
    readonly plan: JourneyPlan;
    readonly analysis: JourneyAnalysis | undefined;
    readonly atMs: number;
  },
  ports: TrendPorts,
): Promise<JourneyRevision> {
  const { plan, analysis, atMs } = subject;
  const nothing = { opened: [], resolved: [], open: [], errors: [] };
  if (analysis === undefined) return nothing;
  try {
    const revision = await reviseJourney(analysis, { plan, atMs }, ports);
    // Where a finding could not be stored, the old summary stays: pages must not call it steady.
    const errors =
      revision.errors.length === 0 ? await putSummary(analysis, { plan, atMs }, ports) : [];

    return { ...revision, errors: [...revision.errors, ...errors] };
  } catch (cause) {
    const reason = errorText(cause);
    const error = new Error(`Cannot revise the findings of journey "${plan.name}": ${reason}`, {
      cause,
    });

    return { ...nothing, errors: [error] };
  }
}

async function putSummary(
  analysis: JourneyAnalysis,
  { plan, atMs }: { readonly plan: JourneyPlan; readonly atMs: number },
  { findings }: Pick<TrendPorts, 'findings'>,
): Promise<readonly Error[]> {
  try {
    const at = new Date(atMs).toISOString();
    await findings.putSummary(summaryOfAnalysis(analysis, { at, regions: plan.regions }));

    return [];
  } catch (error) {
    return [toError(error)];
  }
}

async function publish(
  analysed: {
    readonly journeys: readonly JourneyPlan[];
    readonly analyses: readonly JourneyAnalysis[];
    /** In the order of the journeys, as `analyses`. */
    readonly revisions: readonly JourneyRevision[];
    readonly atMs: number;
  },
  { metrics }: TrendPorts,
): Promise<readonly Error[]> {
  const { journeys, analyses, revisions, atMs } = analysed;
  const groups = journeys.flatMap((plan, index) =>
    plan.regions.map((region) =>
      trendSamples({
        plan,
        region,
        analyses: (analyses[index]?.series ?? []).filter((one) => one.series.region === region),
        findings: (revisions[index]?.open ?? []).filter((one) => one.region === region),
        atMs,
      }),
    ),
  );
  const refusals = await metrics.publish(groups.filter((group) => group.length > 0));

  return refusals.filter((error) => error !== null);
}

async function heartbeat(atMs: number, { metrics }: TrendPorts): Promise<readonly Error[]> {
  const { trendsHeartbeat: name } = PLATFORM_METRICS;
  const beat = { name, dimensions: {}, value: 1, unit: 'Count', atMs } as const;
  const refusals = await metrics.publish([[beat]]);

  return refusals.filter((error) => error !== null);
}
