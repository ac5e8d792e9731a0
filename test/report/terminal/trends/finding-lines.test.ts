import type { Finding } from '../../../../lib/core/trends/finding.ts';
import { findingLines } from '../../../../lib/report/terminal/trends/finding-lines.ts';
import { plainPaint } from '../../../../lib/report/terminal/text/paint.ts';
import { renderLong } from '../../../../lib/report/terminal/text/styled-line.ts';
import { changeAt, EXPLANATION, finding } from '../../../support/findings.ts';

const SCREEN = { paint: plainPaint, columns: 100 };
const AT = '2026-11-22 00:40 UTC';

function linesOf(changes: Partial<Finding>): readonly string[] {
  return findingLines(finding(changes), SCREEN).map((line) => renderLong(line, SCREEN));
}

describe('findingLines()', () => {
  test('findingLines() has the rate of a drift, its interval, and the reasons', () => {
    const cause = {
      code: 'noted',
      text: 'v1.42',
      by: null,
      kind: 'note',
      subject: 'deploy',
      carries: null,
      at: null,
      fit: 1,
    } as const;

    // 1.5 (1.2 to 1.8) ms a day × 7 days, of 250 ms.
    expect(linesOf({ explanation: { ...EXPLANATION, causes: [cause], instrument: true } })).toEqual(
      [
        `${AT} ✗ checkout eu-west-1  duration has been getting slower by 4.2% a week (95% CI: 3.4 to 5%)`,
        '  step pay carries +59.5 ms of +60.0 ms on average',
        '  Deployed: v1.42',
        '  the measuring machine explains this change; the target need not have changed',
      ],
    );
  });

  test('findingLines() marks a falling metric as good', () => {
    const slopePerDay = { value: -1.5, low: -1.8, high: -1.2, confidence: 0.95 };
    const drift = { kind: 'drift-test', n: 1, days: 1, level: 250, p: 0, inflation: 1 } as const;
    const subject = { kind: 'drift', drift: { ...drift, slopePerDay } } as const;

    expect(linesOf({ subject, explanation: null })).toEqual([
      `${AT} ✓ checkout eu-west-1  duration has been getting faster by 4.2% a week (95% CI: 3.4 to 5%)`,
    ]);
  });

  test('findingLines() has the moment and the size of a step', () => {
    const change = changeAt('2026-11-20T13:00:00.000Z');

    expect(linesOf({ subject: { kind: 'change', change }, explanation: null })).toEqual([
      `${AT} ✗ checkout eu-west-1  duration stepped up by 60.0 ms (95% CI: 52.0 to 68.0 ms; 30%) on 20 November between 10:00 and 16:00 UTC, from 200 to 260 ms`,
    ]);
  });

  test('findingLines() has the days of a forecast', () => {
    const [atMs, earliestMs] = [Date.UTC(2026, 11, 10), Date.UTC(2026, 11, 4)];
    const forecast = { kind: 'forecast', atMs, earliestMs, confidence: 0.95 } as const;
    const budget = { statistic: 'p95', max: 330 };

    const [bounded, open] = [Date.UTC(2026, 11, 19), null].map((latestMs) =>
      linesOf({
        subject: { kind: 'forecast', forecast: { ...forecast, latestMs }, budget },
        explanation: null,
      }),
    );

    expect(bounded).toEqual([
      `${AT} ✗ checkout eu-west-1  duration approaches its budget: at this rate p95 reaches 330 ms between 4 and 19 December (95% CI)`,
    ]);
    expect(open?.[0]).toContain('on 4 December at the earliest (95% CI)');
  });

  test('findingLines() has why a finding is resolved', () => {
    const resolved = { at: '2026-11-25T00:40:00.000Z', code: 'reversed' } as const;

    expect(linesOf({ resolved })).toEqual([
      '2026-11-25 00:40 UTC ✓ checkout eu-west-1  the drift of duration is resolved: it goes in the other direction now',
    ]);
  });
});
