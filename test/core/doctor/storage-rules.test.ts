import { HOUR_MS, MINUTE_MS } from '../../../lib/core/base/time.ts';
import {
  heartbeatFacts,
  mappingFacts,
  recordQueueFacts,
  tableFacts,
} from '../../../lib/core/doctor/storage-rules.ts';

const PLACE = { region: 'eu-west-1' };
const NOW_MS = Date.UTC(2026, 11, 1, 12);

describe('queues and heartbeats', () => {
  const queue = { queue: 'records', ...PLACE };

  it.each([
    [null, [], 'queue-missing'],
    [{ waiting: 5, taken: 0 }, [{ atMs: 0, value: 1_200 }], 'queue-late'],
    [{ waiting: 5, taken: 0 }, [], undefined],
    [
      { waiting: 5, taken: 0 },
      [
        { atMs: 0, value: 1_200 },
        { atMs: 1, value: 4 },
      ],
      undefined,
    ],
    [{ waiting: 0, taken: 0 }, [{ atMs: 0, value: 1_200 }], undefined],
  ])('recordQueueFacts() finds of %j and ages %j: %p', (depth, ages, code) => {
    expect(recordQueueFacts(queue, depth, ages)[0]?.code).toBe(code);
  });

  it.each([
    [[], 'mapping-missing'],
    [
      [{ source: 'arn:aws:sqs:eu-west-1:1:other', state: 'Enabled', lastResult: null }],
      'mapping-missing',
    ],
    [
      [{ source: 'arn:aws:sqs:eu-west-1:1:records', state: 'Disabled', lastResult: null }],
      'mapping-off',
    ],
    [
      [
        {
          source: 'arn:aws:sqs:eu-west-1:1:records',
          state: 'Enabled',
          lastResult: 'PROBLEM: Function call failed',
        },
      ],
      'mapping-failing',
    ],
    [
      [{ source: 'arn:aws:sqs:eu-west-1:1:records', state: 'Enabled', lastResult: 'OK' }],
      undefined,
    ],
  ])('mappingFacts() finds of %j: %p', (mappings, code) => {
    expect(mappingFacts({ function: 'recorder', ...PLACE }, mappings, 'records')[0]?.code).toBe(
      code,
    );
  });

  it.each([
    [10 * HOUR_MS, 10 * MINUTE_MS, undefined],
    [10 * HOUR_MS, 120 * MINUTE_MS, undefined],
    [10 * HOUR_MS, 180 * MINUTE_MS, 'heartbeat-missing'],
    [10 * HOUR_MS, null, 'heartbeat-missing'],
    [30 * MINUTE_MS, null, 'heartbeat-not-due'],
  ])(
    'heartbeatFacts() finds of a stage %i ms old, with a beat %p ms ago: %p',
    (ageMs, agoMs, code) => {
      const beats = agoMs === null ? [] : [{ atMs: NOW_MS - agoMs, value: 1 }];

      const facts = heartbeatFacts('gap-detector', beats, {
        function: 'jobs',
        ...PLACE,
        createdAtMs: NOW_MS - ageMs,
        nowMs: NOW_MS,
      });

      expect(facts[0]?.code).toBe(code);
    },
  );

  it.each([
    [null, ['table-missing']],
    [{ status: 'ACTIVE', expiryAttribute: 'expiresAt', recoverable: true }, []],
    [
      { status: 'DELETING', expiryAttribute: 'ttl', recoverable: false },
      ['table-not-active', 'table-never-expires', 'table-not-recoverable'],
    ],
  ])('tableFacts() finds of %j: %j', (table, codes) => {
    const facts = tableFacts({ table: 'waywiser-prod', ...PLACE }, table);

    expect(facts.map(({ code }) => code)).toEqual(codes);
  });
});
