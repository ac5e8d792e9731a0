import { endReason } from './end-reason.ts';
import { type Candidate, candidatesOf } from './finding-candidates.ts';
import { type Finding, FINDING_SCHEMA, type FindingSubject } from './finding.ts';
import type { SeriesAnalysis } from './journey-analysis.ts';
import { isSameSubject } from './same-subject.ts';
import { HOUR_MS } from '../base/time.ts';

/** What a look changes about the findings of a series. */
export interface Revision {
  /** New: to be told and stored. */
  readonly opened: readonly Finding[];
  /** Over: to be told and stored. */
  readonly ended: readonly Finding[];
  /** Confirmed, or doubted for the first time: to be stored. */
  readonly kept: readonly Finding[];
}

/** Looks nearer to each other see the same data: a second doubt says no more than the first. */
const SECOND_DOUBT_MS = 12 * HOUR_MS;

/** For so long a finding stands whose test cannot be made: too few days, or days that hang together. */
const UNTESTED_MS = 14 * 24 * HOUR_MS;

/**
 * Compares the findings of a series that stand with what a look found. What is found again is
 * confirmed and not repeated; what is not ends, most of it only when a second look, half a day later
 * or more, does not find it either, so that one look at the edge of a test's level ends nothing. A
 * drift that has turned is opened when the one before it has ended.
 *
 * @param known findings of the series, also those that have ended
 * @param at the instant of the look, ISO 8601
 */
export function reviseFindings(
  known: readonly Finding[],
  analysis: SeriesAnalysis,
  at: string,
): Revision {
  const candidates = candidatesOf(analysis);
  const revised = known
    .filter(({ ended }) => ended === null)
    .map((finding) => revisedFinding(finding, candidates, { analysis, at }));
  const standing = revised.filter(({ ended }) => ended === null);

  return {
    opened: candidates
      .filter(({ subject }) => !standing.some((one) => excludes(one.subject, subject)))
      .map((candidate) => openFinding(candidate, analysis, at)),
    ended: revised.filter(({ ended }) => ended !== null),
    kept: standing.filter((finding) => !known.includes(finding)),
  };
}

/** Ends the findings of a series that is not looked at any more. */
export function endFindings(
  known: readonly Finding[],
  ended: { readonly at: string; readonly reason: string },
): readonly Finding[] {
  return known.filter((finding) => finding.ended === null).map((each) => ({ ...each, ended }));
}

/** A drift keeps out every other one of the series, also one that goes the other way. */
function excludes(standing: FindingSubject, candidate: FindingSubject): boolean {
  if (standing.kind === 'drift') return candidate.kind === 'drift';

  return isSameSubject(standing, candidate);
}

interface Look {
  readonly analysis: SeriesAnalysis;
  readonly at: string;
}

function revisedFinding(finding: Finding, candidates: readonly Candidate[], look: Look): Finding {
  const again = nearest(
    finding,
    candidates.filter(({ subject }) => isSameSubject(finding.subject, subject)),
  );
  if (again !== undefined) return confirmed(finding, again, look);
  const { reason, atOnce, untested = false } = endReason(finding, look.analysis);
  const { at } = look;
  if (untested && Date.parse(at) - Date.parse(finding.confirmedAt) < UNTESTED_MS) return finding;
  if (atOnce || isSecondDoubt(finding, at)) return { ...finding, ended: { at, reason } };

  return finding.doubtedAt === null ? { ...finding, doubtedAt: at } : finding;
}

function nearest({ subject }: Finding, candidates: readonly Candidate[]): Candidate | undefined {
  if (subject.kind !== 'change') return candidates[0];
  const { atMs } = subject.change;

  return candidates.toSorted((a, b) => distance(a, atMs) - distance(b, atMs))[0];
}

function distance({ subject }: Candidate, atMs: number): number {
  return subject.kind === 'change' ? Math.abs(subject.change.atMs - atMs) : 0;
}

function confirmed(finding: Finding, again: Candidate, { analysis, at }: Look): Finding {
  return {
    ...finding,
    subject: again.subject,
    q: again.q,
    from: analysis.from,
    to: analysis.to,
    confirmedAt: at,
    doubtedAt: null,
    explanation: again.explanation ?? finding.explanation,
  };
}

function isSecondDoubt({ doubtedAt }: Finding, at: string): boolean {
  return doubtedAt !== null && Date.parse(at) - Date.parse(doubtedAt) >= SECOND_DOUBT_MS;
}

function openFinding(candidate: Candidate, analysis: SeriesAnalysis, at: string): Finding {
  const { series, unit, from, to } = analysis;
  const { subject, q, explanation } = candidate;
  const { journey, region, metric } = series;

  return {
    schema: FINDING_SCHEMA,
    id: idOf(subject, at),
    journey,
    region,
    metric,
    unit,
    subject,
    q,
    from,
    to,
    foundAt: at,
    confirmedAt: at,
    doubtedAt: null,
    ended: null,
    explanation,
  };
}

/** A change is named by its own instant; the others by the look that found them. */
function idOf(subject: FindingSubject, at: string): string {
  switch (subject.kind) {
    case 'drift':
      return `drift-${at}`;
    case 'change':
      return `change-${new Date(subject.change.atMs).toISOString()}`;
    case 'forecast':
      return `forecast-${subject.budget.statistic}-${at}`;
  }
}
