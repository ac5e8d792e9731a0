import { type Candidate, candidatesOf } from './finding-candidates.ts';
import { type Finding, FINDING_SCHEMA, type FindingSubject, openFindings } from './finding.ts';
import type { SeriesAnalysis } from './journey-analysis.ts';
import { resolutionReason } from './resolution-reason.ts';
import { isSameSubject } from './same-subject.ts';
import { DAY_MS, HOUR_MS } from '../base/time.ts';

/** How an analysis changes the findings of a series. */
export interface Revision {
  /** New: to be published and stored. */
  readonly opened: readonly Finding[];
  /** To be published and stored. */
  readonly resolved: readonly Finding[];
  /** Open findings, confirmed or newly unconfirmed: to be stored. */
  readonly updated: readonly Finding[];
}

/** Analyses nearer to each other read the same data: the second is no second opinion. */
const MIN_UNCONFIRMED_MS = 12 * HOUR_MS;

/** For so long a finding stays open whose test cannot be made. */
const MAX_UNTESTED_MS = 14 * DAY_MS;

/**
 * Compares the open findings of a series with what an analysis detected. What is detected again is
 * confirmed; what is not becomes unconfirmed, and is resolved when a second analysis, at least 12
 * hours later, does not detect it either, so that one result at the edge of the significance level
 * resolves nothing. A drift in the other direction opens when the one before it is resolved.
 *
 * @param known findings of the series, resolved ones too
 * @param at the instant of the analysis, ISO 8601
 */
export function reviseFindings(
  known: readonly Finding[],
  analysis: SeriesAnalysis,
  at: string,
): Revision {
  const candidates = candidatesOf(analysis);
  const revised = openFindings(known).map((finding) =>
    revisedFinding(finding, candidates, { analysis, at }),
  );
  const open = openFindings(revised);

  return {
    opened: candidates
      .filter(({ subject }) => !open.some((one) => excludes(one.subject, subject)))
      .map((candidate) => openFinding(candidate, analysis, at)),
    resolved: revised.filter(({ resolved }) => resolved !== null),
    updated: open.filter((finding) => !known.includes(finding)),
  };
}

/** An open drift excludes every other drift of the series, also one in the other direction. */
function excludes(open: FindingSubject, candidate: FindingSubject): boolean {
  if (open.kind === 'drift') return candidate.kind === 'drift';

  return isSameSubject(open, candidate);
}

interface AnalysisFrame {
  readonly analysis: SeriesAnalysis;
  readonly at: string;
}

function revisedFinding(
  finding: Finding,
  candidates: readonly Candidate[],
  frame: AnalysisFrame,
): Finding {
  const again = nearest(
    finding,
    candidates.filter(({ subject }) => isSameSubject(finding.subject, subject)),
  );
  if (again !== undefined) return confirmed(finding, again, frame);
  const { reason, resolves } = resolutionReason(finding, frame.analysis);
  const { at } = frame;
  const confirmedMs = Date.parse(finding.confirmedAt);
  if (resolves === 'untested' && Date.parse(at) - confirmedMs < MAX_UNTESTED_MS) return finding;
  if (resolves === 'now' || isUnconfirmedForLong(finding, at)) {
    return { ...finding, resolved: { ...reason, at } };
  }

  return finding.unconfirmedSince === null ? { ...finding, unconfirmedSince: at } : finding;
}

function nearest({ subject }: Finding, candidates: readonly Candidate[]): Candidate | undefined {
  if (subject.kind !== 'change') return candidates[0];
  const { atMs } = subject.change;

  return candidates.toSorted((a, b) => distance(a, atMs) - distance(b, atMs))[0];
}

function distance({ subject }: Candidate, atMs: number): number {
  return subject.kind === 'change' ? Math.abs(subject.change.atMs - atMs) : 0;
}

function confirmed(finding: Finding, again: Candidate, { analysis, at }: AnalysisFrame): Finding {
  return {
    ...finding,
    subject: again.subject,
    q: again.q,
    from: analysis.from,
    to: analysis.to,
    confirmedAt: at,
    unconfirmedSince: null,
    explanation: again.explanation ?? finding.explanation,
  };
}

function isUnconfirmedForLong({ unconfirmedSince }: Finding, at: string): boolean {
  if (unconfirmedSince === null) return false;

  return Date.parse(at) - Date.parse(unconfirmedSince) >= MIN_UNCONFIRMED_MS;
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
    unconfirmedSince: null,
    resolved: null,
    explanation,
  };
}

/** A change is named by its own instant; the others by the analysis that found them. */
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
