import * as fc from 'fast-check';
import { hdrHistograms } from '../../../lib/adapters/histogram/hdr-histogram.ts';
import type { RunRecord } from '../../../lib/core/record/run-record.ts';
import { mergeRollups, mergeSlots, ofKind } from '../../../lib/core/rollup/merge.ts';
import { rollUpMetric } from '../../../lib/core/rollup/roll-up-metric.ts';
import { rollUpRecords } from '../../../lib/core/rollup/roll-up.ts';
import { requestPhases, requestRecord, stepRecord } from '../../support/record-parts.ts';
import { runAtMinute } from '../../support/run-records.ts';
import { GENERATORS } from '../../support/value-generators.ts';

const codec = hdrHistograms();
const UNIT_METRICS = { ms: 'duration', score: 'cls', bytes: 'bytes', count: 'requests' } as const;

/** Thin and heavy tails, ties, tiny and too great values. */
const value = fc.oneof(
  fc.double({ min: 0, max: 900_000, noNaN: true }),
  fc.double({ min: 0, max: 0.01, noNaN: true }),
  fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true }).map((u) => 10 / u),
  fc.constantFrom(0, 5e-324, 0.000_499_9, 0.0005, 1.001, 250, 86_400_000, 1e300),
);

describe('mergeRollups()', () => {
  it('mergeRollups() of 24 hours equals the rollup of all the values of the day', () => {
    const hours = fc.array(fc.array(value, { maxLength: 20 }), { minLength: 24, maxLength: 24 });

    fc.assert(
      fc.property(hours, hours, (timed, censored) => {
        const parts = timed.map((list, hour) =>
          rollUpMetric(
            { metric: 'duration', timed: list, censored: censored[hour]?.slice(0, 3) ?? [] },
            codec,
          ),
        );
        const whole = rollUpMetric(
          {
            metric: 'duration',
            timed: timed.flat(),
            censored: censored.flatMap((list) => list.slice(0, 3)),
          },
          codec,
        );
        expect(mergeRollups(parts, codec)).toEqual(whole);
        expect(mergeRollups(parts.toReversed(), codec)).toEqual(whole);
      }),
      { numRuns: 40 },
    );
  });

  it.each(GENERATORS)('mergeRollups() of 24 hours of "$name" is exact', ({ unit, values }) => {
    const metric = UNIT_METRICS[unit];
    const day = values(1_440);
    const hours = Array.from({ length: 24 }, (_, hour) => day.slice(hour * 60, hour * 60 + 60));

    const merged = mergeRollups(
      hours.map((timed) => rollUpMetric({ metric, timed, censored: [] }, codec)),
      codec,
    );

    expect(merged).toEqual(rollUpMetric({ metric, timed: day, censored: [] }, codec));
  });

  it('mergeRollups() of hours of records is the rollup of all records, whatever the hours', () => {
    const durations = fc.array(fc.double({ min: 0, max: 900_000, noNaN: true }), {
      minLength: 1,
      maxLength: 40,
    });

    fc.assert(
      fc.property(durations, fc.integer({ min: 1, max: 7 }), (list, size) => {
        const records = list.map(richRun);
        const hours = chunks(records, size).map(rollUp);
        const day = rollUp(records);
        for (const { metric, rollup } of day) {
          if (rollup.kind === 'slots') continue;
          const same = hours.flat().filter((each) => each.metric === metric);
          const ofHours = ofKind(
            same.map((each) => each.rollup),
            rollup.kind,
          );
          expect(mergeRollups<typeof rollup>(ofHours, codec)).toEqual(rollup);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('mergeRollups() of parts adds up to the time of all runs, however many parts there are', () => {
    const records = Array.from({ length: 40 }, (_, index) =>
      runAtMinute(index, {
        durationMs: 1_000.123,
        steps: [0, 1, 2, 3, 4].map((step) =>
          stepRecord({ name: `${index} ${step}`, startMs: step * 100, durationMs: 90.000_7 }),
        ),
      }),
    );

    const [first, second] = [records.slice(0, 15), records.slice(15)].map((each) =>
      ofKind(
        rollUp(each).map(({ rollup }) => rollup),
        'parts',
      ),
    );
    const merged = mergeRollups([...(first ?? []), ...(second ?? [])], codec);

    expect(merged?.parts).toHaveLength(101);
    expect(merged?.parts.at(-1)).toMatchObject({ step: '(other)', host: '(other)', phase: 'own' });
    expect(merged?.parts.reduce((sum, { sumMs }) => sum + sumMs, 0)).toBeCloseTo(40_004.92, 3);
  });

  it('mergeRollups() of facts keeps 12 values of a fact and counts the others', () => {
    const records = Array.from({ length: 30 }, (_, index) =>
      runAtMinute(index, { journeyVersion: `v${index % 20}` }),
    );

    const hours = chunks(records, 10).flatMap((each) =>
      ofKind(
        rollUp(each).map(({ rollup }) => rollup),
        'facts',
      ),
    );
    const merged = mergeRollups(hours, codec);

    const versions = merged?.facts['journey'] ?? {};
    expect(Object.keys(versions)).toHaveLength(13);
    expect(versions['v0']).toBe(2);
    expect(Object.values(versions).reduce((sum, runs) => sum + runs, 0)).toBe(30);
  });

  it('mergeRollups() of none is nothing', () => {
    expect(mergeRollups([], codec)).toBeNull();
    expect(mergeSlots([])).toBeNull();
  });
});

describe('mergeSlots()', () => {
  it('mergeSlots() adds up what became of the slots, and has the metrics of all hours', () => {
    const noon = { ...dated('12', [runAtMinute(0), runAtMinute(1, { outcome: 'missing' })]) };
    const one = dated('13', [runAtMinute(0, { flaky: true, steps: [stepRecord()] })]);

    const day = mergeSlots([noon, one]);

    expect(day).toMatchObject({
      counts: { passed: 2, failed: 0, errored: 0, skipped: 0, missing: 1 },
      flaky: 1,
      timed: 2,
      metrics: [
        'bytes',
        'duration',
        'instrument:cpu',
        'instrument:loop',
        'requests',
        'step:a step',
      ],
    });
    expect(mergeSlots([one, noon])).toEqual(day);
    expect(mergeSlots([one])?.content).not.toBe(day?.content);
  });
});

function rollUp(records: readonly RunRecord[]) {
  return rollUpRecords(records, { codec, extraMetrics: ['wait'] });
}

function dated(hour: string, records: readonly RunRecord[]) {
  const [slots] = ofKind(
    rollUp(records).map(({ rollup }) => rollup),
    'slots',
  );
  if (slots === undefined) throw new Error('no slots');

  return { startsAt: `2026-11-22T${hour}:00:00.000Z`, rollup: slots };
}

/** A run with steps, requests to two hosts, and now and then a time-out. */
function richRun(durationMs: number, index: number): RunRecord {
  const isTimeOut = index % 5 === 4;

  return runAtMinute(index, {
    durationMs,
    ...(isTimeOut && { outcome: 'failed', cause: 'target.timeout' }),
    steps: [stepRecord({ name: `step ${index % 3}`, durationMs: durationMs / 3 })],
    requests: [0, 1].map((host) =>
      requestRecord({
        url: `https://host${host}.test/`,
        phases: requestPhases({ dnsMs: durationMs / 7, waitMs: durationMs / 11 }),
      }),
    ),
  });
}

function chunks<T>(list: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  );
}
