import * as fc from 'fast-check';
import { spansOfChange, spansOfDrift } from '../../../lib/core/explain/change-spans.ts';
import type { ChangeSpans } from '../../../lib/core/explain/explain-input.ts';
import { DAY_MS, HOUR_MS } from '../../../lib/core/base/time.ts';

const START_MS = Date.UTC(2026, 7, 1);

function hoursOfWeek({ since, until }: ChangeSpans['before']): readonly number[] {
  const found: number[] = [];
  for (let atMs = Date.parse(since); atMs < Date.parse(until); atMs += HOUR_MS) {
    found.push((atMs / HOUR_MS) % (7 * 24));
  }

  return found.toSorted((a, b) => a - b);
}

/** How long the first part is in a window of so many days. */
function daysCompared(days: number): number | null {
  const spans = spansOfDrift({ fromMs: START_MS, toMs: START_MS + days * DAY_MS });
  if (spans === null) return null;

  return (Date.parse(spans.before.until) - Date.parse(spans.before.since)) / DAY_MS;
}

function hours(count: number): number {
  return START_MS + count * HOUR_MS;
}

/** An interval of at most three days, two to ten weeks before it and an hour or more after it. */
const anyChange = fc
  .record({
    before: fc.integer({ min: 14 * 24, max: 70 * 24 }),
    width: fc.integer({ min: 0, max: 72 }),
    after: fc.integer({ min: 1, max: 70 * 24 }),
  })
  .map(({ before, width, after }) => ({
    interval: { fromMs: hours(before), toMs: hours(before + width) },
    window: { fromMs: START_MS, toMs: hours(before + width + after) },
  }));

describe('spansOfChange()', () => {
  it('spansOfChange() compares whole weeks, at most four, right next to the interval', () => {
    const interval = { fromMs: START_MS, toMs: START_MS + 5 * HOUR_MS };
    const window = { fromMs: START_MS - 60 * DAY_MS, toMs: START_MS + 17 * DAY_MS };

    expect(spansOfChange(interval, window)).toEqual({
      before: { since: '2026-07-18T00:00:00.000Z', until: '2026-08-01T00:00:00.000Z' },
      after: { since: '2026-08-01T05:00:00.000Z', until: '2026-08-15T05:00:00.000Z' },
    });
  });

  it('spansOfChange() compares a fresh change with the same hours of the week before', () => {
    const interval = { fromMs: START_MS, toMs: START_MS + 2 * HOUR_MS };
    const window = { fromMs: START_MS - 60 * DAY_MS, toMs: START_MS + 7 * HOUR_MS };

    expect(spansOfChange(interval, window)).toEqual({
      before: { since: '2026-07-25T02:00:00.000Z', until: '2026-07-25T07:00:00.000Z' },
      after: { since: '2026-08-01T02:00:00.000Z', until: '2026-08-01T07:00:00.000Z' },
    });
  });

  it('spansOfChange() compares the same hours of the day where there is no week before', () => {
    const interval = { fromMs: START_MS, toMs: START_MS + 2 * HOUR_MS };
    const window = { fromMs: START_MS - 2 * DAY_MS, toMs: START_MS + 7 * HOUR_MS };

    expect(spansOfChange(interval, window)?.before).toEqual({
      since: '2026-07-31T02:00:00.000Z',
      until: '2026-07-31T07:00:00.000Z',
    });
  });

  it('spansOfChange() compares the same hours of the week, outside the interval, where it can', () => {
    fc.assert(
      fc.property(anyChange, ({ interval, window }) => {
        const spans = spansOfChange(interval, window);
        if (spans === null) throw new Error('Expected spans: there is an hour on both sides');

        expect(Date.parse(spans.before.since)).toBeGreaterThanOrEqual(window.fromMs);
        expect(Date.parse(spans.before.until)).toBeLessThanOrEqual(interval.fromMs);
        expect(Date.parse(spans.after.since)).toBeGreaterThanOrEqual(interval.toMs);
        expect(Date.parse(spans.after.until)).toBeLessThanOrEqual(window.toMs);
        expect(hoursOfWeek(spans.after)).toEqual(hoursOfWeek(spans.before));
      }),
      { numRuns: 100 },
    );
  });

  it('spansOfChange() has nothing to compare without an hour on both sides', () => {
    const interval = { fromMs: START_MS, toMs: START_MS + HOUR_MS };

    expect(spansOfChange(interval, { ...interval, fromMs: START_MS - DAY_MS })).toBeNull();
  });
});

describe('spansOfDrift()', () => {
  it('spansOfDrift() compares the first and the last third in whole weeks', () => {
    const window = { fromMs: START_MS + HOUR_MS, toMs: START_MS + 60 * DAY_MS };

    expect(spansOfDrift(window)).toEqual({
      before: { since: '2026-08-02T00:00:00.000Z', until: '2026-08-16T00:00:00.000Z' },
      after: { since: '2026-09-16T00:00:00.000Z', until: '2026-09-30T00:00:00.000Z' },
    });
  });

  it('spansOfDrift() compares a week each in two weeks, halves in less, nothing below two days', () => {
    expect([14, 13, 2, 1].map(daysCompared)).toEqual([7, 6, 1, null]);
  });
});
