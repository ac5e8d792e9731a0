import type { ChangePoint } from '../stats/results.ts';
import type { FindingSubject } from './finding.ts';
import { HOUR_MS } from '../base/time.ts';

/** How far two estimates of one change may lie apart: as more data come, an instant moves a little. */
const SAME_CHANGE_MS = 48 * HOUR_MS;

/**
 * Whether two analyses detected the same thing: a drift in one direction; a change in one direction whose
 * intervals overlap, or whose instants lie within 48 hours; the forecast of one budget.
 */
export function isSameSubject(one: FindingSubject, other: FindingSubject): boolean {
  switch (one.kind) {
    case 'drift':
      return other.kind === 'drift' && directionOf(one) === directionOf(other);
    case 'change':
      return other.kind === 'change' && isSameChange(one.change, other.change);
    case 'forecast':
      return (
        other.kind === 'forecast' &&
        one.budget.statistic === other.budget.statistic &&
        one.budget.max === other.budget.max
      );
  }
}

/** Whether two estimates are of the same change. */
export function isSameChange(one: ChangePoint, other: ChangePoint): boolean {
  if (Math.sign(one.shift.value) !== Math.sign(other.shift.value)) return false;
  const overlaps = one.fromMs <= other.toMs && other.fromMs <= one.toMs;

  return overlaps || Math.abs(one.atMs - other.atMs) <= SAME_CHANGE_MS;
}

/** 1: it grows, -1: it shrinks. */
export function directionOf(subject: Extract<FindingSubject, { readonly kind: 'drift' }>): number {
  return Math.sign(subject.drift.slopePerDay.value);
}
