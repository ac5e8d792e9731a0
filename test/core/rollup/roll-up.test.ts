import * as fc from 'fast-check';
import { decodeFromCompressedBase64 } from 'hdr-histogram-js';
import { hdrHistograms } from '../../../lib/adapters/histogram/hdr-histogram.ts';
import type { RunRecord, StepRecord } from '../../../lib/core/record/run-record.ts';
import { rollUpRecords } from '../../../lib/core/rollup/roll-up.ts';
import type { MetricRollup, SlotsRollup } from '../../../lib/core/rollup/rollup.ts';
import { requestPhases, requestRecord, stepRecord } from '../../support/record-parts.ts';
import { runAtMinute, runRecord } from '../../support/run-records.ts';

const codec = hdrHistograms();

function rollUp(records: readonly RunRecord[], extraMetrics: readonly string[] = []) {
  return rollUpRecords(records, { codec, extraMetrics });
}

function slotsOf(records: readonly RunRecord[]): SlotsRollup | undefined {
  return rollUp(records)
    .map(({ rollup }) => rollup)
    .find((rollup) => rollup.kind === 'slots');
}

function metricOf(records: readonly RunRecord[], name: string): MetricRollup | undefined {
  return rollUp(records)
    .filter(({ metric }) => metric === name)
    .map(({ rollup }) => rollup)
    .find((rollup) => rollup.kind === 'metric');
}

function timedOut(changes: Partial<RunRecord> = {}): RunRecord {
  return runAtMinute(9, {
    outcome: 'failed',
    cause: 'journey.timeout',
    durationMs: 60_000,
    ...changes,
  });
}

