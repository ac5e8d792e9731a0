import type { RunRecord } from '../../../lib/core/record/run-record.ts';
import { metricSamplesOf } from '../../../lib/core/alarms/metric-samples.ts';
import { censoredValuesOf, metricValuesOf } from '../../../lib/core/rollup/metric-values.ts';
import {
  instrumentReading,
  requestPhases,
  requestRecord,
  stepRecord,
} from '../../support/record-parts.ts';
import { runRecord } from '../../support/run-records.ts';

const phases = requestPhases({ dnsMs: 2, waitMs: 14, unaccountedMs: 0.5 });

describe('metricValuesOf()', () => {
  it('metricValuesOf() gives every metric of a run', () => {
    const record = runRecord({
      durationMs: 900,
      steps: [
        stepRecord({ name: 'pay', durationMs: 10 }),
        stepRecord({ name: 'pay', durationMs: 20 }),
        stepRecord({ name: 'pay', durationMs: 99, outcome: 'failed' }),
      ],
      requests: [
        requestRecord({ url: 'https://Shop.test/a', phases, sizeBytes: 100 }),
        requestRecord({ url: 'https://shop.test/b', phases, sizeBytes: 23, resourceType: 'image' }),
        requestRecord({ url: 'https://cdn.test/', phases, sizeBytes: 9, connection: 'cache' }),
        requestRecord({
          url: 'https://ads.test/',
          phases,
          sizeBytes: null,
          status: null,
          error: 'blocked',
        }),
      ],
      vitals: {
        lcp: { value: 1_200, attribution: {} },
        cls: { value: 0.12, attribution: {} },
        navigations: [],
      },
      instrument: instrumentReading({ cpuCheckMs: 1.5, eventLoopDelayMaxMs: null }),
    });

    expect(Object.fromEntries(metricValuesOf(record, ['wait', 'step:pay', 'lcp']))).toEqual({
      duration: [900],
      'step:pay': [10, 20],
      lcp: [1_200],
      cls: [0.12],
      wait: [14, 14],
      'dns@shop.test': [2, 2],
      'wait@shop.test': [14, 14],
      'unaccounted@shop.test': [0.5, 0.5],
      bytes: [123],
      requests: [3],
      'instrument:cpu': [1.5],
    });
  });

  it('metricValuesOf() gives of budgets the values that are published', () => {
    const words = ['wait', 'dns', 'receive', 'step:pay', 'lcp', 'tls'];
    const record = runRecord({
      steps: [stepRecord({ name: 'pay' }), stepRecord({ name: 'pay', outcome: 'failed' })],
      requests: [
        requestRecord(),
        requestRecord({ resourceType: 'image' }),
        requestRecord({ resourceType: 'document', connection: 'cache' }),
        requestRecord({ error: 'reset' }),
      ],
      vitals: { lcp: { value: 7, attribution: {} }, navigations: [] },
    });

    const values = metricValuesOf(record, words);

    const samples = metricSamplesOf(record, { metrics: words, counted: true });
    for (const word of words) {
      const published = samples.filter(({ name }) => name === word).map(({ value }) => value);
      expect([word, values.get(word) ?? []]).toEqual([word, published]);
    }
  });

  it.each([
    ['of unknown size', { requests: [requestRecord({ sizeBytes: null })] }, 1],
    [
      'of a list that is not whole',
      { omitted: { requests: 3 }, requests: [requestRecord()] },
      null,
    ],
  ] as const)('metricValuesOf() has no bytes %s', (_, changes, requests) => {
    const values = metricValuesOf(runRecord(changes), []);

    expect(values.has('bytes')).toBe(false);
    expect(values.get('requests')?.[0] ?? null).toBe(requests);
    expect(values.has('wait@shop.test')).toBe(requests !== null);
  });

  it('metricValuesOf() leaves out what is no number of 0 or more', () => {
    const record = runRecord({
      durationMs: Number.NaN,
      steps: [stepRecord({ name: 'back', durationMs: -1 })],
      vitals: { inp: { value: Infinity, attribution: {} }, navigations: [] },
    });

    expect([...metricValuesOf(record, []).keys()]).toEqual([
      'requests',
      'bytes',
      'instrument:cpu',
      'instrument:loop',
    ]);
  });

  it.each([
    ['failed', { outcome: 'failed' }],
    ['errored', { outcome: 'errored' }],
    ['off', { instrument: instrumentReading({ off: ['event-loop-blocked'] }) }],
  ] as const)('metricValuesOf() has none of a run that is %s', (_, changes) => {
    expect(metricValuesOf(runRecord(changes), ['wait']).size).toBe(0);
  });
});

describe('censoredValuesOf()', () => {
  const steps = [
    stepRecord({ name: 'open', durationMs: 5 }),
    stepRecord({ name: 'pay', startMs: 5, durationMs: 60, outcome: 'failed' }),
    stepRecord({ name: 'confirm', parent: 'pay', startMs: 9, durationMs: 50, outcome: 'failed' }),
  ];
  const error = { message: 'too long', step: 'confirm', file: null, line: null, column: null };
  const timeOut: Partial<RunRecord> = {
    outcome: 'failed',
    cause: 'journey.timeout',
    durationMs: 70,
    steps,
    error,
  };

  it('censoredValuesOf() gives the run and the steps that were under way', () => {
    expect(Object.fromEntries(censoredValuesOf(runRecord(timeOut)))).toEqual({
      duration: [70],
      'step:pay': [60],
      'step:confirm': [50],
    });
  });

  it.each([['not-measured'], ['traced']])(
    'censoredValuesOf() takes a time-out whose instrument was %s',
    (reason) => {
      const record = runRecord({ ...timeOut, instrument: instrumentReading({ off: [reason] }) });

      expect(censoredValuesOf(record).get('duration')).toEqual([70]);
    },
  );

  it.each([
    ['a run that passed', { outcome: 'passed', cause: null }],
    ['another failure', { cause: 'target.status' }],
    ['a time-out of the monitor', { outcome: 'errored', cause: 'monitor.timeout' }],
    [
      'an instrument that was off',
      { instrument: instrumentReading({ off: ['event-loop-blocked'] }) },
    ],
  ] as const)('censoredValuesOf() has none of %s', (_, changes) => {
    expect(censoredValuesOf(runRecord({ ...timeOut, ...changes })).size).toBe(0);
  });
});
