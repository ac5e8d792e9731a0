import * as fc from 'fast-check';
import type { Finding } from '../../../lib/core/trends/finding.ts';
import type { SeriesAnalysis } from '../../../lib/core/trends/journey-analysis.ts';
import { reviseFindings } from '../../../lib/core/trends/revise-findings.ts';
import {
  analysisOf,
  drifting,
  LOOK,
  REFUSED,
  stepping,
  conclusionOf,
} from '../../support/analyses.ts';
import { changeAt, DRIFT, EXPLANATION, finding } from '../../support/findings.ts';
import { DAY_MS, HOUR_MS } from '../../../lib/core/base/time.ts';

const UP = changeAt('2026-10-01T09:00:00.000Z');
const DOWN = changeAt('2026-11-10T09:00:00.000Z', {
  before: 260,
  after: 199,
  shift: { value: -61, low: -70, high: -50, confidence: 0.95 },
});
const CHANGE = finding({
  id: 'change-2026-10-01T09:00:00.000Z',
  subject: { kind: 'change', change: UP },
});
const STEADY = analysisOf(conclusionOf());
const TURNED = analysisOf(
  drifting({ slopePerDay: { value: -2, low: -3, high: -1, confidence: 0.95 } }),
);

/** The instant of the analysis so many days after the first. */
function after(days: number): string {
  return new Date(Date.parse(LOOK.at) + days * DAY_MS).toISOString();
}

/** Analyses, a day apart unless `days` says otherwise, and what a store would hold after them. */
function analyses(
  known: readonly Finding[],
  seen: readonly SeriesAnalysis[],
  days: readonly number[] = seen.map((_, index) => index + 1),
) {
  const events: string[] = [];
  const stored = new Map(known.map((one) => [one.id, one]));
  for (const [index, analysis] of seen.entries()) {
    const revision = reviseFindings([...stored.values()], analysis, after(days[index] ?? 0));
    for (const one of revision.opened) events.push(`${index}: opened ${one.id}`);
    for (const one of revision.resolved)
      events.push(`${index}: resolved ${one.resolved?.code ?? ''}`);
    for (const one of [...revision.opened, ...revision.resolved, ...revision.updated]) {
      stored.set(one.id, one);
    }
  }

  return { events, stored: [...stored.values()] };
}

