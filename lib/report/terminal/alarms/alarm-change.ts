import type { AlarmEvidence } from '../../../core/alarms/alarm-evidence.ts';
import type { AlarmChange } from '../../../core/alarms/alarm-watch.ts';
import { evidenceWords } from '../../format/alarm-words.ts';
import { formatClock } from '../../format/format.ts';
import { glyphsOf, type Line, type Screen, span } from '../text/styled-line.ts';

/** A change of an alarm's state, as a line of a log: when, which, and what it saw. */
export function alarmChangeLine(
  { atMs, to, reason, alarm }: AlarmChange,
  evidence: AlarmEvidence | null,
  screen: Screen,
): Line {
  const { journey, label, definition } = alarm;
  const on = to === 'ALARM';
  const glyphs = glyphsOf(screen);
  const single = definition.kind === 'composite' ? null : definition;
  const why = evidenceWords({ definition: single, label }, { evidence, reason });

  return [
    span(`${formatClock(atMs)} `, 'dim'),
    on ? span(glyphs.outcome.failed, 'red', 'bold') : span(glyphs.outcome.passed, 'green', 'bold'),
    span(` ${journey} `),
    span(`alarm ${label} is ${on ? 'on' : 'over'}`, on ? 'red' : 'green', 'bold'),
    span(on ? `  ${why}` : '', 'dim'),
  ];
}

/** Whether people want to know of a change: an alarm's first data is none. */
export function isNews({ from, to }: Pick<AlarmChange, 'from' | 'to'>): boolean {
  return from === 'ALARM' || to === 'ALARM';
}
