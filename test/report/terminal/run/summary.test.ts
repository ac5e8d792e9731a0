import * as fc from 'fast-check';
import { plainPaint } from '../../../../lib/report/terminal/text/paint.ts';
import { renderSummary } from '../../../../lib/report/terminal/run/summary.ts';
import { cleanText, visibleWidth } from '../../../../lib/report/format/terminal-text.ts';
import {
  erroredRecord,
  failedRecord,
  passedRecord,
  skippedRecord,
} from '../../../support/records.ts';

const options = { paint: plainPaint, columns: 80, durationMs: 12_345 };

describe('renderSummary', () => {
  it('renderSummary() counts each outcome and repeats what did not pass when there were several', () => {
    const records = [passedRecord(), passedRecord(), failedRecord(), erroredRecord()];

    expect(renderSummary(records, options)).toBe(
      [
        '✗ browse-and-buy  eu-west-1  target.assertion in confirm: expect(locator).toBeV…',
        '! api-catalogue   local      monitor.dns in list the products: No resolver answ…',
        '2 passed, 1 failed, 1 errored in 12.3 s',
      ].join('\n'),
    );
  });

  it('renderSummary() repeats nothing when there was one run', () => {
    expect(renderSummary([failedRecord()], options)).toBe('1 failed in 12.3 s');
  });

  it('renderSummary() mentions flaky and skipped runs when there are any', () => {
    const records = [passedRecord({ flaky: true, attempts: 2 }), skippedRecord()];

    expect(renderSummary(records, options)).toBe('1 passed, 1 skipped (1 flaky) in 12.3 s');
  });

  it('renderSummary() says so when nothing was run', () => {
    expect(renderSummary([], { ...options, durationMs: 0 })).toBe('no run in 0 ms');
  });

  it('renderSummary() fits the width when texts are hostile', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.integer({ min: 40, max: 200 }),
        (text, columns) => {
          const error = { message: text, step: text, file: null, line: null, column: null };
          const records = [passedRecord(), failedRecord({ journey: text, region: text, error })];
          const lines = renderSummary(records, { ...options, columns }).split('\n');

          expect(lines).toHaveLength(2);
          expect(Math.max(...lines.map(visibleWidth))).toBeLessThanOrEqual(columns);
          expect(lines).toEqual(lines.map((line) => cleanText(line.trimEnd())));
        },
      ),
    );
  });
});
