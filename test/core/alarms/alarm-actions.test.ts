import type { AlarmState } from '../../../lib/core/alarms/alarm-definition.ts';
import { alarmActions } from '../../../lib/core/alarms/muting.ts';
import type { AlarmHistory } from '../../../lib/core/alarms/alarm-history.ts';

function history(...changes: readonly (readonly [number, AlarmState])[]): AlarmHistory {
  const transitions = changes.map(([atMs, to], index) => ({
    atMs,
    from: changes[index - 1]?.[1] ?? 'INSUFFICIENT_DATA',
    to,
    reason: 'breaching' as const,
  }));

  return { alarm: 'shop', transitions, state: changes.at(-1)?.[1] ?? 'INSUFFICIENT_DATA' };
}

function window(fromMs: number, toMs: number, alarm = 'shop') {
  return { fromMs, toMs, alarms: [alarm] };
}

function notifications(past: AlarmHistory, ...windows: readonly ReturnType<typeof window>[]) {
  return alarmActions(past, windows, { toMs: 100 }).map(({ atMs, state }) => `${atMs}:${state}`);
}

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-mute-rules-behaviour.html
describe('alarmActions()', () => {
  it('alarmActions() notifies each change when nothing is muted', () => {
    expect(notifications(history([10, 'OK'], [20, 'ALARM'], [30, 'OK']))).toEqual([
      '10:OK',
      '20:ALARM',
      '30:OK',
    ]);
  });

  it('alarmActions() sends nothing for an alarm that began and ended in the window', () => {
    expect(notifications(history([10, 'OK'], [20, 'ALARM'], [30, 'OK']), window(15, 35))).toEqual([
      '10:OK',
      '35:OK',
    ]);
  });

  it('alarmActions() notifies at the end of the window when the alarm is still on', () => {
    const past = history([10, 'OK'], [20, 'ALARM'], [40, 'OK']);

    const actions = alarmActions(past, [window(15, 35)], { toMs: 100 });

    expect(actions).toEqual([
      { atMs: 10, state: 'OK', enteredAtMs: 10 },
      { atMs: 35, state: 'ALARM', enteredAtMs: 20 },
      { atMs: 40, state: 'OK', enteredAtMs: 40 },
    ]);
  });

  it('alarmActions() waits for the last window when several overlap or touch', () => {
    const past = history([20, 'ALARM']);

    expect(notifications(past, window(15, 35), window(30, 50), window(50, 60))).toEqual([
      '60:ALARM',
    ]);
  });

  it('alarmActions() does not look beyond its end when a window outlasts it', () => {
    expect(notifications(history([20, 'ALARM']), window(15, 101))).toEqual([]);
  });

  it('alarmActions() heeds no window when it is another alarm’s', () => {
    expect(notifications(history([20, 'ALARM']), window(15, 35, 'pay'))).toEqual(['20:ALARM']);
  });
});
