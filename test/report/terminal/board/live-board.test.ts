import * as fc from 'fast-check';
import type { Board, BoardJourney } from '../../../../lib/report/terminal/board/board-view.ts';
import { renderBoard } from '../../../../lib/report/terminal/board/live-board.ts';
import { plainPaint } from '../../../../lib/report/terminal/text/paint.ts';
import { cleanText, visibleWidth } from '../../../../lib/report/format/terminal-text.ts';
import { failedRecord, passedRecord } from '../../../support/records.ts';

const screen = { paint: plainPaint, columns: 80, rows: 18 };

function boardJourney(changes: Partial<BoardJourney> = {}): BoardJourney {
  return {
    name: 'api-health',
    kind: 'api',
    region: 'local',
    state: 'waiting',
    nextSlotAt: '2026-11-22T16:56:00Z',
    last: passedRecord({ durationMs: 7.3 }),
    recent: [4, 8, 2].map((durationMs) => ({ outcome: 'passed', durationMs })),
    counts: { passed: 3 },
    ...changes,
  };
}

function board(changes: Partial<Board> = {}): Board {
  return {
    nowMs: Date.parse('2026-11-22T16:55:18Z'),
    stage: 'dev',
    target: 'http://127.0.0.1:4173',
    journeys: [boardJourney()],
    where: { store: '.waywiser/db/', evidence: '.waywiser/evidence/' },
    events: [],
    ...changes,
  };
}

describe('renderBoard', () => {
  it('renderBoard() fills the screen with journeys, events and places when all is known', () => {
    const journeys = [
      boardJourney({
        name: 'browse-and-buy',
        kind: 'browser',
        last: failedRecord(),
        recent: [
          { outcome: 'passed', durationMs: 2000 },
          { outcome: 'errored', durationMs: 1 },
          { outcome: 'failed', durationMs: 90_000 },
        ],
        counts: { passed: 1, failed: 1, errored: 1, skipped: 2 },
        budgets: [
          { metric: 'lcp', statistic: 'p75', max: 2500, value: 2710 },
          { metric: 'cls', statistic: 'p75', max: 0.1, value: null },
        ],
      }),
      boardJourney({ name: 'search', kind: 'browser', state: 'running', nextSlotAt: null }),
      boardJourney(),
      boardJourney({ name: 'api-order', last: null, recent: [], counts: {}, nextSlotAt: null }),
    ];

    expect(renderBoard(board({ journeys, events: ['target ready', passedRecord()] }), screen)).toBe(
      [
        ' waywiser · stage dev · http://127.0.0.1:4173            2026-11-22 16:55:18 UTC',
        '',
        '   journey         kind        last  recent               runs          next',
        ' ✗ browse-and-buy  browser   2.31 s  █!✗                  1/3 passed    in 42 s',
        '   └ target.assertion in confirm: expect(locator).toBeVisible() failed',
        '   └ over budget: p75 lcp 2.71 s, budget 2.5 s',
        ' › search          browser   7.3 ms  ▄█▂                  3/3 passed    running',
        ' ✓ api-health      api       7.3 ms  ▄█▂                  3/3 passed    in 42 s',
        ' · api-order       api                                    no run        none',
        '',
        ' ──────────────────────────────────────────────────────────────────────────────',
        ' target ready',
        ' 16:54:00 ✓ api-catalogue   48.2 ms  2 steps, 3 requests',
        '',
        '',
        '',
        ' 11 runs: 7 passed, 1 failed, 1 errored, 2 skipped                  Ctrl-C stops',
        ' records .waywiser/db/   evidence .waywiser/evidence/',
      ].join('\n'),
    );
  });

  it('renderBoard() says which alarms are on, since when, and keeps them in sight', () => {
    const on = { label: 'down', state: 'ALARM', sinceMs: Date.UTC(2026, 10, 22, 16, 31) } as const;
    const well = { label: 'silent', state: 'OK', sinceMs: null } as const;
    const waiting = { label: 'blind', state: 'INSUFFICIENT_DATA', sinceMs: null } as const;
    const healthy = Array.from({ length: 60 }, (_, index) =>
      boardJourney({ name: `api-${index}`, last: failedRecord(), alarms: [well, waiting] }),
    );
    const ill = boardJourney({ name: 'ill', alarms: [on, well] });

    const text = renderBoard(board({ journeys: [...healthy, ill] }), screen);

    expect(text).toMatch(/ ✓ ill .*\n   └ alarm down since 2026-11-22 16:31 UTC\n/);
    expect(text).toContain(', 1 alarm on');
    expect(renderBoard(board({ journeys: [boardJourney({ alarms: [well] })] }), screen)).toContain(
      ' 3 runs: 3 passed, no alarm on',
    );
  });

  it('renderBoard() shows an event as it was styled', () => {
    const events = [[{ text: '16:31:00 ✗ ill alarm down is on', styles: ['red'] as const }]];

    expect(renderBoard(board({ events }), screen)).toContain(
      '\n 16:31:00 ✗ ill alarm down is on\n',
    );
  });

  it('renderBoard() shows regions when there are several', () => {
    const journeys = [boardJourney(), boardJourney({ region: 'us-east-1' })];

    const lines = renderBoard(board({ journeys }), screen).split('\n');

    expect(lines[2]).toMatch(/^ {3}journey +kind +region +last/);
    expect(lines[4]).toMatch(/^ ✓ api-health +api +us-east-1 +7\.3 ms/);
  });

  it('renderBoard() keeps journeys in trouble in sight when there are more than rows', () => {
    const healthy = Array.from({ length: 60 }, (_, index) =>
      boardJourney({ name: `api-${index}` }),
    );
    const journeys = [...healthy, boardJourney({ name: 'ill', last: failedRecord() })];
    const events = Array.from({ length: 9 }, (_, index) => `event ${index}`);

    const text = renderBoard(board({ journeys, events }), screen);

    expect(text).toContain(' ✗ ill');
    expect(text).toContain('   and 56 more journeys');
    expect(text).toContain('\n event 6\n event 7\n event 8\n');
    expect(text).toContain('.waywiser/evidence/');
  });

  it('renderBoard() never leaves the screen when it is small and texts are hostile', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'binary' }), { maxLength: 12 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 40, max: 200 }),
        (texts, rows, columns) => {
          const journeys = texts.map((name) => boardJourney({ name, region: name }));
          const state = board({ journeys, events: texts, target: texts[0] ?? null });
          const lines = renderBoard(state, { paint: plainPaint, columns, rows }).split('\n');
          expect(lines.length).toBeLessThanOrEqual(rows);
          for (const line of lines) {
            expect(visibleWidth(line)).toBeLessThanOrEqual(columns);
            expect(line).toBe(cleanText(line.trimEnd()));
          }
        },
      ),
    );
  });
});
