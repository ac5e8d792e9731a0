import type { JourneyPlan } from '../journey/plan.ts';
import { mapBounded } from '../base/map-bounded.ts';
import { MAX_SILENT_DAYS } from './analysed-metrics.ts';
import { type Finding, type MetricSeries, openFindings } from './finding.ts';
import type { JourneyAnalysis } from './journey-analysis.ts';
import { type Revision, reviseFindings } from './revise-findings.ts';
import type { TrendPorts } from './trend-ports.ts';
import { toError } from '../base/error-text.ts';

/** How an analysis changed the findings of a journey. */
export interface JourneyRevision {
  /** Published and stored. */
  readonly opened: readonly Finding[];
  readonly resolved: readonly Finding[];
  /** All that are open now, published or not. */
  readonly open: readonly Finding[];
  readonly errors: readonly Error[];
}

/** Which journey was analysed, and when. */
export interface RevisionFrame {
  readonly plan: Pick<JourneyPlan, 'name' | 'regions'>;
  readonly atMs: number;
}

/** Findings that are stored at once. */
const CONCURRENCY = 10;

/**
 * Updates the stored findings of a journey by an analysis, and publishes those that open or are
 * resolved. Findings of a series that could not be analysed stay as they are. Rejects where they
 * cannot be read.
 */
export async function reviseJourney(
  analysis: JourneyAnalysis,
  frame: RevisionFrame,
  ports: Pick<TrendPorts, 'findings' | 'events'>,
): Promise<JourneyRevision> {
  const known = await ports.findings.findingsOf(analysis.journey);
  const at = new Date(frame.atMs).toISOString();
  const revisions = analysis.series.map((one) =>
    reviseFindings(known.filter(isOf(one.series)), one, at),
  );
  const all: Revision = {
    opened: revisions.flatMap(({ opened }) => opened),
    resolved: [
      ...revisions.flatMap(({ resolved }) => resolved),
      ...withoutData(known, analysis, { frame, at }),
    ],
    updated: revisions.flatMap(({ updated }) => updated),
  };
  const published = await publish([...all.opened, ...all.resolved], ports);
  const stored = await mapBounded(
    [...published.accepted, ...all.updated],
    CONCURRENCY,
    async (finding) => tryStore(finding, ports),
  );
  const done = new Set(stored.flatMap(({ finding, error }) => (error === null ? finding : [])));

  return {
    opened: all.opened.filter((finding) => done.has(finding)),
    resolved: all.resolved.filter((finding) => done.has(finding)),
    open: openAfter(known, all),
    errors: [...published.errors, ...stored.flatMap(({ error }) => error ?? [])],
  };
}

function isOf({ region, metric }: MetricSeries): (finding: Finding) => boolean {
  return (finding) => finding.region === region && finding.metric === metric;
}

/** Resolves the findings of metrics that have no data any more; not those that could not be read. */
function withoutData(
  known: readonly Finding[],
  { series, failures }: JourneyAnalysis,
  { frame, at }: { readonly frame: RevisionFrame; readonly at: string },
): readonly Finding[] {
  const left = openFindings(known).filter(
    (finding) =>
      !series.some((one) => isOf(one.series)(finding)) &&
      !failures.some(
        ({ region, metric }) =>
          region === finding.region && (metric === null || metric === finding.metric),
      ),
  );

  return left.map((finding) => ({
    ...finding,
    resolved: frame.plan.regions.includes(finding.region)
      ? { at, code: 'no-data', days: MAX_SILENT_DAYS }
      : { at, code: 'region-removed' },
  }));
}

async function publish(
  findings: readonly Finding[],
  { events }: Pick<TrendPorts, 'events'>,
): Promise<{ readonly accepted: readonly Finding[]; readonly errors: readonly Error[] }> {
  if (findings.length === 0) return { accepted: [], errors: [] };
  const refusals = await events.publish(findings);

  return {
    accepted: findings.filter((_, index) => refusals[index] === null),
    errors: refusals.filter((error) => error !== null),
  };
}

async function tryStore(
  finding: Finding,
  { findings }: Pick<TrendPorts, 'findings'>,
): Promise<{ readonly finding: Finding; readonly error: Error | null }> {
  try {
    await findings.putFinding(finding);

    return { finding, error: null };
  } catch (error) {
    return { finding, error: toError(error) };
  }
}

function openAfter(
  known: readonly Finding[],
  { opened, resolved, updated }: Revision,
): readonly Finding[] {
  const revised = new Set([...resolved, ...updated].map(addressOf));
  const untouched = openFindings(known).filter((one) => !revised.has(addressOf(one)));

  return [...untouched, ...updated, ...opened];
}

function addressOf({ region, metric, id }: Finding): string {
  return JSON.stringify([region, metric, id]);
}
