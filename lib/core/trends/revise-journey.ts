import type { JourneyPlan } from '../journey/plan.ts';
import { mapBounded } from '../base/map-bounded.ts';
import { MAX_SILENT_DAYS } from './analysed-metrics.ts';
import type { Finding, MetricSeries } from './finding.ts';
import type { JourneyAnalysis } from './journey-analysis.ts';
import { endFindings, type Revision, reviseFindings } from './revise-findings.ts';
import type { TrendPorts } from './trend-ports.ts';
import { toError } from '../base/error-text.ts';

/** What became of a journey's findings. */
export interface JourneyRevision {
  /** Those that were told and stored. */
  readonly opened: readonly Finding[];
  readonly ended: readonly Finding[];
  /** All that stand now, whether they could be told or not. */
  readonly standing: readonly Finding[];
  readonly errors: readonly Error[];
}

/** The look that a journey is revised by. */
export interface JourneyLook {
  readonly plan: Pick<JourneyPlan, 'name' | 'regions'>;
  readonly atMs: number;
}

/** Findings that are stored at once. */
const CONCURRENCY = 10;

/**
 * Brings the stored findings of a journey to what a look found, and tells of those that open or
 * end. Findings of a series that could not be analysed stay as they are. Rejects where they cannot
 * be read.
 */
export async function reviseJourney(
  analysis: JourneyAnalysis,
  look: JourneyLook,
  ports: Pick<TrendPorts, 'findings' | 'events'>,
): Promise<JourneyRevision> {
  const known = await ports.findings.findingsOf(analysis.journey);
  const at = new Date(look.atMs).toISOString();
  const revisions = analysis.series.map((one) =>
    reviseFindings(known.filter(isOf(one.series)), one, at),
  );
  const all: Revision = {
    opened: revisions.flatMap(({ opened }) => opened),
    ended: [...revisions.flatMap(({ ended }) => ended), ...gone(known, analysis, { look, at })],
    kept: revisions.flatMap(({ kept }) => kept),
  };
  const told = await tell([...all.opened, ...all.ended], ports);
  const stored = await mapBounded([...told.accepted, ...all.kept], CONCURRENCY, async (finding) =>
    tryStore(finding, ports),
  );
  const done = new Set(stored.flatMap(({ finding, error }) => (error === null ? finding : [])));

  return {
    opened: all.opened.filter((finding) => done.has(finding)),
    ended: all.ended.filter((finding) => done.has(finding)),
    standing: standingAfter(known, all),
    errors: [...told.errors, ...stored.flatMap(({ error }) => error ?? [])],
  };
}

function isOf({ region, metric }: MetricSeries): (finding: Finding) => boolean {
  return (finding) => finding.region === region && finding.metric === metric;
}

/** Ends the findings of what is not measured any more; not of what could not be read this time. */
function gone(
  known: readonly Finding[],
  { series, failures }: JourneyAnalysis,
  { look, at }: { readonly look: JourneyLook; readonly at: string },
): readonly Finding[] {
  const left = known.filter(
    (finding) =>
      !series.some((one) => isOf(one.series)(finding)) &&
      !failures.some(
        ({ region, metric }) =>
          region === finding.region && (metric === null || metric === finding.metric),
      ),
  );

  return left.flatMap((finding) => {
    const reason = look.plan.regions.includes(finding.region)
      ? `there has been no ${finding.metric} for ${MAX_SILENT_DAYS} days`
      : `the journey does not run in ${finding.region} any more`;
    return endFindings([finding], { at, reason });
  });
}

async function tell(
  findings: readonly Finding[],
  { events }: Pick<TrendPorts, 'events'>,
): Promise<{ readonly accepted: readonly Finding[]; readonly errors: readonly Error[] }> {
  if (findings.length === 0) return { accepted: [], errors: [] };
  const refusals = await events.tell(findings);

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

function standingAfter(known: readonly Finding[], { opened, ended, kept }: Revision): Finding[] {
  const revised = new Set([...ended, ...kept].map(addressOf));
  const untouched = known.filter((one) => one.ended === null && !revised.has(addressOf(one)));

  return [...untouched, ...kept, ...opened];
}

function addressOf({ region, metric, id }: Finding): string {
  return JSON.stringify([region, metric, id]);
}