describe('rollUpRecords()', () => {
  it('rollUpRecords() counts outcomes, flaky, timed and cold runs', () => {
    const { instrument } = runRecord();
    const records = [
      runAtMinute(0),
      runAtMinute(1, { flaky: true, instrument: { ...instrument, cold: true } }),
      runAtMinute(2, { outcome: 'failed', durationMs: 9 }),
      runAtMinute(3, { outcome: 'errored', instrument: { ...instrument, cold: true } }),
      runAtMinute(4, { outcome: 'skipped' }),
      runAtMinute(5, { outcome: 'missing' }),
      runAtMinute(6, { instrument: { ...instrument, off: ['event-loop-blocked', 'traced'] } }),
      runAtMinute(7, { instrument: { ...instrument, off: ['traced'] } }),
    ];

    expect(slotsOf(records)).toMatchObject({
      counts: { passed: 4, failed: 1, errored: 1, skipped: 1, missing: 1 },
      flaky: 1,
      cold: 1,
      timed: 3,
      metrics: ['duration', 'instrument:cpu', 'instrument:loop', 'requests', 'bytes'].toSorted(),
      omitted: { steps: 0, hosts: 0 },
    });
    expect(metricOf(records, 'duration')).toMatchObject({ n: 3, sum: 370.368, min: 123.456 });
  });

  it('rollUpRecords() leaves out runs on demand, and is empty without others', () => {
    const onDemand = runRecord({ scheduledAt: null });

    expect(rollUp([onDemand])).toEqual([]);
    expect(slotsOf([onDemand, runAtMinute(1)])?.counts.passed).toBe(1);
  });

  it('rollUpRecords() keeps values as a standard HdrHistogram of microseconds, to two digits', () => {
    const records = [1.5, 250, 60_000].map((durationMs, minute) =>
      runAtMinute(minute, { durationMs }),
    );

    const duration = metricOf(records, 'duration');

    const histogram = decodeFromCompressedBase64(duration?.histogram ?? '');
    expect(histogram.totalCount).toBe(3);
    expect(histogram.numberOfSignificantValueDigits).toBe(2);
    expect(histogram.getValueAtPercentile(50)).toBeGreaterThanOrEqual(250_000);
    expect(histogram.getValueAtPercentile(50)).toBeLessThan(252_500);
    expect(duration).toMatchObject({ unit: 'ms', n: 3, sum: 60_251.5, min: 1.5, max: 60_000 });
  });

  it('rollUpRecords() takes time-outs as values that were cut off', () => {
    const steps: readonly StepRecord[] = [
      stepRecord({ name: 'open', durationMs: 10 }),
      stepRecord({ name: 'pay', durationMs: 59_990, startMs: 10, outcome: 'failed' }),
    ];
    const error = { message: 'too long', step: 'pay', file: null, line: null, column: null };
    const records = [
      runAtMinute(0, { steps: steps.map(passed) }),
      timedOut({ steps, error }),
      timedOut({ cause: 'target.timeout', durationMs: 5_000 }),
      timedOut({ cause: 'target.status', durationMs: 1 }),
      timedOut({ outcome: 'errored', cause: 'monitor.timeout' }),
    ];

    expect(metricOf(records, 'duration')).toMatchObject({ n: 1, max: 123.456, censored: { n: 2 } });
    expect(censoredMiddles(records, 'duration')).toEqual([
      expect.closeTo(5_000, -2),
      expect.closeTo(60_000, -3),
    ]);
    expect(metricOf(records, 'step:pay')?.n).toBe(1);
    expect(censoredMiddles(records, 'step:pay')).toEqual([expect.closeTo(59_990, -3)]);
    expect(metricOf(records, 'step:open')?.censored).toBeNull();
  });

  it('rollUpRecords() has a metric of an hour with time-outs only, without a least value', () => {
    expect(metricOf([timedOut()], 'duration')).toMatchObject({
      n: 0,
      sum: 0,
      min: null,
      max: null,
      censored: { n: 1 },
    });
  });

  it('rollUpRecords() keeps the 8 hosts with the most time, and counts the others', () => {
    const requests = Array.from({ length: 11 }, (_, index) =>
      requestRecord({
        url: `https://host${index}.test/`,
        phases: requestPhases({ waitMs: index === 3 ? 500 : index }),
      }),
    );

    const rollups = rollUp([runAtMinute(0, { requests })]);

    const hosts = rollups.flatMap(({ metric }) => metric?.match(/^wait@(.*)$/)?.[1] ?? []);
    const expected = [3, 4, 5, 6, 7, 8, 9, 10].map((index) => `host${index}.test`);
    expect(hosts.toSorted()).toEqual(expected.toSorted());
    expect(slotsOf([runAtMinute(0, { requests })])?.omitted).toEqual({ steps: 0, hosts: 3 });
  });

  it('rollUpRecords() keeps 50 steps, and those of budgets however little time they take', () => {
    const steps = Array.from({ length: 60 }, (_, index) =>
      stepRecord({ name: `item ${index}`, durationMs: 1 + index }),
    );

    const rollups = rollUp([runAtMinute(0, { steps })], ['step:item 2']);

    const names = rollups.flatMap(({ metric }) => (metric?.startsWith('step:') ? metric : []));
    expect(names).toHaveLength(51);
    expect(names).toContain('step:item 2');
    expect(names).not.toContain('step:item 9');
    expect(rollups[0]?.rollup).toMatchObject({ omitted: { steps: 9, hosts: 0 } });
  });

  it('rollUpRecords() does not depend on the order of the records', () => {
    const values = fc.array(fc.double({ min: 0, max: 900_000, noNaN: true }), { minLength: 1 });

    fc.assert(
      fc.property(values, (list) => {
        const records = list.map(steppedRun);
        expect(rollUp(records.toReversed())).toEqual(rollUp(records));
      }),
      { numRuns: 200 },
    );
  });

  it('rollUpRecords() reports by its content whether anything of the hour differs', () => {
    const changes: readonly Partial<RunRecord>[] = [
      { outcome: 'failed' },
      { durationMs: 124.456 },
      { journeyVersion: 'b2' },
      { steps: [stepRecord({ name: 'pay' })] },
      { flaky: true },
    ];

    const contents = [{}, ...changes].map(contentOf);

    expect(new Set(contents).size).toBe(6);
    expect(contentOf({ runId: 'another' })).toBe(contents[0]);
  });
});

function contentOf(changes: Partial<RunRecord>): string | undefined {
  return slotsOf([runAtMinute(0), runAtMinute(1, changes)])?.content;
}

function steppedRun(durationMs: number, index: number): RunRecord {
  const steps = [stepRecord({ name: `step ${index % 3}`, durationMs: durationMs / 3 })];

  return runAtMinute(index, { durationMs, steps });
}

function passed(step: StepRecord): StepRecord {
  return { ...step, outcome: 'passed' };
}

function censoredMiddles(records: readonly RunRecord[], metric: string): readonly number[] {
  const histogram = metricOf(records, metric)?.censored?.histogram ?? '';

  return codec.read(histogram, 'ms').map(({ from, to }) => (from + to) / 2);
}
