import { estimateCost } from '../../../../lib/core/cost/estimate-cost.ts';
import { renderCost } from '../../../../lib/report/terminal/cost/cost-table.ts';
import { plainPaint } from '../../../../lib/report/terminal/text/paint.ts';
import { visibleWidth } from '../../../../lib/report/format/terminal-text.ts';
import { planOf } from '../../../core/alarms/journey-plan.ts';
import { DAY_MS } from '../../../../lib/core/base/time.ts';
import { formatUsd } from '../../../../lib/report/format/money.ts';
import { groupThousands } from '../../../../lib/report/format/number.ts';

const ESTIMATE = estimateCost({
  plans: [
    planOf({ name: 'checkout', regions: ['us-east-1', 'eu-west-1'] }),
    planOf({ name: 'api-health', kind: 'api', budgets: [], regions: ['us-east-1'] }),
  ],
  config: {
    stage: 'prod',
    home: 'us-east-1',
    memoryMb: { api: 1_024, browser: 2_048 },
    retention: { runsMs: 35 * DAY_MS, evidenceMs: 30 * DAY_MS },
    notify: { emails: ['a@b.test'], webhooks: [] },
    secrets: {},
    runbookUrl: null,
  },
  measured: new Map([['api-health', { medianMs: 124, runs: 31 }]]),
  fromMs: Date.UTC(2026, 10, 22),
});

function drawn(columns: number): readonly string[] {
  return renderCost(ESTIMATE, { paint: plainPaint, columns }).split('\n');
}

function rowOf(lines: readonly string[], name: string): readonly string[] {
  return (
    lines
      .find((line) => line.trim().startsWith(name))
      ?.trim()
      .split(/ {2,}/) ?? []
  );
}

describe('renderCost()', () => {
  it('renderCost() has a row for each journey, one for the platform, and their sum', () => {
    const lines = drawn(120);

    expect(lines[0]).toMatch(/^Stage prod, home us-east-1: \$\d+\.\d\d a month {2}prices of 20/);
    expect(rowOf(lines, 'journey')).toEqual([
      'journey',
      'kind',
      'duration',
      'runs',
      'compute',
      'table',
      'metrics',
      'alarms',
      'other',
      'a month',
    ]);
    expect(rowOf(lines, 'checkout').slice(0, 4)).toEqual([
      'checkout',
      'browser ×2',
      '~6.00 s',
      '17,520',
    ]);
    expect(rowOf(lines, 'api-health').slice(0, 4)).toEqual([
      'api-health',
      'api ×1',
      '124 ms',
      '8,760',
    ]);
    expect(rowOf(lines, 'total').at(-1)).toBe(formatUsd(ESTIMATE.usd));
  });

  it('renderCost() has columns that add up to the row for every row', () => {
    const lines = drawn(120);

    for (const name of ['checkout', 'api-health', 'platform', 'total']) {
      const cells = rowOf(lines, name).filter((text) => text.includes('$'));
      const [total = NaN, ...parts] = cells
        .map((text) => Number(text.replace(/^<?\$/, '')))
        .toReversed();
      expect(parts).toHaveLength(5);
      expect(Math.abs(parts.reduce((sum, usd) => sum + usd, 0) - total)).toBeLessThan(0.03);
    }
  });

  it('renderCost() shows the dearest part first, and shares that make a whole', () => {
    const lines = drawn(120);

    const shares = lines.flatMap((line) => /([\d.]+)% {2}[█-▏]/.exec(line)?.[1] ?? []).map(Number);
    expect(shares).toEqual(shares.toSorted((a, b) => b - a));
    expect(Math.abs(shares.reduce((sum, share) => sum + share, 0) - 100)).toBeLessThan(0.5);
  });

  it.each([40, 60, 80, 100, 120])('renderCost() fits when the screen has %d columns', (columns) => {
    const lines = drawn(columns);

    expect(Math.max(...lines.map(visibleWidth))).toBeLessThanOrEqual(columns);
    expect(rowOf(lines, 'total').at(-1)).toBe(formatUsd(ESTIMATE.usd));
  });

  it('renderCost() says which durations are assumed, only where one is', () => {
    expect(drawn(120).join('\n')).toContain('~ assumed duration');
    const measured = ESTIMATE.journeys.map((each) => ({ ...each, measuredRuns: 5 }));

    const picture = renderCost(
      { ...ESTIMATE, journeys: measured },
      { paint: plainPaint, columns: 120 },
    );

    expect(picture).not.toContain('~');
  });
});

test.each([
  [0, '$0.00'],
  [0.0049, '<$0.01'],
  [0.005, '$0.01'],
  [4.756, '$4.76'],
  [999.994, '$999.99'],
  [999.995, '$1,000'],
  [1_234_567.4, '$1,234,567'],
  [NaN, '?'],
])('formatUsd() reads well when it is %d', (usd, text) => {
  expect(formatUsd(usd)).toBe(text);
});

test('groupThousands() sets thousands apart when there are any', () => {
  expect([0, 999, 1_000, 131_400, 8_760.4].map(groupThousands)).toEqual([
    '0',
    '999',
    '1,000',
    '131,400',
    '8,760',
  ]);
});
