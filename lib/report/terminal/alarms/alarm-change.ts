import type { AlarmEvidence } from '../../../core/alarms/alarm-evidence.ts';
import type { AlarmChange } from '../../../core/alarms/alarm-watch.ts';
import { describeAlarmEvidence } from '../../format/describe-alarm-evidence.ts';
import { glyphsOf, type Line, type Screen, span } from '../text/styled-line.ts';
import { formatClock } from '../../format/instant.ts';

/** A change of an alarm's state as one log line: the time, the alarm, and the values that made it fire. */
export function alarmChangeLine(
  { atMs, to, reason, alarm }: AlarmChange,
  evidence: AlarmEvidence | null,
  screen: Screen,
): Line {
  const { journey, label, definition } = alarm;
  const on = to === 'ALARM';
  const glyphs = glyphsOf(screen);
  const single = definition.kind === 'composite' ? null : definition;
  const why = describeAlarmEvidence({ definition: single, label }, { evidence, reason });

  return [
    span(`${formatClock(atMs)} `, 'dim'),
    on ? span(glyphs.outcome.failed, 'red', 'bold') : span(glyphs.outcome.passed, 'green', 'bold'),
    span(` ${journey} `),
    span(`alarm ${label} is ${on ? 'on' : 'over'}`, on ? 'red' : 'green', 'bold'),
    span(on ? `  ${why}` : '', 'dim'),
  ];
}

/** Whether a change is shown: leaving INSUFFICIENT_DATA for OK is not. */
export function isNews({ from, to }: Pick<AlarmChange, 'from' | 'to'>): boolean {
  return from === 'ALARM' || to === 'ALARM';
}
