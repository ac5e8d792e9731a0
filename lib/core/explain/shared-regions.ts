import type { ChangePoint, DriftTest, SeriesConclusion } from '../stats/results.ts';
import type { ExplainInput, ExplainSubject, RegionConclusion } from './explain-input.ts';
import type { Explanation } from './explanation.ts';

/** Changes of one cause have different sizes where other times weigh differently. */
const MAX_RATIO = 3;
/** Two regions' intervals may miss each other by an hour: their first hours need not be the same. */
const SLACK_MS = 3_600_000;

/**
 * Which regions changed alike: in the same direction, at a time that may be the same, by a relative
 * size within a factor of three. A region that could not be tested is in neither list. Null where
 * there are no other regions, or where two spans were chosen.
 */
export function sharedRegions({ region, subject, regions }: ExplainInput): Explanation['regions'] {
  const others = regions.filter((each) => each.region !== region);
  if (others.length === 0 || subject.kind === 'comparison') return null;
  const tested = others.filter(({ conclusion }) => isTested(subject, conclusion));
  const alike = tested.filter((each) => changedAlike(subject, each));

  return {
    sharing: [region, ...alike.map((each) => each.region)].toSorted(),
    others: tested
      .filter((each) => !alike.includes(each))
      .map((each) => each.region)
      .toSorted(),
  };
}

function isTested(subject: ExplainSubject, { drift, changes }: SeriesConclusion): boolean {
  return subject.kind === 'drift' ? drift.kind === 'drift-test' : !('kind' in changes);
}

function changedAlike(subject: ExplainSubject, { conclusion }: RegionConclusion): boolean {
  switch (subject.kind) {
    case 'change':
      return (
        !('kind' in conclusion.changes) &&
        conclusion.changes.some((change) => isSameChange(subject.change, change))
      );
    case 'drift':
      return (
        (conclusion.kind === 'drift' || conclusion.kind === 'both') &&
        conclusion.drift.kind === 'drift-test' &&
        isSameSize(relativeSlope(subject.drift), relativeSlope(conclusion.drift))
      );
    case 'comparison':
      return false;
  }
}

function isSameChange(one: ChangePoint, other: ChangePoint): boolean {
  const overlap = one.fromMs <= other.toMs + SLACK_MS && other.fromMs <= one.toMs + SLACK_MS;

  return overlap && isSameSize(relativeShift(one), relativeShift(other));
}

/** By the levels where there are no pairs of hours to estimate the shift from. */
function relativeShift({ shift, before, after }: ChangePoint): number {
  return (Number.isNaN(shift.value) ? after - before : shift.value) / before;
}

function relativeSlope({ slopePerDay, level }: DriftTest): number {
  return slopePerDay.value / level;
}

function isSameSize(one: number, other: number): boolean {
  const ratio = one / other;

  return ratio >= 1 / MAX_RATIO && ratio <= MAX_RATIO;
}
