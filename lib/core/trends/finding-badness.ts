import type { Finding, FindingSubject } from './finding.ts';
import { DAY_MS } from '../base/time.ts';

/** Above every share that a series can have grown by in practice. */
const CROSSING = 1_000_000;

/**
 * How bad a finding is, for the order of lists: first budgets that will be crossed, the soonest
 * first; then by how much a metric got worse in the analysed time, as a share of its level. What got
 * better is below 0.
 *
 * @param to the end of the analysed time, ISO 8601
 */
export function subjectBadness(subject: FindingSubject, to: string): number {
  switch (subject.kind) {
    case 'forecast':
      return CROSSING - Math.max(0, (subject.forecast.atMs - Date.parse(to)) / DAY_MS);
    case 'drift': {
      const { slopePerDay, level, days } = subject.drift;
      return (slopePerDay.value * days) / Math.max(level, Number.MIN_VALUE);
    }
    case 'change':
      return subject.change.shift.value / Math.max(subject.change.before, Number.MIN_VALUE);
  }
}

/** Whether a finding is bad news: of every metric, less is better. */
export function isWorse({ subject, to }: Pick<Finding, 'subject' | 'to'>): boolean {
  return subjectBadness(subject, to) > 0;
}

/** The worst first; of several as bad, the one that was found first. */
export function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted(
    (one, other) =>
      subjectBadness(other.subject, other.to) - subjectBadness(one.subject, one.to) ||
      Date.parse(one.foundAt) - Date.parse(other.foundAt),
  );
}
