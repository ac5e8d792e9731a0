import { describeAlarm } from '../../../lib/report/format/describe-alarm.ts';
import type { SamplePoint } from '../../../lib/core/alarms/datapoints.ts';
import { replayAlarms } from '../../../lib/core/alarms/alarm-history.ts';
import { platformAlarms } from '../../../lib/core/alarms/platform-alarms.ts';
import { MINUTE_MS } from '../../../lib/core/base/time.ts';

const FRAME = {
  stage: 'prod',
  runbookUrl: 'https://example.test/runbook.md',
  regions: ['eu-west-1', 'us-east-1'],
};
const START_MS = Date.UTC(2026, 10, 22);

/** Minutes since the start and states that an alarm of the platform went to in six hours. */
function changes(
  suffix: string,
  samples: readonly SamplePoint[],
  forMinutes = 360,
): readonly string[] {
  const alarms = platformAlarms(FRAME)
    .map(({ definition }) => definition)
    .filter(({ name }) => name === `waywiser-prod-${suffix}`);
  const [history] = replayAlarms(alarms, () => samples, {
    fromMs: START_MS,
    toMs: START_MS + forMinutes * MINUTE_MS,
    initial: Object.fromEntries(alarms.map(({ name }) => [name, 'OK'])),
  });

  return (history?.transitions ?? []).map(
    ({ atMs, to }) => `${(atMs - START_MS) / MINUTE_MS}:${to}`,
  );
}

function everyMinutes(step: number, value: (minute: number) => number | null) {
  return Array.from({ length: Math.ceil(480 / step) }, (_, index) => index * step - 120).flatMap(
    (minute): readonly SamplePoint[] => {
      const sample = value(minute);
      return sample === null ? [] : [{ atMs: START_MS + minute * MINUTE_MS, value: sample }];
    },
  );
}

describe('platformAlarms()', () => {
  it('platformAlarms() has one for each region that has a recorder', () => {
    expect(
      platformAlarms(FRAME).map(({ kind, definition }) => `${kind} ${definition.name}`),
    ).toEqual([
      'gap-detector waywiser-prod-gap-detector',
      'trends waywiser-prod-trends',
      'recorder waywiser-prod-recorder-eu-west-1',
      'recorder waywiser-prod-recorder-us-east-1',
      'unreadable waywiser-prod-unreadable-eu-west-1',
      'unreadable waywiser-prod-unreadable-us-east-1',
      'notifier waywiser-prod-notifier',
    ]);
  });

  it('platformAlarms() notifies the topic itself only of a notifier that does not work', () => {
    const direct = platformAlarms(FRAME).filter((alarm) => alarm.direct === true);

    expect(direct.map(({ kind }) => kind)).toEqual(['notifier']);
  });

  it('platformAlarms() reports a notifier with an error, a throttle or a dropped event', () => {
    const one = everyMinutes(5, (minute) => (minute === 60 ? 1 : 0));

    // The same samples stand for each of the three metrics.
    expect(changes('notifier', one)).toEqual(['61:ALARM', '66:OK']);
    expect(changes('notifier', [])).toEqual([]);
  });

  it('platformAlarms() links each to the heading of its kind', () => {
    for (const { kind, definition } of platformAlarms(FRAME)) {
      expect(describeAlarm(definition.meaning, FRAME)).toMatch(
        new RegExp(` First step: .+ What to do: https://example.test/runbook.md#${kind}$`),
      );
    }
  });

  it('platformAlarms() is quiet while the gap detector works hourly, and alarms two hours after', () => {
    expect(
      changes(
        'gap-detector',
        everyMinutes(60, () => 1),
      ),
    ).toEqual([]);
    // The last heartbeat is at minute 60: the hour after it still holds it.
    expect(
      changes(
        'gap-detector',
        everyMinutes(60, (minute) => (minute > 60 ? null : 1)),
      ),
    ).toEqual(['181:ALARM']);
  });

  it('platformAlarms() is quiet while trends are looked for daily, and alarms two days after', () => {
    const daily = Array.from({ length: 8 }, (_, day) => ({
      atMs: START_MS + ((day - 3) * 1_440 + 45) * MINUTE_MS,
      value: 1,
    }));
    const untilDayOne = daily.filter(({ atMs }) => atMs < START_MS + 2 * 1_440 * MINUTE_MS);

    expect(changes('trends', daily, 4 * 1_440)).toEqual([]);
    // The last heartbeat is at 00:45 of the second day.
    expect(changes('trends', untilDayOne, 4 * 1_440)).toEqual([`${3 * 1_440 + 46}:ALARM`]);
  });

  it('platformAlarms() forgives the recorder a batch, but not a quarter of an hour', () => {
    const once = everyMinutes(5, (minute) => (minute === 60 ? 3 : 0));
    const lasting = everyMinutes(5, (minute) => (minute >= 60 && minute < 90 ? 3 : 0));

    expect(changes('recorder-eu-west-1', once)).toEqual([]);
    expect(changes('recorder-eu-west-1', lasting)).toEqual(['71:ALARM', '91:OK']);
  });

  it('platformAlarms() reports a single unreadable message', () => {
    const one = everyMinutes(5, (minute) => (minute === 60 ? 1 : 0));

    expect(changes('unreadable-eu-west-1', one)).toEqual(['61:ALARM', '66:OK']);
  });
});
