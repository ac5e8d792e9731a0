import type { RunRecord, TlsFacts } from '../../../lib/core/record/run-record.ts';
import { isInMetricRange, metricSamplesOf } from '../../../lib/core/alarms/metric-samples.ts';
import {
  instrumentReading,
  requestPhases,
  requestRecord,
  stepRecord,
} from '../../support/record-parts.ts';
import { runRecord } from '../../support/run-records.ts';

const AT_MS = Date.UTC(2026, 10, 22, 16, 45);

test.each([
  ['passed', { Errored: [0], Success: [1], Duration: [123.456] }],
  ['failed', { Errored: [0], Success: [0] }],
  ['errored', { Errored: [1] }],
  ['skipped', { Errored: [0] }],
  ['missing', {}],
] as const)('metricSamplesOf() gives what there is to say of a %s run', (outcome, expected) => {
  expect(valuesOf(runRecord({ outcome }))).toEqual(expected);
});

test('metricSamplesOf() stamps each sample with the slot, journey and region', () => {
  const startedAt = '2026-11-22T16:45:31.250Z';

  const [first] = metricSamplesOf(runRecord({ startedAt }), { metrics: [], counted: false });

  expect(first).toEqual({
    name: 'Errored',
    unit: 'Count',
    value: 0,
    dimensions: { Journey: 'checkout', Region: 'eu-west-1' },
    atMs: AT_MS,
  });
});

test.each([
  ['passed', { DaysToExpiry: [-3] }],
  ['failed', { DaysToExpiry: [-3] }],
] as const)(
  'metricSamplesOf() gives the fewest days to expiry of all hosts of a %s run',
  (outcome, days) => {
    const requests = [90, -3, 20].map((each) => requestRecord({ tls: tlsFacts(each) }));

    expect(valuesOf(runRecord({ outcome, requests }))).toMatchObject(days);
  },
);

test.each([
  ['errored', [requestRecord({ tls: tlsFacts(5) })]],
  ['passed', [requestRecord({ tls: null }), requestRecord({ tls: tlsFacts(null) })]],
] as const)(
  'metricSamplesOf() gives no days to expiry of a run that is %s with %#',
  (outcome, requests) => {
    expect(Object.keys(valuesOf(runRecord({ outcome, requests })))).not.toContain('DaysToExpiry');
  },
);

test('metricSamplesOf() gives nothing when the run was on demand', () => {
  expect(valuesOf(runRecord({ scheduledAt: null }))).toEqual({});
});

test('metricSamplesOf() does not count the slot again when it was counted', () => {
  const record = runRecord();

  const samples = metricSamplesOf(record, { metrics: [], counted: true });

  expect(samples.map(({ name }) => name)).toEqual(['Success', 'Duration']);
});

test('metricSamplesOf() gives each occurrence of a step that passed', () => {
  const steps = [
    stepRecord({ name: 'pay', durationMs: 10 }),
    stepRecord({ name: 'pay', durationMs: 20 }),
    stepRecord({ name: 'pay', durationMs: 99, outcome: 'failed' }),
    stepRecord({ name: 'open', durationMs: 5 }),
  ];

  expect(valuesOf(runRecord({ steps }), ['step:pay'])['step:pay']).toEqual([10, 20]);
});

test('metricSamplesOf() gives the phases of the requests that people wait for', () => {
  const phases = requestPhases({ waitMs: 7 });
  const requests = [
    requestRecord({ resourceType: 'document', phases }),
    requestRecord({ resourceType: 'http', phases: requestPhases({ waitMs: 8, dnsMs: 3 }) }),
    requestRecord({ resourceType: 'image', phases }),
    requestRecord({ resourceType: 'http', phases, error: 'reset' }),
  ];

  const values = valuesOf(runRecord({ requests }), ['wait', 'dns']);

  expect(values).toMatchObject({ wait: [7, 8], dns: [3] });
});

test('metricSamplesOf() gives vitals, and cls without a unit', () => {
  const vitals = {
    lcp: { value: 2710, attribution: {} },
    cls: { value: 0.3, attribution: {} },
    navigations: [],
  };

  const samples = metricSamplesOf(runRecord({ vitals }), {
    metrics: ['lcp', 'cls', 'inp', 'duration', 'lcp'],
    counted: false,
  });

  expect(samples.slice(3).map(({ name, unit, value }) => [name, unit, value])).toEqual([
    ['lcp', 'Milliseconds', 2710],
    ['cls', 'None', 0.3],
  ]);
});

test('metricSamplesOf() gives no budget metric when the run failed', () => {
  const steps = [stepRecord({ name: 'pay' })];

  expect(valuesOf(runRecord({ outcome: 'failed', steps }), ['step:pay'])).toEqual({
    Errored: [0],
    Success: [0],
  });
});

test.each([
  [['event-loop-blocked'], undefined],
  [['traced'], [123.456]],
])('metricSamplesOf() given an instrument off by %p has the duration %p', (off, expected) => {
  const record = runRecord({ instrument: instrumentReading({ off }) });

  expect(valuesOf(record)['Duration']).toEqual(expected);
  expect(valuesOf(record)['Success']).toEqual([1]);
});

test.each([Number.NaN, Infinity, 2 ** 361])(
  'metricSamplesOf() leaves out a value when it is %p',
  (durationMs) => {
    expect(valuesOf(runRecord({ durationMs }))['Duration']).toBeUndefined();
  },
);

test.each([
  [-14 * 86_400_000, false],
  [-14 * 86_400_000 + 120_000, true],
  [0, true],
  [7_000_000, true],
  [7_200_000, false],
])('isInMetricRange() of a sample %d ms from now is %p', (offsetMs, expected) => {
  const [sample] = metricSamplesOf(runRecord(), { metrics: [], counted: false });

  expect(sample && isInMetricRange(sample, AT_MS - offsetMs)).toBe(expected);
});

function valuesOf(
  record: RunRecord,
  metrics: readonly string[] = [],
): Readonly<Record<string, readonly number[]>> {
  const values: Record<string, number[]> = {};
  for (const { name, value } of metricSamplesOf(record, { metrics, counted: false })) {
    (values[name] ??= []).push(value);
  }

  return values;
}

function tlsFacts(daysToExpiry: number | null): TlsFacts {
  return { protocol: 'TLSv1.3', issuer: 'CN=CA', subject: 'CN=a', validTo: null, daysToExpiry };
}
