import {
  describeClockMove,
  describePassedSlots,
} from '../../../lib/report/format/describe-clock.ts';
import { HOUR_MS } from '../../../lib/core/base/time.ts';

test('describeClockMove() says in which direction and by how much', () => {
  expect(describeClockMove(2 * HOUR_MS)).toBe(
    'clock moved forward by 2 h 00 m: it was set, or this machine slept; due runs were computed again',
  );
  expect(describeClockMove(-2 * HOUR_MS)).toBe(
    'clock moved back by 2 h 00 m; due runs were computed again, and no recorded run is repeated',
  );
});

test('describePassedSlots() counts the runs that were not started', () => {
  expect(describePassedSlots(1)).toMatch(/^1 expected run passed without being started,/);
  expect(describePassedSlots(1_164)).toMatch(/^1,164 expected runs passed /);
});
