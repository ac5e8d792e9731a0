import { phaseSegments } from '../../../../lib/report/terminal/run/request-phases.ts';
import { requestPhases, requestRecord } from '../../../support/record-parts.ts';

test('phaseSegments() begins with what is unaccounted, then phases as they follow each other', () => {
  const phases = requestPhases({ dnsMs: 2, sendMs: 0, waitMs: 4, receiveMs: 1, unaccountedMs: 5 });
  const request = requestRecord({ startMs: 100, phases });

  const segments = phaseSegments(request, true).map(({ startMs, endMs, fill }) => ({
    startMs,
    endMs,
    fill,
  }));

  expect(segments).toEqual([
    { startMs: 100, endMs: 105, fill: '-' },
    { startMs: 105, endMs: 107, fill: 'd' },
    { startMs: 107, endMs: 111, fill: 'w' },
    { startMs: 111, endMs: 112, fill: 'r' },
  ]);
});
