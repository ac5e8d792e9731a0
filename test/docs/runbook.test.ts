import { readFileSync } from 'node:fs';
import { ALARM_KINDS } from '../../lib/core/alarms/alarm-definition.ts';
import { journeyAlarms } from '../../lib/core/alarms/journey-alarms.ts';
import { PLATFORM_ALARM_KINDS, platformAlarms } from '../../lib/core/alarms/platform-alarms.ts';
import { describeAlarm } from '../../lib/report/format/describe-alarm.ts';
import { planOf } from '../core/alarms/journey-plan.ts';

const LINES = readFileSync('docs/runbook.md', 'utf8').split('\n');
const KINDS: readonly string[] = [...ALARM_KINDS, ...PLATFORM_ALARM_KINDS];
const ALL_ALARMS = {
  failingRegions: 2,
  datapoints: [2, 3],
  driftPercent: 5,
  daysToBudget: 30,
  daysToExpiry: [21],
} as const;
const FRAME = { stage: 'prod', runbookUrl: 'https://docs.example/runbook' };

function headings(level: string): readonly string[] {
  return LINES.filter((line) => line.startsWith(`${level} `)).map((line) =>
    line.slice(level.length + 1),
  );
}

describe('docs/runbook.md', () => {
  it('docs/runbook.md has a heading for each kind of alarm, and none without', () => {
    expect(headings('##')).toEqual(KINDS);
  });

  it('docs/runbook.md says of each what it means, how to look into it, and what to do', () => {
    expect(headings('###')).toEqual(
      KINDS.flatMap(() => ['Description', 'Investigation', 'Resolution']),
    );
  });

  it('docs/runbook.md is where the description of every alarm leads', () => {
    const definitions = [
      ...journeyAlarms(planOf({ alarm: ALL_ALARMS }), FRAME),
      ...journeyAlarms(planOf({ schedule: { kind: 'rate', everyMinutes: 1_440 } }), FRAME),
      ...platformAlarms({ ...FRAME, regions: ['eu-west-1'] }),
    ];

    const links = definitions.map(
      ({ definition }) => describeAlarm(definition.meaning, FRAME).split(' What to do: ')[1] ?? '',
    );

    expect(new Set(links)).toEqual(new Set(KINDS.map((kind) => `${FRAME.runbookUrl}#${kind}`)));
    for (const link of links) expect(headings('##')).toContain(link.split('#')[1]);
  });
});
