import { occurrencesOf, type ScheduleSpec } from './schedules.ts';

const SCHEDULE: ScheduleSpec = {
  name: 'checkout',
  region: 'eu-west-1',
  expression: 'rate(7 minutes)',
  timeZone: 'UTC',
  input: '{}',
  target: 'runner',
  retry: { ageSeconds: 60, attempts: 0 },
  deadLetters: null,
};

function firstOf(changes: Partial<ScheduleSpec>, from: string, until?: string): readonly string[] {
  const toMs = until === undefined ? Infinity : Date.parse(until);
  const span = { schedule: { ...SCHEDULE, ...changes }, fromMs: Date.parse(from), toMs };
  const found: string[] = [];
  for (const atMs of occurrencesOf(span)) {
    if (found.length === 3) break;
    found.push(new Date(atMs).toISOString().slice(11, 19));
  }

  return found;
}

test.each([
  ['a rate without a start date fires at once', {}, ['09:13:20', '09:20:20', '09:27:20']],
  [
    'a rate counts from its start date',
    { startDate: '2026-12-01T09:45:00Z' },
    ['09:45:00', '09:52:00', '09:59:00'],
  ],
  [
    'a rate keeps the phase of a start date of the past',
    { startDate: '2026-12-01T09:10:00Z' },
    ['09:17:00', '09:24:00', '09:31:00'],
  ],
  [
    'a cron has its own instants',
    { expression: 'cron(3/5 * * * ? *)' },
    ['09:18:00', '09:23:00', '09:28:00'],
  ],
])('occurrencesOf(): %s', (_, changes, expected) => {
  expect(firstOf(changes, '2026-12-01T09:13:20Z')).toEqual(expected);
});

test('occurrencesOf() ends with the span, and throws for an expression that it does not know', () => {
  expect(firstOf({}, '2026-12-01T09:13:20Z', '2026-12-01T09:20:20Z')).toEqual(['09:13:20']);
  expect(() => firstOf({ expression: 'at(2026-12-01T09:13:20)' }, '2026-12-01T09:13:20Z')).toThrow(
    'Cannot read schedule expression "at(2026-12-01T09:13:20)"; expected cron(…) or rate(N minutes)',
  );
});
