import { fitResult, fitTexts } from '../../../lib/runner/wire/fit-message.ts';
import { encodeFrame, frameDecoder } from '../../../lib/runner/wire/frames.ts';
import { workerReport } from '../../../lib/runner/schema/report-schema.ts';
import { redactor } from '../../../lib/core/record/redact.ts';
import type { AttemptResult } from '../../../lib/core/journey/attempt.ts';
import { fullAttemptResult } from '../../support/full-attempt-result.ts';

const [STEP] = fullAttemptResult().steps;
const [REQUEST] = fullAttemptResult().requests;

/** Sends a result as a worker does, and returns what the sandbox accepts. */
function received(result: AttemptResult): AttemptResult | null {
  const message = { kind: 'done', attemptId: 'a', result: fitResult(result, same), clean: true };
  const [frame] = frameDecoder()(encodeFrame(message));
  const report = frame === undefined ? null : workerReport(frame);

  return report?.kind === 'done' ? report.result : null;
}

function same(text: string): string {
  return text;
}

function copies<T>(count: number, value: T | undefined): readonly T[] {
  return Array.from({ length: count }, () => value).filter((each) => each !== undefined);
}

describe('fitResult()', () => {
  test('keeps a result of a usual size as it is', () => {
    const result = fullAttemptResult();

    expect(fitResult(result, same)).toBe(result);
  });

  test('makes a list of 40,000 entries acceptable, and counts what is left out', () => {
    const accepted = received(fullAttemptResult({ steps: copies(40_000, STEP) }));

    expect(accepted?.steps).toHaveLength(10_000);
    expect(accepted?.omitted).toEqual({ requests: 3, steps: 30_000 });
  });

  test('makes 60 MB of long addresses acceptable', () => {
    const long = REQUEST && { ...REQUEST, url: `https://shop.example/${'x'.repeat(30_000)}` };

    const accepted = received(fullAttemptResult({ requests: copies(2_000, long) }));

    expect(accepted?.requests.length).toBeGreaterThan(100);
    expect((accepted?.omitted.requests ?? 0) + (accepted?.requests.length ?? 0)).toBe(2_003);
  });

  test('makes a text of 20 MB acceptable', () => {
    const error = { message: 'm'.repeat(2e7), step: null, file: null, line: null, column: null };

    const accepted = received(
      fullAttemptResult({ outcome: 'failed', cause: 'journey.exception', error }),
    );

    expect(accepted?.error?.message).toMatch(/^m+ … \[\d+ more characters\]$/);
  });
});

describe('fitTexts()', () => {
  test('replaces a secret before it cuts the text in the middle of it', () => {
    const redact = redactor(['hunter2-and-more']);
    const name = `${'x'.repeat(32_695)}hunter2-and-more${'y'.repeat(1_000)}`;

    const fitted = fitTexts(
      { kind: 'step-started', name, parent: null, startMs: 0, at: null },
      redact,
    );

    expect(JSON.stringify(fitted)).not.toContain('hunter2');
  });
});
