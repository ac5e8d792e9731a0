import { countOutcomes, summariseDurations } from '../../../lib/core/record/series-summary.ts';
import { runAtMinute } from '../../support/run-records.ts';

test('summariseDurations() gives nulls when no run passed', () => {
  const summary = summariseDurations([runAtMinute(0, { outcome: 'failed', durationMs: 60_000 })]);

  expect(summary).toEqual({ n: 0, medianMs: null, p95Ms: null });
});

test.each([
  [[7], 7],
  [[9, 1, 5], 5],
  [[8, 2, 4, 6], 5],
])('summariseDurations() of %j has the median %d', (durations, expected) => {
  const summary = summariseDurations(durations.map((durationMs) => runAtMinute(0, { durationMs })));

  expect(summary.medianMs).toBe(expected);
});

test('summariseDurations() leaves out runs that did not pass or whose instrument was off', () => {
  const { instrument } = runAtMinute(0);

  const summary = summariseDurations([
    runAtMinute(0, { durationMs: 100 }),
    runAtMinute(1, { durationMs: 9000, outcome: 'failed' }),
    runAtMinute(2, {
      durationMs: 8000,
      instrument: { ...instrument, off: ['event-loop-blocked'] },
    }),
  ]);

  expect(summary).toEqual({ n: 1, medianMs: 100, p95Ms: null });
});

test.each([
  [58, null],
  [59, 57],
  [100, 95],
])('summariseDurations() of 1 to %d ms has the 95th percentile %p', (count, expected) => {
  const records = Array.from({ length: count }, (_, index) =>
    runAtMinute(0, { durationMs: index + 1 }),
  );

  expect(summariseDurations(records).p95Ms).toBe(expected);
});

test('countOutcomes() counts every outcome', () => {
  const counts = countOutcomes([
    runAtMinute(0),
    runAtMinute(1),
    runAtMinute(2, { outcome: 'errored' }),
  ]);

  expect(counts).toEqual({ passed: 2, failed: 0, errored: 1, skipped: 0, missing: 0 });
});
