import { formatCount } from './count.ts';
import { formatDuration } from './duration.ts';

/** Notice that the clock moved by more than time passed; negative: back. */
export function describeClockMove(byMs: number): string {
  return byMs > 0
    ? `clock moved forward by ${formatDuration(byMs)}: it was set, or this machine slept; due runs were computed again`
    : `clock moved back by ${formatDuration(-byMs)}; due runs were computed again, and no recorded run is repeated`;
}

/** Notice that runs were due while nothing ran. */
export function describePassedSlots(count: number): string {
  return `${formatCount(count, 'expected run')} passed without being started, because this machine slept, was stopped or had its clock set; those without a record become missing`;
}
