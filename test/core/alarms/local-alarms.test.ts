import { type LocalAlarms, localAlarms } from '../../../lib/core/alarms/local-alarms.ts';
import type { SchedulePlan } from '../../../lib/core/journey/plan.ts';
import type { RunRecord } from '../../../lib/core/record/run-record.ts';
import { runRecord } from '../../support/run-records.ts';
import { planOf } from './journey-plan.ts';
import { MINUTE_MS } from '../../../lib/core/base/time.ts';

const START_MS = Date.UTC(2026, 10, 23, 8);
const EACH_MINUTE: SchedulePlan = { kind: 'cron', expression: '* * * * ? *', timeZone: 'UTC' };
const OFFICE: SchedulePlan = {
  kind: 'cron',
  expression: '0/20 8-17 ? * MON-FRI *',
  timeZone: 'UTC',
};

function started(schedule: SchedulePlan): LocalAlarms {
  const budgets = [{ metric: 'duration', statistic: 'p50', max: 100 }] as const;

  return localAlarms({
    plans: [planOf({ schedule, budgets })],
    region: 'local',
    stage: 'dev',
    runbookUrl: null,
    startMs: START_MS,
  });
}

function recordAt(minute: number, changes: Partial<RunRecord> = {}): RunRecord {
  const scheduledAt = new Date(START_MS + minute * MINUTE_MS).toISOString();

  return runRecord({ journey: 'checkout', region: 'local', scheduledAt, ...changes });
}

/** Lets minutes pass, each with a record or none; the changes as `minute alarm state`. */
function pass(
  alarms: LocalAlarms,
  { from, to }: { readonly from: number; readonly to: number },
  recordOf: (minute: number) => RunRecord | null,
): readonly string[] {
  const all: string[] = [];
  for (let minute = from; minute < to; minute += 1) {
    const record = recordOf(minute);
    if (record !== null) alarms.add(record);
    for (const { alarm, atMs, to: state } of alarms.advance(START_MS + (minute + 1) * MINUTE_MS)) {
      all.push(`${(atMs - START_MS) / MINUTE_MS} ${alarm.label} ${state}`);
    }
  }

  return all;
}

describe('localAlarms()', () => {
  it('localAlarms() is down with two of three failing here, though two regions are configured', () => {
    const alarms = started(EACH_MINUTE);

    const changes = pass(alarms, { from: 0, to: 20 }, (minute) =>
      recordAt(minute, minute >= 5 && minute < 8 ? { outcome: 'failed' } : { durationMs: 50 }),
    );

    expect(changes).toEqual([
      '1 down OK',
      '1 blind OK',
      '1 budget p50 duration OK',
      '7 down ALARM',
      '15 silent OK',
      '17 down OK',
    ]);
  });

  it('localAlarms() knows the state that was kept when it starts, and does not call it silence', () => {
    const alarms = started(EACH_MINUTE);
    for (const minute of [-600, -599, -598]) alarms.add(recordAt(minute, { outcome: 'failed' }));

    const before = alarms.advance(START_MS);

    expect(before.map(({ alarm, to }) => `${alarm.label} ${to}`)).toEqual([
      'blind OK',
      'down ALARM',
    ]);
    expect(pass(alarms, { from: 0, to: 3 }, (minute) => recordAt(minute))).toEqual([
      '1 down OK',
      '1 budget p50 duration ALARM',
    ]);
  });

  it('localAlarms() is silent when no more records come', () => {
    const alarms = started(EACH_MINUTE);

    const changes = pass(alarms, { from: 0, to: 60 }, (minute) =>
      minute < 20 ? recordAt(minute, { durationMs: 50 }) : null,
    );

    expect(changes.slice(3)).toEqual(['15 silent OK', '31 silent ALARM']);
  });

  it('localAlarms() looks for missing slots itself where a schedule is uneven', () => {
    const alarms = started(OFFICE);
    const due = [0, 20, 40, 80, 100, 120, 140, 160];

    const changes = pass(alarms, { from: 0, to: 200 }, (minute) =>
      due.includes(minute) ? recordAt(minute, { durationMs: 50 }) : null,
    );

    // The slot at minute 60 is looked for when its hour has been over for ten minutes.
    expect(changes.filter((change) => change.includes('silent'))).toEqual([
      '60 silent OK',
      '130 silent ALARM',
      '190 silent OK',
    ]);
  });

  it('localAlarms() returns the status of a budget once there are enough runs', () => {
    const alarms = started(EACH_MINUTE);
    pass(alarms, { from: 0, to: 4 }, (minute) => recordAt(minute, { durationMs: 200 }));
    const before = alarms.budgets('checkout', START_MS + 4 * MINUTE_MS);
    pass(alarms, { from: 4, to: 5 }, (minute) => recordAt(minute, { durationMs: 200 }));

    const after = alarms.budgets('checkout', START_MS + 5 * MINUTE_MS);

    expect([...before, ...after].map(({ value }) => value)).toEqual([null, 200]);
  });
});
