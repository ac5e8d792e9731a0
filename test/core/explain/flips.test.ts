import { flipsOf } from '../../../lib/core/explain/flips.ts';
import type { Dated, FactsRollup } from '../../../lib/core/rollup/rollup.ts';
import { seededRandom } from '../../../lib/core/stats/seeded.ts';
import { changeAt, inputOfChange } from '../../support/generated-history.ts';
import { HOUR_MS } from '../../../lib/core/base/time.ts';

const START_MS = Date.UTC(2026, 7, 1);
const HOURS = 28 * 24;
const CHANGE_HOUR = 14 * 24;
const RUNS = 12;

type HourFacts = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** The flips of four weeks of facts around a change in the middle. */
function flips(factsOfHour: (hour: number) => HourFacts) {
  const facts = Array.from({ length: HOURS }, (_, hour): Dated<FactsRollup> => ({
    startsAt: new Date(START_MS + hour * HOUR_MS).toISOString(),
    rollup: { kind: 'facts', n: RUNS, facts: factsOfHour(hour) },
  }));
  const slots = facts.map(({ startsAt }) => ({ startsAt, rollup: NO_SLOTS }));
  const change = changeAt(START_MS + CHANGE_HOUR * HOUR_MS);

  return flipsOf(inputOfChange({ facts, slots, parts: [], metrics: {} }, change));
}

const NO_SLOTS = {
  kind: 'slots',
  counts: { passed: 0, failed: 0, errored: 0, skipped: 0, missing: 0 },
  flaky: 0,
  cold: 0,
  timed: 0,
  metrics: [],
  omitted: { steps: 0, hosts: 0 },
  content: '',
} as const;

function hourMs(hour: number): number {
  return START_MS + hour * HOUR_MS;
}

describe('flipsOf()', () => {
  it('flipsOf() names a fact whose value was replaced, and the hour', () => {
    const found = flips((hour) => ({
      chromium: { [hour < CHANGE_HOUR + 1 ? '146' : '147']: RUNS },
      node: { '24.11.0': RUNS },
    }));

    expect(found).toEqual([
      {
        fact: 'chromium',
        before: '146',
        after: '147',
        distance: 1,
        atMs: hourMs(CHANGE_HOUR + 1),
      },
    ]);
  });

  it('flipsOf() finds the hour though some runs have the other value on either side', () => {
    const [flip] = flips((hour) =>
      hour < CHANGE_HOUR
        ? { 'cache@shop.test': { HIT: RUNS - 1, MISS: 1 } }
        : { 'cache@shop.test': { HIT: 1, MISS: RUNS - 1 } },
    );

    expect(flip).toMatchObject({ before: 'HIT', after: 'MISS', atMs: hourMs(CHANGE_HOUR) });
    expect(flip?.distance).toBeCloseTo(10 / 12, 10);
  });

  it('flipsOf() names a host that came, and one that went, with nothing in their place', () => {
    const found = flips((hour) => ({
      [hour < CHANGE_HOUR ? 'host@old.test' : 'host@new.test']: { present: RUNS },
    }));

    expect(found).toMatchObject([
      { fact: 'host@new.test', before: null, after: 'present' },
      { fact: 'host@old.test', before: 'present', after: null },
    ]);
  });

  it('flipsOf() does not say that a host came or went where hosts were left out', () => {
    const found = flips((hour) => ({
      [hour < CHANGE_HOUR ? 'host@old.test' : 'host@new.test']: { present: RUNS },
      'host@(other)': { present: 1 },
    }));

    expect(found).toEqual([]);
  });

  it('flipsOf() does not compare the facts of a host that was not there', () => {
    const found = flips((hour) =>
      hour < CHANGE_HOUR
        ? {}
        : { 'host@new.test': { present: RUNS }, 'address@new.test': { '192.0.2.1': RUNS } },
    );

    expect(found.map(({ fact }) => fact)).toEqual(['host@new.test']);
  });

  it('flipsOf() does not take addresses that never stay for one that was replaced', () => {
    const random = seededRandom(7);
    const found = flips(() => ({
      'address@cdn.test': { [`192.0.2.${Math.floor(random() * 1e6)}`]: RUNS },
    }));

    expect(found).toEqual([]);
  });

  it('flipsOf() does not take a mix that wavers for one that was replaced', () => {
    const random = seededRandom(11);
    const found = flips(() => {
      const misses = Math.floor(random() * (RUNS + 1));

      return { 'cache@shop.test': { HIT: RUNS - misses, MISS: misses } };
    });

    expect(found).toEqual([]);
  });
});
