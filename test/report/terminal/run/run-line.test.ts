import * as fc from 'fast-check';
import { plainPaint } from '../../../../lib/report/terminal/text/paint.ts';
import { renderRunLine } from '../../../../lib/report/terminal/run/run-line.ts';
import { cleanText, visibleWidth } from '../../../../lib/report/format/terminal-text.ts';
import {
  erroredRecord,
  failedRecord,
  passedRecord,
  skippedRecord,
} from '../../../support/records.ts';
import { flakyRecord } from '../../../support/flaky-record.ts';

const screen = { paint: plainPaint, columns: 100 };

describe('renderRunLine', () => {
  it('renderRunLine() counts steps and requests when the run passed', () => {
    expect(renderRunLine(passedRecord(), screen)).toBe(
      '16:54:00 ✓ api-catalogue        local      48.2 ms  2 steps, 3 requests',
    );
  });

  it('renderRunLine() puts flakiness and the largest paint first when a browser run was flaky', () => {
    const lcp = { value: 420, attribution: {} };
    const record = passedRecord({
      journey: 'search',
      flaky: true,
      attempts: 2,
      omitted: { requests: 7 },
      vitals: { lcp, navigations: [] },
    });

    expect(renderRunLine(record, screen)).toBe(
      '16:54:00 ✓ search               local      48.2 ms  flaky, attempt 2  lcp ● 420 ms  2 steps, 10 req…',
    );
  });

  it('renderRunLine() names the cause of the attempt before when the run was flaky', () => {
    expect(renderRunLine(flakyRecord(), screen)).toBe(
      '16:54:00 ✓ api-catalogue        local      48.2 ms  flaky, attempt 2 after target.assertion  2 step…',
    );
  });

  it('renderRunLine() names cause, step and message when the run did not pass', () => {
    expect(renderRunLine(failedRecord(), screen)).toBe(
      '16:54:00 ✗ browse-and-buy       eu-west-1   2.31 s  target.assertion in confirm: expect(locator).to…',
    );
    expect(renderRunLine(erroredRecord(), { ...screen, columns: 73 })).toBe(
      '16:54:00 ! api-catalogue        local       5.00 s  monitor.dns in list …',
    );
  });

  it('renderRunLine() gives no duration when nothing was executed', () => {
    expect(renderRunLine(skippedRecord(), screen)).toBe(
      '16:54:00 – api-catalogue        local               skipped',
    );
  });

  it('renderRunLine() is one harmless line within the width when texts are hostile', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.integer({ min: 40, max: 200 }),
        (text, columns) => {
          const error = { message: text, step: text, file: null, line: null, column: null };
          const line = renderRunLine(failedRecord({ journey: text, region: text, error }), {
            ...screen,
            columns,
          });

          expect(visibleWidth(line)).toBeLessThanOrEqual(columns);
          expect(line).toBe(cleanText(line.trimEnd()));
        },
      ),
    );
  });
});
