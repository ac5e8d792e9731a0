import type { AlarmBacktest } from '../../../core/alarms/backtest.ts';
import { type AlarmReport, headLines, journeyHead, trendAlarmLines } from './alarm-backtest.ts';
import { alarmEvidenceParts } from '../../format/describe-alarm-evidence.ts';
import { flow, glyphsOf, type Line, renderLine, type Screen, span } from '../text/styled-line.ts';
import { formatMinute } from '../../format/instant.ts';
import { formatCount } from '../../format/count.ts';

/** The state of every alarm at the end of a replay; alarms that are on say since when, and why. */
export function renderAlarmStates(report: AlarmReport, screen: Screen): readonly string[] {
  const singles = report.journeys.flatMap(({ backtest }) => singlesOf(backtest?.alarms ?? []));
  const on = singles.filter(isOn).length;
  const total: Line =
    on === 0
      ? [span(`No alarm is on (${singles.length} evaluated).`, 'green')]
      : [span(`${on} of ${formatCount(singles.length, 'alarm')} on.`, 'red')];

  return [
    ...headLines(report, 'Alarms as configured now, evaluated from the stored runs', screen),
    ...report.journeys.flatMap((journey) => [
      '',
      renderLine(journeyHead(journey, screen), screen),
      ...stateLines(singlesOf(journey.backtest?.alarms ?? []), screen),
      ...trendAlarmLines(journey, screen),
    ]),
    '',
    renderLine(total, screen),
  ];
}

function singlesOf(alarms: readonly AlarmBacktest[]): readonly AlarmBacktest[] {
  return alarms.filter(({ definition }) => definition !== null);
}

function isOn({ state }: AlarmBacktest): boolean {
  return state === 'ALARM';
}

function stateLines(alarms: readonly AlarmBacktest[], screen: Screen): readonly string[] {
  const glyphs = glyphsOf(screen);
  const well = alarms.filter((alarm) => !isOn(alarm)).map(({ label }) => label);

  return [
    ...alarms.filter(isOn).flatMap((alarm) => {
      const last = alarm.firings.at(-1);
      const label = [
        span('  '),
        span(glyphs.outcome.failed, 'red', 'bold'),
        span(` ${alarm.label}  `, 'red'),
      ];
      const facts: readonly Line[] =
        last === undefined
          ? []
          : [
              [span(`since ${formatMinute(last.atMs)}`)],
              ...alarmEvidenceParts(alarm, last).map((part): Line => [span(part, 'dim')]),
            ];
      return flow(label, facts, screen);
    }),
    ...(well.length === 0
      ? []
      : [[span('  '), span(glyphs.outcome.passed, 'green'), span(` ${well.join(', ')}`, 'dim')]]),
  ].map((line) => renderLine(line, screen));
}
