import { isNews, readAlarmChange } from '../../../lib/core/notify/alarm-change.ts';
import { describeAlarm } from '../../../lib/report/format/describe-alarm.ts';
import { alarmEvent } from '../../support/alarm-messages.ts';

describe('readAlarmChange()', () => {
  it('readAlarmChange() reads states, meaning, first step, link, journey, regions and times', () => {
    expect(readAlarmChange(alarmEvent())).toEqual({
      alarm: 'waywiser-prod-checkout-down',
      state: 'ALARM',
      previous: 'OK',
      changedAt: '2026-11-22T16:45:30.123Z',
      previousSince: '2026-11-22T15:40:30.123Z',
      region: 'eu-west-1',
      partition: 'aws',
      meaning: 'Journey "checkout" fails in at least 2 of 2 regions: users cannot get through.',
      firstStep: 'read the last runs.',
      runbook: 'https://wiki.shop.example/runbook#down',
      journey: 'checkout',
      regions: ['eu-west-1', 'us-east-1'],
      reason: 'Threshold Crossed: 2 out of the last 3 datapoints were >= 2 & < 9',
    });
  });

  it('readAlarmChange() reads an alarm on one metric, without a journey and a description', () => {
    const metric = {
      namespace: 'Waywiser/prod',
      name: 'RecorderErrors',
      dimensions: { Region: 'eu-west-1' },
    };
    const metrics = [{ id: 'a', metricStat: { metric, period: 300, stat: 'Sum' } }];

    const change = readAlarmChange(
      alarmEvent({ metrics, description: '', state: { timestamp: 'now' } }),
    );

    expect(change).toMatchObject({
      journey: null,
      regions: ['eu-west-1'],
      meaning: '',
      firstStep: null,
      runbook: null,
      changedAt: null,
    });
  });

  it.each([null, 'https://wiki.shop.example/runbook'])(
    'readAlarmChange() takes apart the descriptions of alarms, with the runbook %s',
    (runbookUrl) => {
      const description = describeAlarm(
        { code: 'recorder', region: 'eu-west-1' },
        { stage: 'prod', runbookUrl },
      );

      expect(readAlarmChange(alarmEvent({ description }))).toMatchObject({
        meaning:
          'The recorder in eu-west-1 keeps failing to store the records in its queue: records are late.',
        firstStep: 'read the log of the function `waywiser-prod-recorder`, in eu-west-1.',
        runbook: runbookUrl === null ? null : `${runbookUrl}#recorder`,
      });
    },
  );

  it.each([
    undefined,
    'hello',
    [],
    { alarmData: { alarmName: 'a' } },
    alarmEvent({ state: { value: 'GONE' } }),
  ])('readAlarmChange() finds no alarm in %p', (event) => {
    expect(readAlarmChange(event)).toBeNull();
  });
});

describe('isNews()', () => {
  it.each([
    ['OK', 'ALARM', true],
    ['INSUFFICIENT_DATA', 'ALARM', true],
    ['ALARM', 'OK', true],
    ['INSUFFICIENT_DATA', 'OK', false],
    ['OK', 'INSUFFICIENT_DATA', false],
    ['ALARM', 'INSUFFICIENT_DATA', false],
  ] as const)('isNews() of a change from %s to %s is %s', (previous, state, expected) => {
    expect(isNews({ previous, state })).toBe(expected);
  });
});
