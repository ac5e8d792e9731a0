import {
  type AlarmBacktest,
  type BacktestTotals,
  type Firing,
  type JourneyBacktest,
  totalsOf,
} from '../../../core/alarms/backtest.ts';
import { requestedTrendAlarms } from '../../../core/alarms/trend-alarms.ts';
import type { JourneyPlan } from '../../../core/journey/plan.ts';
import { alarmEvidenceParts } from '../../format/describe-alarm-evidence.ts';
import {
  flow,
  glyphsOf,
  joinLines,
  type Line,
  renderLine,
  renderLong,
  type Screen,
  span,
} from '../text/styled-line.ts';
import { formatCount } from '../../format/count.ts';
import { formatDuration } from '../../format/duration.ts';
import { formatMinute, formatTimeRange } from '../../format/instant.ts';

/** Journeys whose alarms were replayed over stored runs. */
export interface AlarmReport {
  readonly stage: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly journeys: readonly {
    /** As configured. */
    readonly plan: JourneyPlan;
    readonly runs: number;
    /** Null: no run of a slot is stored. */
    readonly backtest: JourneyBacktest | null;
  }[];
}

/** When each alarm would have fired, for how long, why, and whether it would have notified. */
export function renderBacktests(report: AlarmReport, screen: Screen): readonly string[] {
  const tests = report.journeys.map(({ backtest }) => backtest);

  return [
    ...headLines(report, 'Alarms as configured now, replayed over the stored runs', screen),
    ...report.journeys.flatMap((journey) => ['', ...journeyLines(journey, screen)]),
    '',
    renderLine(totalLine(totalsOf(tests)), screen),
  ];
}

/** The title, the time range, and the regions evaluated where they differ from the configured ones. */
export function headLines(report: AlarmReport, title: string, screen: Screen): readonly string[] {
  const range = `${formatTimeRange(report.fromMs, report.toMs)}, stage ${report.stage}`;

  return [
    renderLong([span(title, 'bold')], screen),
    renderLine([span(range, 'dim')], screen),
    ...regionNotes(report)
      .flatMap((words) => flow([], words, screen))
      .map((line) => renderLine(line, screen)),
  ];
}

/** A journey, and in how many regions it was evaluated. */
export function journeyHead(
  { plan, runs, backtest }: AlarmReport['journeys'][number],
  screen: Screen,
): Line {
  const separator = span(` ${glyphsOf(screen).separator} `, 'dim');
  const facts: readonly Line[] =
    backtest === null
      ? [[span('no scheduled run stored: nothing to evaluate', 'dim')]]
      : [[span(backtest.regions.join(', '), 'dim')], [span(formatCount(runs, 'run'), 'dim')]];

  return [span(plan.name, 'bold'), span('  '), ...joinLines(facts, separator)];
}

function regionNotes({ journeys }: AlarmReport): readonly (readonly Line[])[] {
  const differing = journeys.find(
    ({ plan, backtest }) => backtest !== null && plan.regions.join() !== backtest.regions.join(),
  );
  if (differing?.backtest === undefined || differing.backtest === null) return [];
  const { backtest, plan } = differing;
  const most = Math.max(
    ...journeys.flatMap((each) => (each.backtest === null ? [] : each.backtest.regions.length)),
  );

  return [
    [
      [span(`evaluated in the regions with stored runs: ${backtest.regions.join(', ')}`, 'yellow')],
      [span(`configured: ${plan.regions.join(', ')}`, 'yellow')],
      [span(`a quorum is at most ${formatCount(most, 'region')}`, 'yellow')],
    ],
  ];
}

function journeyLines(journey: AlarmReport['journeys'][number], screen: Screen): readonly string[] {
  const alarms = (journey.backtest?.alarms ?? []).filter(({ definition }) => definition !== null);
  const fired = alarms.filter(({ firings }) => firings.length > 0);
  const quiet = alarms
    .filter(({ firings }) => firings.length === 0)
    .map(({ label }): Line => [span(label, 'dim')]);
  const head = renderLine(journeyHead(journey, screen), screen);

  return [
    head,
    ...fired.flatMap((alarm) => alarmLines(alarm, screen)),
    ...(quiet.length === 0
      ? []
      : flow(quietLabel(screen), quiet, screen).map((line) => renderLine(line, screen))),
    ...trendAlarmLines(journey, screen),
  ];
}

/** Names the alarms that stored runs cannot decide, and the command that shows their state. */
export function trendAlarmLines(
  { plan, backtest }: AlarmReport['journeys'][number],
  screen: Screen,
): readonly string[] {
  const kinds = requestedTrendAlarms(plan);
  if (backtest === null || kinds.length === 0) return [];
  const label = [
    span('  '),
    span(glyphsOf(screen).none, 'dim'),
    span(' not evaluated from stored runs: ', 'dim'),
  ];
  const facts: readonly Line[] = [
    [span(kinds.join(', '), 'dim')],
    [span('see waywiser trends', 'dim')],
  ];

  return flow(label, facts, screen).map((line) => renderLine(line, screen));
}

function quietLabel(screen: Screen): Line {
  return [
    span('  '),
    span(glyphsOf(screen).outcome.passed, 'green'),
    span(' would not have fired: ', 'dim'),
  ];
}

function alarmLines(alarm: AlarmBacktest, screen: Screen): readonly string[] {
  const { firings, label } = alarm;
  const totalMs = firings.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const count = firings.length === 1 ? 'once' : `${firings.length} times`;
  const head: Line = [
    span('  '),
    span(glyphsOf(screen).outcome.failed, 'red', 'bold'),
    span(` ${label}`, 'red'),
    span(` would have fired ${count}, ${formatDuration(totalMs)} in all`),
  ];

  return [
    renderLine(head, screen),
    ...firings.flatMap((firing) => firingLines(alarm, firing, screen)),
  ];
}

function firingLines(alarm: AlarmBacktest, firing: Firing, screen: Screen): readonly string[] {
  const { atMs, endedAtMs, durationMs } = firing;
  const length = formatDuration(durationMs);
  const label = [span(`    ${formatMinute(atMs)}  `)];
  const facts: readonly Line[] = [
    endedAtMs === null ? [span(`${length}, still on`, 'red')] : [span(length)],
    notifiedText(firing),
    ...alarmEvidenceParts(alarm, firing).map((part): Line => [span(part, 'dim')]),
  ];

  return flow(label, facts, screen).map((line) => renderLine(line, screen));
}

function notifiedText({ muted, notifiedAtMs }: Firing): Line {
  if (!muted) return [];

  return [
    span(
      notifiedAtMs === null ? 'muted' : `muted, notified at ${formatMinute(notifiedAtMs)}`,
      'yellow',
    ),
  ];
}

function totalLine(totals: BacktestTotals): Line {
  const { firings, notified, notifiedLate, muted, on, durationMs } = totals;
  if (firings === 0) return [span('No alarm would have fired.', 'green')];
  const words = [
    `${notified} notified at once`,
    ...(notifiedLate === 0 ? [] : [`${notifiedLate} notified after maintenance`]),
    ...(muted === 0 ? [] : [`${muted} muted`]),
    ...(on === 0 ? [] : [`${on} still on`]),
  ];

  return [
    span(`${formatCount(firings, 'alarm')}, ${formatDuration(durationMs)} in all: `, 'bold'),
    span(words.join(', ')),
  ];
}
