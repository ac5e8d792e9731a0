import { PLATFORM_METRICS } from '../alarms/platform-alarms.ts';
import type { JourneyPlan } from '../journey/plan.ts';
import { mapBounded } from '../base/map-bounded.ts';
import { analyseJourney } from './analyse-journey.ts';
import { correctAnalyses } from './correct-analyses.ts';
import type { Finding } from './finding.ts';
import type { JourneyAnalysis, SeriesAnalysis } from './journey-analysis.ts';
import { type JourneyRevision, reviseJourney } from './revise-journey.ts';
import type { TrendPorts } from './trend-ports.ts';
import { isoRange, type TrendRange, trendRange } from './trend-range.ts';
import { summaryOfAnalysis } from './analysis-summary.ts';
import { trendSamples } from './trend-samples.ts';
import { errorText, toError } from '../base/error-text.ts';

/** What is looked at. */
export interface TrendsFrame {
  readonly journeys: readonly JourneyPlan[];
}

/** What came of a look. */
export interface TrendsReport {
  /** Where the look began and ended, ISO 8601. */
  readonly from: string;
  readonly to: string;
  /** How many series could be looked at. */
  readonly series: number;
  /** Findings that were told and stored. */
  readonly opened: readonly Finding[];
  readonly ended: readonly Finding[];
  /** How many stand now, those opened among them. */
  readonly standing: number;
  /** What went wrong; empty when all was done. */
  readonly errors: readonly Error[];
}

/** Journeys at once: while one is calculated, another is read. */
const CONCURRENCY = 2;

/**
 * The daily look: analyses every journey, corrects all tests together, opens and ends findings,
 * tells of both, and publishes what alarms read. What cannot be read stops nothing else. A finding
 * is told before it is stored: one that was told may be told again by the look that repeats one
 * which failed in between, but none is stored that nobody was told of. The heartbeat says that all
 * went well.
 */
export async function runTrendAnalysis(
  { journeys }: TrendsFrame,
  ports: TrendPorts,
): Promise<TrendsReport> {
  const atMs = ports.clock.epochMs();
  const range = trendRange(atMs);
  const analyses = await mapBounded(journeys, CONCURRENCY, (plan) =>
    analyseOne(plan, range, ports),
  );
  const corrected = correctAnalyses(analyses);
  const looks = await mapBounded([...journeys.entries()], CONCURRENCY, async ([index, plan]) =>
    tryRevise({ plan, analysis: corrected[index], atMs }, ports),
  );
  const errors = [
    ...corrected.flatMap(({ failures }) => failures.map(({ error }) => error)),
    ...looks.flatMap((look) => look.errors),
    ...(await publish({ journeys, corrected, looks, atMs }, ports)),
  ];
  if (errors.length === 0) errors.push(...(await heartbeat(atMs, ports)));
  const { since: from, until: to } = isoRange(range);

  return {
    from,
    to,
    series: corrected.reduce((sum, { series }) => sum + series.length, 0),
    opened: looks.flatMap(({ opened }) => opened),
    ended: looks.flatMap(({ ended }) => ended),
    standing: looks.reduce((sum, { standing }) => sum + standing.length, 0),
    errors,
  };
}

/** Medians are let go: those of a thousand series would fill the memory, and are not needed again. */
async function analyseOne(
  plan: JourneyPlan,
  range: TrendRange,
  ports: TrendPorts,
): Promise<JourneyAnalysis> {
  const { series, instrument, ...analysis } = await analyseJourney({ plan, range }, ports);

  return {
    ...analysis,
    series: series.map(withoutHours),
    instrument: instrument.map(withoutHours),
  };
}

function withoutHours(one: SeriesAnalysis): SeriesAnalysis {
  return { ...one, hourly: { ...one.hourly, values: new Float64Array(0) } };
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
  const nothing = { opened: [], ended: [], standing: [], errors: [] };
  if (analysis === undefined) return nothing;
  try {
    const revision = await reviseJourney(analysis, { plan, atMs }, ports);
    // What was found and could not be stored is not known to readers: nothing is called steady then.
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
  look: {
    readonly journeys: readonly JourneyPlan[];
    readonly corrected: readonly JourneyAnalysis[];
    /** In the order of the journeys, as all the others. */
    readonly looks: readonly JourneyRevision[];
    readonly atMs: number;
  },
  { metrics }: TrendPorts,
): Promise<readonly Error[]> {
  const { journeys, corrected, looks, atMs } = look;
  const groups = journeys.flatMap((plan, index) =>
    plan.regions.map((region) =>
      trendSamples({
        plan,
        region,
        analyses: (corrected[index]?.series ?? []).filter((one) => one.series.region === region),
        standing: (looks[index]?.standing ?? []).filter((one) => one.region === region),
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
