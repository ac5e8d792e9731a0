import type { Outcome } from '../../../core/record/outcome.ts';
import type { RunRecord } from '../../../core/record/run-record.ts';
import { boardRows } from './board-rows.ts';
import type { Board, BoardEvent } from './board-view.ts';
import { OUTCOME_STYLE } from '../run/run-header.ts';
import { runLine, type RunLineColumns } from '../run/run-line.ts';
import {
  columnsOf,
  glyphsOf,
  joinLines,
  justify,
  type Line,
  renderLine,
  type Screen,
  span,
} from '../text/styled-line.ts';
import { widestOf } from '../../format/terminal-text.ts';
import { formatCount } from '../../format/count.ts';
import { formatInstant } from '../../format/instant.ts';

/** A screen with its number of rows. */
export interface BoardScreen extends Screen {
  readonly rows: number;
}

const COUNTED: readonly Outcome[] = ['passed', 'failed', 'errored', 'skipped', 'missing'];
/** The newest events stay visible however many journeys there are. */
const MIN_LOG_LINES = 3;
const MAX_NAME_COLUMNS = 20;
const MAX_REGION_COLUMNS = 14;

/**
 * The board of `waywiser dev`: every journey with its latest run, a sparkline of earlier runs and the
 * time to its next run; below, the latest events and the folders of records and evidence. At most
 * `rows` lines, without a line end after the last.
 */
export function renderBoard(board: Board, screen: BoardScreen): string {
  const head = headLines(board, screen);
  const foot = footLines(board, screen);
  const fixed = head.length + foot.length + MIN_LOG_LINES + 2;
  const rows = boardRows(board, Math.max(1, screen.rows - fixed), screen);
  const room = screen.rows - head.length - rows.length - foot.length - 2;
  const log = logLines(board, Math.max(0, room), screen);

  return [...head, ...rows, ...log, ...foot]
    .slice(0, Math.max(1, screen.rows))
    .map((line) => renderLine(line, screen))
    .join('\n');
}

function headLines(board: Board, screen: Screen): readonly Line[] {
  const separator = span(` ${glyphsOf(screen).separator} `, 'dim');
  const facts = joinLines(
    [
      [span('waywiser', 'bold', 'cyan')],
      [span(`stage ${board.stage}`, 'dim')],
      board.target === null ? [] : [span(board.target, 'dim')],
    ],
    separator,
  );

  const banner = board.banner ?? null;

  return [
    justify([span(' '), ...facts], [span(formatInstant(board.nowMs), 'dim')], screen),
    ...(banner === null ? [] : [[span(` ${banner}`, 'yellow')]]),
    [],
  ];
}

function logLines(board: Board, room: number, screen: Screen): readonly Line[] {
  const rule = span(` ${glyphsOf(screen).rule.repeat(columnsOf(screen) - 2)}`, 'dim');
  const events = room === 0 ? [] : board.events.slice(-room);
  const columns = logColumns(board.events);
  const lines = events.map((event): Line => {
    if (typeof event === 'string') return [span(` ${event}`, 'dim')];

    return [span(' '), ...(isRun(event) ? runLine(event, screen, columns) : event)];
  });
  const filler = Array.from({ length: room - lines.length }, (): Line => []);

  return [[], [rule], ...lines, ...filler];
}

function isRun(event: BoardEvent): event is RunRecord {
  return typeof event !== 'string' && !Array.isArray(event);
}

/** Widths for all events, so that columns stay in place when lines scroll. */
function logColumns(events: Board['events']): RunLineColumns {
  const runs = events.filter(isRun);
  const names = runs.map(({ journey }) => journey);
  const regions = runs.map(({ region }) => region);
  const several = new Set(regions).size > 1;

  return {
    name: widestOf(names, MAX_NAME_COLUMNS) + 1,
    region: several ? widestOf(regions, MAX_REGION_COLUMNS) : 0,
  };
}

function footLines(board: Board, screen: Screen): readonly Line[] {
  const { store, evidence, dashboard = null } = board.where;

  return [
    [],
    justify([span(' '), ...totals(board)], [span('Ctrl-C', 'bold'), span(' stops', 'dim')], screen),
    [
      span(' records ', 'dim'),
      span(store),
      span('   evidence ', 'dim'),
      span(evidence),
      ...(dashboard === null ? [] : [span('   dashboard ', 'dim'), span(dashboard, 'cyan')]),
    ],
  ];
}

function totals(board: Board): Line {
  const counted = COUNTED.map((outcome) => ({
    outcome,
    count: board.journeys.reduce((sum, { counts }) => sum + (counts[outcome] ?? 0), 0),
  })).filter(({ count }) => count > 0);
  const all = counted.reduce((sum, { count }) => sum + count, 0);
  const parts = counted.map(({ outcome, count }): Line => [
    span(`${count} ${outcome}`, OUTCOME_STYLE[outcome]),
  ]);

  return [
    span(`${formatCount(all, 'run')}${parts.length === 0 ? '' : ': '}`),
    ...joinLines(parts, span(', ', 'dim')),
    ...alarmTotal(board),
  ];
}

/** Number of alarms that are on; empty without alarms. */
function alarmTotal({ journeys }: Board): Line {
  const alarms = journeys.flatMap((journey) => journey.alarms ?? []);
  const on = alarms.filter(({ state }) => state === 'ALARM').length;
  if (alarms.length === 0) return [];

  return on === 0
    ? [span(', no alarm on', 'dim')]
    : [span(', ', 'dim'), span(`${formatCount(on, 'alarm')} on`, 'red', 'bold')];
}