describe('reviseFindings()', () => {
  test('reviseFindings() opens what an analysis detects first', () => {
    expect(reviseFindings([], analysisOf(drifting()), LOOK.at)).toEqual({
      opened: [finding({ q: 0.000_8 })],
      resolved: [],
      updated: [],
    });
  });

  test('reviseFindings() confirms what an analysis detects again, and does not open it twice', () => {
    const again = { ...DRIFT, slopePerDay: { ...DRIFT.slopePerDay, value: 1.6 }, p: 0.000_1 };
    const analysis = { ...analysisOf(drifting(again)), to: '2026-11-23T00:00:00.000Z' };
    const silent = { ...analysis, explanations: { drift: null, changes: [] } };

    expect(reviseFindings([finding()], silent, after(1))).toEqual({
      opened: [],
      resolved: [],
      updated: [
        finding({
          subject: { kind: 'drift', drift: again },
          q: 0.000_2,
          to: '2026-11-23T00:00:00.000Z',
          confirmedAt: after(1),
          explanation: EXPLANATION,
        }),
      ],
    });
  });

  test('reviseFindings() resolves a drift when a second analysis does not detect it', () => {
    const { events, stored } = analyses([finding()], [STEADY, STEADY, STEADY]);

    expect(events).toEqual(['1: resolved not-detected']);
    expect(stored[0]).toMatchObject({
      unconfirmedSince: after(1),
      resolved: { at: after(2), code: 'not-detected' },
      confirmedAt: LOOK.at,
    });
  });

  test('reviseFindings() keeps a finding open when the next analysis detects it again', () => {
    const found = analysisOf(drifting());

    const { events, stored } = analyses([finding()], [STEADY, found, STEADY, found]);

    expect(events).toEqual([]);
    expect(stored[0]).toMatchObject({
      unconfirmedSince: null,
      resolved: null,
      confirmedAt: after(4),
    });
  });

  test('reviseFindings() resolves nothing when two analyses are within half a day', () => {
    expect(analyses([finding()], [STEADY, STEADY], [1, 1.49]).events).toEqual([]);
    expect(analyses([finding()], [STEADY, STEADY], [1, 1.5]).events).toHaveLength(1);
  });

  test('reviseFindings() resolves a drift that a step explains better', () => {
    const step = analysisOf({ ...stepping(UP), drift: { ...DRIFT, p: 0.3 } });

    expect(analyses([finding()], [step, step]).events).toEqual([
      '0: opened change-2026-10-01T09:00:00.000Z',
      '1: resolved explained-by-change',
    ]);
  });

  test('reviseFindings() keeps a finding open for two weeks in which it cannot be tested', () => {
    const refused = analysisOf(
      conclusionOf({ kind: 'insufficient-data', drift: REFUSED, changes: REFUSED }),
    );
    const { events } = analyses(
      [finding()],
      Array.from({ length: 16 }, () => refused),
    );

    expect(analyses([finding()], [refused, refused, refused]).events).toEqual([]);
    expect(events).toEqual(['14: resolved untestable']);
  });

  test('reviseFindings() opens a drift in the other direction when the first is resolved', () => {
    expect(analyses([finding()], [TURNED, TURNED, TURNED]).events).toEqual([
      `1: opened drift-${after(2)}`,
      '1: resolved reversed',
    ]);
  });

  test.each([
    ['within 48 hours', { atMs: UP.atMs + 48 * HOUR_MS, fromMs: UP.atMs + 47 * HOUR_MS }],
    ['with an interval that overlaps', { atMs: UP.atMs + 9 * DAY_MS, fromMs: UP.toMs }],
  ])('reviseFindings() recognises a change that moved a little: %s', (_, moved) => {
    const change = { ...UP, ...moved, toMs: moved.atMs + HOUR_MS };

    const { events, stored } = analyses([CHANGE], [analysisOf(stepping(change))]);

    expect(events).toEqual([]);
    expect(stored).toMatchObject([{ id: CHANGE.id, subject: { change }, confirmedAt: after(1) }]);
  });

  test('reviseFindings() opens another change beyond that, or in the other direction', () => {
    const later = { ...UP, atMs: UP.atMs + 49 * HOUR_MS, fromMs: UP.atMs + 48 * HOUR_MS };
    const other = { ...DOWN, atMs: UP.atMs, fromMs: UP.fromMs, toMs: UP.toMs };

    for (const change of [{ ...later, toMs: later.atMs }, other]) {
      const { events } = analyses([CHANGE], [analysisOf(stepping(change))]);
      expect(events).toEqual([`0: opened change-${new Date(change.atMs).toISOString()}`]);
    }
  });

  test('reviseFindings() resolves a change at once when a later one returns the level', () => {
    expect(analyses([CHANGE], [analysisOf(stepping(UP, DOWN))]).events).toEqual([
      '0: resolved level-returned',
    ]);
  });

  test('reviseFindings() never opens a change that was undone before it was detected', () => {
    expect(analyses([], [analysisOf(stepping(UP, DOWN))]).events).toEqual([]);
  });

  test('reviseFindings() resolves a change at the start of the analysed time', () => {
    const from = new Date(UP.atMs - 13 * DAY_MS).toISOString();

    expect(analyses([CHANGE], [{ ...STEADY, from }]).events).toEqual(['0: resolved too-far-back']);
  });

  test('reviseFindings() resolves a change when a second analysis does not detect it', () => {
    const drift = analysisOf(drifting({ p: 0.3 }));

    expect(analyses([CHANGE], [STEADY, STEADY]).events).toEqual(['1: resolved not-detected']);
    expect(analyses([CHANGE], [drift, drift]).events).toEqual(['1: resolved explained-by-drift']);
  });

  test('reviseFindings() does not change resolved findings', () => {
    const resolved = { ...CHANGE, resolved: { at: LOOK.at, code: 'not-detected' as const } };

    expect(reviseFindings([resolved], STEADY, after(1))).toEqual({
      opened: [],
      resolved: [],
      updated: [],
    });
  });

  test('reviseFindings() opens and resolves each finding once, whatever analyses detect', () => {
    const kinds = fc.constantFrom(
      STEADY,
      TURNED,
      analysisOf(drifting()),
      analysisOf(stepping(UP)),
      analysisOf(stepping(UP, DOWN)),
      analysisOf({ ...stepping(DOWN), kind: 'both', drift: DRIFT }),
    );
    fc.assert(
      fc.property(fc.array(kinds, { maxLength: 12 }), (seen) => {
        const { events, stored } = analyses([], seen);
        const open = stored.filter(({ resolved }) => resolved === null);
        const opened = events.filter((line) => line.includes('opened')).length;

        // Whatever was opened is resolved or open, and there is one open drift at most.
        expect(opened - (events.length - opened)).toBe(open.length);
        expect(open.filter(({ subject }) => subject.kind === 'drift').length).toBeLessThan(2);
      }),
    );
  });
});
