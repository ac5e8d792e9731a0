import type { RunRecord } from '../../lib/core/record/run-record.ts';
import { passedRecord } from './records.ts';

/** A run that passed at its second attempt. */
export function flakyRecord(changes: Partial<RunRecord> = {}): RunRecord {
  const error = {
    message: 'expect(locator).toHaveText(expected) failed\n\nLocator: h1',
    step: 'open',
    file: 'journeys/api-catalogue.journey.ts',
    line: 7,
    column: 11,
  };
  const { message } = error;
  const failed = { outcome: 'failed', cause: 'target.assertion', durationMs: 1_320 } as const;
  const path = '.waywiser/evidence/run-1/screenshot.png';

  return passedRecord({
    flaky: true,
    attempts: 2,
    attemptList: [
      { ...failed, message, error },
      { outcome: 'passed', cause: null, message: null, durationMs: 48.2 },
    ],
    evidence: [{ kind: 'screenshot', path, from: 'earlier-attempt' }],
    ...changes,
  });
}
