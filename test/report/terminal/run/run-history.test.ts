import * as fc from 'fast-check';
import type { RunRecord } from '../../../../lib/core/record/run-record.ts';
import { countOutcomes, summariseDurations } from '../../../../lib/core/record/series-summary.ts';
import { plainPaint } from '../../../../lib/report/terminal/text/paint.ts';
import { renderHistory, renderSeries } from '../../../../lib/report/terminal/run/run-history.ts';
import { cleanText, visibleWidth } from '../../../../lib/report/format/terminal-text.ts';
import { instrumentReading } from '../../../support/record-parts.ts';
import {
  erroredRecord,
  failedRecord,
  passedRecord,
  skippedRecord,
} from '../../../support/records.ts';
import { runAtMinute } from '../../../support/run-records.ts';
import { flakyRecord } from '../../../support/flaky-record.ts';

const screen = { paint: plainPaint, columns: 100 };

function manyRuns(count: number): readonly RunRecord[] {
  return Array.from({ length: count }, (_, index) =>
    runAtMinute(index, { durationMs: 40 + index }),
  );
}

function summary(runs: readonly RunRecord[], changes: Partial<RunRecord> = {}) {
  const { journey, region } = { ...passedRecord(), ...changes };

  return {
    journey,
    region,
    last: runs[0] ?? null,
    counts: countOutcomes(runs),
    flaky: runs.filter(({ flaky }) => flaky).length,
    duration: summariseDurations(runs),
  };
}

describe('renderHistory', () => {
  it('renderHistory() sums up, then has a row for each run when there are some', () => {
    const runs = [
      skippedRecord({ runId: 'run-4' }),
      failedRecord({ runId: 'run-3', journey: 'api-catalogue', region: 'local' }),
      passedRecord({ runId: 'run-2', durationMs: 32, flaky: true, attempts: 2 }),
      passedRecord({ runId: 'run-1', durationMs: 64 }),
    ];

    expect(renderHistory(runs, screen)).toEqual([
      'api-catalogue  local  2 passed, 1 failed, 1 skipped · 1 flaky · median 48.0 ms (n = 2)',
      '  █▄✗–',
      '  2026-11-22 16:54:00 UTC –  skipped             run-4',
      '  2026-11-22 16:54:00 UTC ✗   2.31 s             run-3',
      '      target.assertion in confirm: expect(locator).toBeVisible() failed',
      '  2026-11-22 16:54:00 UTC ✓  32.0 ms █████       run-2',
      '      flaky: passed at attempt 2',
      '  2026-11-22 16:54:00 UTC ✓  64.0 ms ██████████  run-1',
    ]);
  });

  it('renderHistory() says why the first attempt of a flaky run failed', () => {
    expect(renderHistory([flakyRecord()], { ...screen, columns: 140 }).at(-1)).toBe(
      '      flaky: passed at attempt 2 after target.assertion in open: expect(locator).toHaveText(expected) failed',
    );
  });

  it('renderHistory() marks runs that statistics leave out', () => {
    const instrument = instrumentReading({ off: ['CPU check took 31 ms'] });
    const runs = [erroredRecord({ instrument }), passedRecord({ instrument }), passedRecord()];

    const lines = renderHistory(runs, screen);

    expect(lines[0]).toContain('2 passed, 1 errored · median 48.2 ms (n = 1)');
    expect(lines[3]).toMatch(/^ {6}monitor\.dns in list the products: No resolver answers.*…$/);
    expect(lines.filter((line) => line.includes('left out of statistics'))).toEqual([
      '      left out of statistics: CPU check took 31 ms',
      '      left out of statistics: CPU check took 31 ms',
    ]);
  });

  it('renderHistory() gives the width to run ids when the screen is narrow', () => {
    const id = 'browse-and-buy-20261122T165400Z';
    const runs = [passedRecord({ runId: id })];
    const longer = [passedRecord({ runId: `${id}-${id}` })];
    const start = '  2026-11-22 16:54:00 UTC ✓  48.2 ms';

    expect(renderHistory(runs, { ...screen, columns: 78 }).at(-1)).toBe(`${start} ████████  ${id}`);
    expect(renderHistory(runs, { ...screen, columns: 72 }).at(-1)).toBe(`${start}  ${id}`);
    expect(renderHistory(longer, { ...screen, columns: 78 }).at(-1)).toBe(`${start}  ${id}-${id}`);
  });

  it('renderHistory() has no lines when there are no runs', () => {
    expect(renderHistory([], screen)).toEqual([]);
  });

  it('renderHistory() fits the width when texts are hostile', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.integer({ min: 40, max: 200 }),
        (text, columns) => {
          const error = { message: text, step: text, file: null, line: null, column: null };
          const instrument = instrumentReading({ off: [text] });
          const run = failedRecord({ journey: text, region: text, runId: 'r', error, instrument });
          for (const line of renderHistory([run], { ...screen, columns })) {
            expect(visibleWidth(line)).toBeLessThanOrEqual(columns);
            expect(line).toBe(cleanText(line.trimEnd()));
          }
        },
      ),
    );
  });
});

describe('renderSeries', () => {
  it('renderSeries() has one line for each series when all fit', () => {
    const runs = [failedRecord(), passedRecord(), passedRecord({ flaky: true, attempts: 2 })];
    const series = [summary(runs), summary([], { journey: 'new' })];

    expect(renderSeries(series, screen)).toEqual([
      '✗ api-catalogue  local  2026-11-22 16:54 UTC  2 passed, 1 failed · 1 flaky · median 48.2 ms (n = 2)',
      '  new            local  no run stored         no runs in this time',
    ]);
  });

  it.each([80, 100])(
    'renderSeries() cuts nothing when %d columns are too few for a line',
    (columns) => {
      const runs = [runAtMinute(0, { flaky: true, attempts: 2 }), ...manyRuns(99), failedRecord()];
      const series = [summary(runs, { region: 'ap-southeast-2' }), summary([], { journey: 'new' })];

      expect(renderSeries(series, { ...screen, columns })).toEqual([
        '✓ api-catalogue  ap-southeast-2  2026-11-22 16:00 UTC',
        '    100 passed, 1 failed · 1 flaky · median 89.5 ms, p95 133 ms (n = 100)',
        '  new            local           no run stored',
        '    no runs in this time',
      ]);
    },
  );

  it('renderSeries() gives no p95 when there are too few runs to bound it', () => {
    const words = [58, 59].map((count) =>
      renderSeries([summary(manyRuns(count))], screen).join(''),
    );

    expect(words[0]).toContain('median 68.5 ms (n = 58)');
    expect(words[1]).toContain('median 69.0 ms, p95 96.0 ms (n = 59)');
  });
});
