import * as fc from 'fast-check';
import { explanationLines } from '../../../../lib/report/terminal/trends/explanation-lines.ts';
import { roundedToSum, termRows } from '../../../../lib/report/format/describe-explanation.ts';
import { plainPaint } from '../../../../lib/report/terminal/text/paint.ts';
import { renderLine, span } from '../../../../lib/report/terminal/text/styled-line.ts';
import { HOST_CAME, WAIT_GREW } from '../../../support/trend-views.ts';

const screen = { paint: plainPaint, columns: 100 };

const FRAME = { kind: 'response', subject: 'server@x', carries: null, at: null, fit: 1 } as const;

function draw(explanation: typeof WAIT_GREW): readonly string[] {
  return explanationLines(explanation, screen).map((line) => renderLine(line, screen));
}

describe('explanationLines', () => {
  it('explanationLines() shows terms that add up, what changed at the same time, and the regions', () => {
    expect(draw(WAIT_GREW)).toEqual([
      '  where    +23.2 ms per run on average (from 205 to 229 ms; 4,012 runs before, 3,987 runs after),',
      '           most of it in step "pay": +21.2 ms',
      '           pay › wait shop.example     +19.4 ms  ████████████████████',
      '           pay › receive shop.example   +1.8 ms  █▉',
      '           browse › wait shop.example   +1.2 ms  █▎',
      '           3 smaller parts              +0.4 ms  ▍',
      '           unaccounted                  +0.4 ms  ▍',
      '           total                       +23.2 ms',
      '  also     Step "pay" takes 21.2 ms longer, 91% of the change',
      '  regions  changed alike: eu-west-1, us-east-1; unchanged: ap-southeast-2',
    ]);
  });

  it('renderLine() prints the minus sign as a hyphen on an ASCII screen', () => {
    const ascii = { ...screen, ascii: true };

    expect(renderLine([span('−127 to +69 ms')], ascii)).toBe('-127 to +69 ms');
  });

  it('explanationLines() has a line when the measuring machine explains a change', () => {
    expect(draw({ ...HOST_CAME, decomposition: null, causes: [], instrument: true })).toEqual([
      '  machine  the measuring machine explains this change; the target need not have changed',
    ]);
  });

  it('explanationLines() lets no text of servers move the cursor', () => {
    const text = 'server went to \u001B[2J\u001B]0;x\u0007evil\u202E';

    const lines = draw({ ...HOST_CAME, causes: [{ ...FRAME, code: 'text', text }] });

    expect(lines.join('')).toContain('Server went to evil');
    // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
    expect(lines.join('')).not.toMatch(/[\u0000-\u001F\u007F-\u009F\u202A-\u202E]/);
  });
});

/** Hundredths of all sizes: doubles would mostly be whole, huge, or next to nothing. */
const milliseconds = fc.integer({ min: -50_000, max: 50_000 }).map((hundredths) => hundredths / 97);
const changes = fc.array(milliseconds, { maxLength: 30 });

test('termRows() add up to the change as printed, whatever the terms', () => {
  fc.assert(
    fc.property(changes, milliseconds, (values, unaccountedMs) => {
      const changeMs = values.reduce((sum, value) => sum + value, unaccountedMs);
      const rows = termRows({
        beforeMs: 0,
        afterMs: changeMs,
        changeMs,
        terms: values.map((value, index) => ({
          part: { step: `s${index}`, host: null, phase: 'own' },
          beforeMs: 0,
          afterMs: value,
          changeMs: value,
        })),
        steps: [],
        unaccountedMs,
        runs: { before: 1, after: 1 },
      });

      const printed = rows.reduce((sum, { tenths }) => sum + tenths, 0);
      expect(Math.abs(printed - changeMs * 10)).toBeLessThanOrEqual(0.5 + 1e-6);
      for (const { ms, tenths } of rows) expect(Math.abs(tenths - ms * 10)).toBeLessThan(1 + 1e-6);
    }),
  );
});

test.each([
  [
    [0.4, 0.4, 0.4],
    [1, 0, 0],
  ],
  [
    [0.5, 0.5],
    [1, 0],
  ],
  [
    [-0.6, 0.6],
    [-1, 1],
  ],
  [[], []],
])('roundedToSum() rounds %j to %j', (values, expected) => {
  expect(roundedToSum(values)).toEqual(expected);
});
