import { alarmWatch } from '../../../lib/core/alarms/alarm-watch.ts';
import { journeyAlarms } from '../../../lib/core/alarms/journey-alarms.ts';
import { sampleLog } from '../../../lib/core/alarms/sample-log.ts';
import { planOf } from './journey-plan.ts';
import { MINUTE_MS } from '../../../lib/core/base/time.ts';

const START_MS = Date.UTC(2026, 10, 23);
const PLAN = planOf({
  schedule: { kind: 'rate', everyMinutes: 1 },
  regions: ['local'],
  alarm: { failingRegions: 1, datapoints: [2, 3] },
  budgets: [],
});
const FRAME = { stage: 'dev', runbookUrl: null };

/** A watch over a journey that runs each minute; a minute passes with each value of `Success`. */
function watchOf(values: readonly (number | null)[], atOnce: boolean) {
  const log = sampleLog();
  const alarms = journeyAlarms(PLAN, FRAME).map((alarm) => ({
    ...alarm,
    journey: PLAN.name,
    fromMs: START_MS + (alarm.kind === 'silent' ? 15 * MINUTE_MS : 0),
  }));
  const watch = alarmWatch(alarms, log.samplesOf);
  const dimensions = { Journey: PLAN.name, Region: 'local' };
  const changes = values.flatMap((value, minute) => {
    const atMs = START_MS + minute * MINUTE_MS;
    if (value !== null) {
      log.add([
        { name: 'Success', dimensions, atMs, value },
        { name: 'Errored', dimensions, atMs, value: 0 },
      ]);
    }
    return atOnce ? [] : watch.advance(atMs + MINUTE_MS);
  });
  const all = atOnce ? watch.advance(START_MS + values.length * MINUTE_MS) : changes;

  return {
    changes: all.map(
      ({ alarm, atMs, to }) => `${(atMs - START_MS) / MINUTE_MS} ${alarm.label} ${to}`,
    ),
    watch,
  };
}

const VALUES = [...repeat(1, 5), ...repeat(0, 5), ...repeat(1, 10), ...repeat(null, 20)];

function repeat<T>(value: T, count: number): readonly T[] {
  return Array.from({ length: count }, () => value);
}

describe('alarmWatch()', () => {
  it.each([true, false])('alarmWatch() has the same changes when asked once: %s', (atOnce) => {
    const { changes, watch } = watchOf(VALUES, atOnce);

    expect(changes).toEqual([
      '1 down OK',
      '1 blind OK',
      '7 down ALARM',
      '15 silent OK',
      '19 down OK',
      '31 silent ALARM',
    ]);
    expect(watch.statuses().map(({ alarm, state }) => `${alarm.label} ${state}`)).toEqual([
      'down OK',
      'silent ALARM',
      'blind OK',
    ]);
  });

  it('alarmWatch() has insufficient data before anything was evaluated', () => {
    const { watch } = watchOf([], false);

    expect(watch.statuses().map(({ state, sinceMs }) => [state, sinceMs])).toEqual(
      repeat(['INSUFFICIENT_DATA', null], 3),
    );
  });
});
