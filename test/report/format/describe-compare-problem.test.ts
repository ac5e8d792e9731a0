import type { CompareProblem } from '../../../lib/core/dashboard/compare/compare-page.ts';
import { describeCompareProblem } from '../../../lib/report/format/describe-compare-problem.ts';

const REGION = 'eu-west-1';
const NOON_MS = Date.UTC(2026, 9, 19, 12);

test.each<[CompareProblem, string]>([
  [{ code: 'empty-range', side: 'b' }, 'The end of B is not after its start: choose a later end'],
  [{ code: 'overlap' }, 'A and B overlap: choose separate ranges'],
  [{ code: 'shared-runs' }, 'A run is on both sides: choose ranges or runs that do not overlap'],
  [{ code: 'unknown-run', side: 'a', runId: 'x' }, 'A, run "x", is not stored in any region'],
  [{ code: 'no-runs', side: 'a' }, 'A has no runs'],
  [
    { code: 'expired', side: 'a', storedFromMs: NOON_MS, storedDays: 35 },
    "A begins before 2026-10-19 12:00 UTC: single runs are stored for 35 days; the journey's page has older percentiles",
  ],
  [
    { code: 'cut', side: 'a', region: REGION, maxRuns: 5_000, fromMs: NOON_MS },
    'A has more than 5,000 runs in eu-west-1: only the newest ones, since 2026-10-19 12:00 UTC, are used',
  ],
  [
    { code: 'sampled', side: 'b', maxRuns: 1_000, regions: [{ region: REGION, runs: 1_440 }] },
    'B has too many runs to compare all: 1,000 runs per region, evenly spread over the range, of 1,440 runs in eu-west-1',
  ],
  [
    { code: 'no-runs-in-region', side: 'a', region: REGION },
    'A has no runs in eu-west-1: nothing to compare there',
  ],
  [
    { code: 'no-passed-runs', side: 'a', region: REGION, hasUnhealthy: true },
    'A has no passed run on a healthy machine in eu-west-1: nothing to compare there',
  ],
])('describeCompareProblem() of %j', (problem, text) => {
  expect(describeCompareProblem(problem)).toBe(text);
});
