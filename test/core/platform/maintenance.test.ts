import * as fc from 'fast-check';
import { DAY_MS, HOUR_MS } from '../../../lib/core/base/time.ts';
import type { MaintenancePlan } from '../../../lib/core/journey/resolved-config.ts';
import { maintenanceAt, occurrencesOf } from '../../../lib/core/platform/maintenance.ts';

function recurring(expression: string, timeZone: string, hours: number): MaintenancePlan {
  const schedule = { kind: 'cron', expression, timeZone } as const;

  return { schedule, durationMs: hours * HOUR_MS };
}

function timesIn(window: MaintenancePlan, from: string, to: string): readonly string[] {
  const range = { fromMs: Date.parse(from), toMs: Date.parse(to) };

  return occurrencesOf(window, range).map(({ fromMs, toMs }) =>
    [fromMs, toMs].map((ms) => new Date(ms).toISOString().slice(0, 16)).join(' – '),
  );
}

describe('occurrencesOf()', () => {
  it.each([
    [
      'starts at the same local time in summer and winter',
      recurring('0 4 ? * SUN *', 'Europe/Berlin', 2),
      ['2027-03-20T00:00Z', '2027-04-05T00:00Z'],
      [
        '2027-03-21T03:00 – 2027-03-21T05:00',
        '2027-03-28T02:00 – 2027-03-28T04:00',
        '2027-04-04T02:00 – 2027-04-04T04:00',
      ],
    ],
    [
      'starts when the clocks are put forward if they skip its start',
      recurring('30 2 ? * SUN *', 'Europe/Berlin', 1),
      ['2027-03-28T00:00Z', '2027-03-29T00:00Z'],
      ['2027-03-28T01:00 – 2027-03-28T02:00'],
    ],
    [
      'starts once at a local time that comes twice, and lasts as long as ever',
      recurring('30 2 ? * SUN *', 'Europe/Berlin', 3),
      ['2027-10-31T00:00Z', '2027-11-01T00:00Z'],
      ['2027-10-31T00:30 – 2027-10-31T03:30'],
    ],
    [
      'includes one that began before the range',
      recurring('0 22 1 * ? *', 'UTC', 72),
      ['2027-02-03T00:00Z', '2027-02-04T00:00Z'],
      ['2027-02-01T22:00 – 2027-02-04T22:00'],
    ],
    [
      'is empty after the end of one that comes once',
      { from: '2027-02-01T22:00Z', to: '2027-02-01T23:00Z' },
      ['2027-02-01T23:00Z', '2027-02-02T00:00Z'],
      [],
    ],
  ] as const)('occurrencesOf() %s', (...row) => {
    const [, window, [from, to], times] = row;

    expect(timesIn(window, from, to)).toEqual(times);
  });
});

describe('maintenanceAt()', () => {
  const sunday = { ...recurring('0 2 ? * SUN *', 'America/New_York', 2), reason: 'backup' };

  it.each([
    ['before its start', '2027-06-06T05:59:59.999Z', false],
    ['at its start', '2027-06-06T06:00:00Z', true],
    ['before its end', '2027-06-06T07:59:59.999Z', true],
    ['at its end', '2027-06-06T08:00:00Z', false],
    ['on another day', '2027-06-07T06:30:00Z', false],
  ])('maintenanceAt() knows a recurring window %s', (_name, at, covers) => {
    const found = maintenanceAt([sunday], 'checkout', Date.parse(at));

    expect(found).toEqual(
      covers
        ? {
            fromMs: Date.parse('2027-06-06T06:00:00Z'),
            toMs: Date.parse('2027-06-06T08:00:00Z'),
            reason: 'backup',
          }
        : null,
    );
  });

  it('maintenanceAt() leaves out journeys that a recurring window does not name', () => {
    const atMs = Date.parse('2027-06-06T06:30:00Z');

    expect(maintenanceAt([{ ...sunday, journeys: ['search'] }], 'checkout', atMs)).toBeNull();
    expect(maintenanceAt([{ ...sunday, journeys: ['search'] }], 'search', atMs)).not.toBeNull();
  });

  it('maintenanceAt() covers each instant that an occurrence of a week covers, in any zone', () => {
    const zones = fc.constantFrom(
      'UTC',
      'Europe/Berlin',
      'America/New_York',
      'Australia/Lord_Howe',
    );
    const instants = fc.integer({ min: Date.UTC(2027, 0, 8), max: Date.UTC(2027, 11, 20) });
    fc.assert(
      fc.property(zones, instants, fc.integer({ min: 1, max: 200 }), (zone, atMs, hours) => {
        const window = recurring('30 2 ? * MON,SUN *', zone, hours);
        const around = { fromMs: atMs - 20 * DAY_MS, toMs: atMs + DAY_MS };
        const covers = occurrencesOf(window, around).some(
          ({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs,
        );

        expect(maintenanceAt([window], 'checkout', atMs) !== null).toBe(covers);
      }),
      { numRuns: 200 },
    );
  });
});
