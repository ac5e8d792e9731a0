import { Cron } from 'croner';
import * as fc from 'fast-check';
import type { SchedulePlan } from '../../../../lib/core/journey/plan.ts';
import { nextSlots, slotsBetween } from '../../../../lib/core/schedule/slots.ts';
import { DAY_MS, MINUTE_MS } from '../../../../lib/core/base/time.ts';

const SERIES = { journey: 'checkout', region: 'eu-west-1' };

function cronOf(expression: string, timeZone = 'UTC'): SchedulePlan {
  return { kind: 'cron', expression, timeZone };
}

/** Random expressions that croner reads the same: it has no `L` alone as a day of the week. */
function values(min: number, max: number) {
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant('*') },
    fc.integer({ min, max }).map(String),
    fc
      .tuple(fc.integer({ min, max }), fc.integer({ min, max }))
      .map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`),
    fc.tuple(fc.integer({ min, max }), fc.integer({ min: 1, max })).map(([a, n]) => `${a}/${n}`),
    fc
      .tuple(fc.integer({ min, max }), fc.integer({ min: 1, max }))
      .map(([a, n]) => `${a}-${max}/${n}`),
    fc
      .uniqueArray(fc.integer({ min, max }), { minLength: 2, maxLength: 4 })
      .map((list) => list.join(',')),
  );
}
const month = fc.oneof(values(1, 12), fc.constantFrom('JAN', 'FEB-APR', 'FEB', 'JUN,DEC'));
const year = fc.oneof(fc.constant('*'), fc.constantFrom('2027', '2026-2028', '2028', '2026,2029'));
const dayOfMonth = fc.oneof(
  values(1, 31),
  fc.constant('L'),
  fc.constant('LW'),
  fc.integer({ min: 1, max: 28 }).map((day) => `${day}W`),
);
const dayOfWeek = fc.oneof(
  fc.constant('*'),
  fc
    .uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 4 })
    .map((list) => list.join(',')),
  fc.constantFrom('MON-FRI', 'SUN', 'SAT', 'TUE,THU', '2-6'),
  fc.integer({ min: 1, max: 7 }).map((day) => `${day}L`),
  fc
    .tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 5 }))
    .map(([day, nth]) => `${day}#${nth}`),
);
const days = fc.oneof(
  fc.tuple(dayOfMonth, fc.constant('?')),
  fc.tuple(fc.constant('?'), dayOfWeek),
);
const expression = fc
  .tuple(values(0, 59), values(0, 23), days, month, year)
  .map(
    ([minute, hour, [dom, dow], months, years]) =>
      `${minute} ${hour} ${dom} ${months} ${dow} ${years}`,
  );

/** After the last year that EventBridge knows; croner goes on. */
const LAST_YEAR_MS = Date.UTC(2200, 0);

const fewMinutes = fc.constantFrom('0', '30', '0/15', '*/20', '5,59', '1/29');

/** Zones, each with days in 2027 on which its clocks change (and one without any). */
const ZONES = [
  ['Europe/Amsterdam', ['2027-03-27', '2027-10-30']],
  ['America/New_York', ['2027-03-13', '2027-11-06']],
  ['Australia/Lord_Howe', ['2027-04-03', '2027-10-02']],
  ['Africa/Casablanca', ['2027-02-06', '2027-03-13']],
  ['America/Santiago', ['2027-04-03', '2027-09-04']],
  ['Pacific/Chatham', ['2027-04-03', '2027-09-25']],
  ['Atlantic/Azores', ['2027-03-27', '2027-10-30']],
  ['Asia/Kolkata', ['2027-03-27']],
] as const;

/** Croner wants the end of a range that EventBridge leaves open: `1/10`. */
function withEnd(field: string | undefined, max: number): string {
  return (field ?? '').replaceAll(/(^|,)(\d+)\/(\d+)/g, `$1$2-${max}/$3`);
}

function croned(pattern: string, fromMs: number, count: number): readonly number[] {
  const [minute, hour, dom, mon, dow, yr] = pattern.split(' ');
  const job = new Cron(
    `0 ${withEnd(minute, 59)} ${withEnd(hour, 23)} ${withEnd(dom, 31)} ${withEnd(mon, 12)} ${dow} ${yr}`,
    { paused: true, timezone: 'UTC', alternativeWeekdays: true, mode: '7-part' },
  );

  return job.nextRuns(count, new Date(fromMs)).map((date) => date.getTime());
}

/** The first instant at which a zone's clock shows each minute, found by walking every minute. */
function firstInstants(
  timeZone: string,
  fromMs: number,
  toMs: number,
): ReadonlyMap<string, number> {
  const clock = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
  });
  const instants = new Map<string, number>();
  for (let at = fromMs; at < toMs; at += MINUTE_MS) {
    const reading = clock.format(at);
    if (!instants.has(reading)) instants.set(reading, at);
  }

  return instants;
}

describe('slots against an independent twin', () => {
  it('nextSlots() agrees with croner on random expressions in UTC', () => {
    const start = fc.integer({
      min: Date.parse('2026-01-01T00:00:00Z'),
      max: Date.parse('2028-12-31T00:00:00Z'),
    });
    fc.assert(
      fc.property(expression, start, (pattern, afterMs) => {
        const expected = croned(pattern, afterMs, 6).filter((at) => at < LAST_YEAR_MS);
        fc.pre(expected.length > 0);

        const slots = nextSlots(cronOf(pattern), SERIES, { afterMs, count: expected.length });

        expect(slots).toEqual(expected);
      }),
      { numRuns: 150 },
    );
  });

  it.each(ZONES)(
    'slotsBetween() has the first instant of every matching reading in %s',
    (timeZone, changes) => {
      for (const change of changes) {
        const fromMs = Date.parse(`${change}T12:00:00Z`);
        const toMs = fromMs + 2 * DAY_MS;
        const instants = firstInstants(timeZone, fromMs - DAY_MS, toMs + DAY_MS);
        fc.assert(
          fc.property(fewMinutes, values(0, 23), (minute, hour) => {
            const pattern = `${minute} ${hour} * * ? *`;
            const readings = croned(pattern, fromMs - DAY_MS, 400).filter(
              (at) => at < toMs + DAY_MS,
            );
            const expected = readings
              .map(
                (at) =>
                  instants.get(new Date(at).toISOString().slice(0, 16).replace('T', ' ')) ?? -1,
              )
              .filter((at) => at >= fromMs && at < toMs);

            expect(slotsBetween(cronOf(pattern, timeZone), SERIES, { fromMs, toMs })).toEqual(
              expected,
            );
          }),
          { numRuns: 10 },
        );
      }
    },
  );
});
