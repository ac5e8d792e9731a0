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

/** The instant of the look so many days after the first. */
function after(days: number): string {
  return new Date(Date.parse(LOOK.at) + days * DAY_MS).toISOString();
}

/** Look after look, a day apart unless `days` says else: what a store would hold after each. */
function looks(
  known: readonly Finding[],
  seen: readonly SeriesAnalysis[],
  days: readonly number[] = seen.map((_, index) => index + 1),
) {
  const told: string[] = [];
  const kept = new Map(known.map((one) => [one.id, one]));
  for (const [index, analysis] of seen.entries()) {
    const revision = reviseFindings([...kept.values()], analysis, after(days[index] ?? 0));
    for (const one of revision.opened) told.push(`${index}: opened ${one.id}`);
    for (const one of revision.ended) told.push(`${index}: ended ${one.ended?.reason ?? ''}`);
    for (const one of [...revision.opened, ...revision.ended, ...revision.kept]) {
      kept.set(one.id, one);
    }
  }

  return { told, kept: [...kept.values()] };
}

describe('reviseFindings()', () => {
  test('reviseFindings() opens what a look finds first, whole', () => {
    expect(reviseFindings([], analysisOf(drifting()), LOOK.at)).toEqual({
      opened: [finding({ q: 0.000_8 })],
      ended: [],
      kept: [],
    });
  });

  test('reviseFindings() confirms what a look finds again, and does not repeat it', () => {
    const again = { ...DRIFT, slopePerDay: { ...DRIFT.slopePerDay, value: 1.6 }, p: 0.000_1 };
    const analysis = { ...analysisOf(drifting(again)), to: '2026-11-23T00:00:00.000Z' };
    const silent = { ...analysis, explanations: { drift: null, changes: [] } };

    expect(reviseFindings([finding()], silent, after(1))).toEqual({
      opened: [],
      ended: [],
      kept: [
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

  test('reviseFindings() ends a drift at the second look that does not find it', () => {
    const { told, kept } = looks([finding()], [STEADY, STEADY, STEADY]);

    expect(told).toEqual(['1: ended no drift is found any more']);
    expect(kept[0]).toMatchObject({
      doubtedAt: after(1),
      ended: { at: after(2), reason: 'no drift is found any more' },
      confirmedAt: LOOK.at,
    });
  });

  test('reviseFindings() forgets a doubt when the next look finds the drift again', () => {
    const found = analysisOf(drifting());

    const { told, kept } = looks([finding()], [STEADY, found, STEADY, found]);

    expect(told).toEqual([]);
    expect(kept[0]).toMatchObject({ doubtedAt: null, ended: null, confirmedAt: after(4) });
  });

  test('reviseFindings() takes two looks within half a day for one', () => {
    expect(looks([finding()], [STEADY, STEADY], [1, 1.49]).told).toEqual([]);
    expect(looks([finding()], [STEADY, STEADY], [1, 1.5]).told).toHaveLength(1);
  });

  test('reviseFindings() says why a drift ended', () => {
    const step = analysisOf({ ...stepping(UP), drift: { ...DRIFT, p: 0.3 } });

    expect(looks([finding()], [step, step]).told).toEqual([
      '0: opened change-2026-10-01T09:00:00.000Z',
      '1: ended a change explains it better',
    ]);
  });

  test('reviseFindings() leaves a finding alone for two weeks in which it cannot be tested', () => {
    const refused = analysisOf(conclusionOf({ kind: 'refused', drift: REFUSED, changes: REFUSED }));
    const { told } = looks(
      [finding()],
      Array.from({ length: 16 }, () => refused),
    );

    expect(looks([finding()], [refused, refused, refused]).told).toEqual([]);
    expect(told).toEqual([`14: ended it could not be tested any more: ${REFUSED.reason}`]);
  });

  test('reviseFindings() opens a drift that goes the other way when the first has ended', () => {
    expect(looks([finding()], [TURNED, TURNED, TURNED]).told).toEqual([
      `1: opened drift-${after(2)}`,
      '1: ended it has turned',
    ]);
  });

  test.each([
    ['within 48 hours', { atMs: UP.atMs + 48 * HOUR_MS, fromMs: UP.atMs + 47 * HOUR_MS }],
    ['with an interval that overlaps', { atMs: UP.atMs + 9 * DAY_MS, fromMs: UP.toMs }],
  ])('reviseFindings() knows a change again that moved a little: %s', (_, moved) => {
    const change = { ...UP, ...moved, toMs: moved.atMs + HOUR_MS };

    const { told, kept } = looks([CHANGE], [analysisOf(stepping(change))]);

    expect(told).toEqual([]);
    expect(kept).toMatchObject([{ id: CHANGE.id, subject: { change }, confirmedAt: after(1) }]);
  });

  test('reviseFindings() takes a change beyond that, or the other way, for another', () => {
    const later = { ...UP, atMs: UP.atMs + 49 * HOUR_MS, fromMs: UP.atMs + 48 * HOUR_MS };
    const other = { ...DOWN, atMs: UP.atMs, fromMs: UP.fromMs, toMs: UP.toMs };

    for (const change of [{ ...later, toMs: later.atMs }, other]) {
      const { told } = looks([CHANGE], [analysisOf(stepping(change))]);
      expect(told).toEqual([`0: opened change-${new Date(change.atMs).toISOString()}`]);
    }
  });

  test('reviseFindings() ends a change at once when a later one brings the level back', () => {
    expect(looks([CHANGE], [analysisOf(stepping(UP, DOWN))]).told).toEqual([
      '0: ended the level came back on 2026-11-10',
    ]);
  });

  test('reviseFindings() never opens a change that was undone before anyone saw it', () => {
    expect(looks([], [analysisOf(stepping(UP, DOWN))]).told).toEqual([]);
  });

  test('reviseFindings() ends a change that lies at the start of what is looked at', () => {
    const from = new Date(UP.atMs - 13 * DAY_MS).toISOString();

    expect(looks([CHANGE], [{ ...STEADY, from }]).told).toEqual([
      '0: ended it lies too far back to be looked at',
    ]);
  });

  test('reviseFindings() ends a change that is not found any more at the second look', () => {
    const drift = analysisOf(drifting({ p: 0.3 }));

    expect(looks([CHANGE], [STEADY, STEADY]).told).toEqual(['1: ended it is not found any more']);
    expect(looks([CHANGE], [drift, drift]).told).toEqual(['1: ended a drift explains it better']);
  });

  test('reviseFindings() lets what has ended rest', () => {
    const ended = { ...CHANGE, ended: { at: LOOK.at, reason: 'it came back' } };

    expect(reviseFindings([ended], STEADY, after(1))).toEqual({ opened: [], ended: [], kept: [] });
  });

  test('reviseFindings() tells each finding once, opened before ended, whatever looks see', () => {
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
        const { told, kept } = looks([], seen);
        const standing = kept.filter(({ ended }) => ended === null);
        const opened = told.filter((line) => line.includes('opened')).length;

        // Whatever was opened has ended or stands, and two that stand are two things.
        expect(opened - (told.length - opened)).toBe(standing.length);
        expect(standing.filter(({ subject }) => subject.kind === 'drift').length).toBeLessThan(2);
      }),
    );
  });
});
