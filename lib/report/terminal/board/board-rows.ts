import type { Board, BoardAlarm, BoardBudget, BoardJourney } from './board-view.ts';
import { outcomeMark, wasExecuted } from '../run/run-header.ts';
import { failureSummary } from '../run/run-line.ts';
import { sparkline } from '../trends/sparkline.ts';
import { cell, columnsOf, glyphsOf, type Line, type Screen, span } from '../text/styled-line.ts';
import { padStart, visibleWidth } from '../../format/terminal-text.ts';
import { formatCount } from '../../format/count.ts';
import { formatCountdown, formatDuration } from '../../format/duration.ts';
import { formatMinute } from '../../format/instant.ts';
import { formatLimit, formatVital } from '../../format/metric.ts';

/** Widths of the columns; 0 for the region when all journeys run in one. */
interface Columns {
  readonly name: number;
  readonly region: number;
  readonly recent: number;
}

const KIND_COLUMNS = 8;
const LAST_COLUMNS = 8;
const COUNT_COLUMNS = 12;
const NEXT_COLUMNS = 8;
const MARK_COLUMNS = 3;
const GAPS = 8;
const MIN_NAME_COLUMNS = 8;
const MAX_NAME_COLUMNS = 28;
const MAX_REGION_COLUMNS = 15;
const MAX_RECENT_COLUMNS = 40;

/** The board's table within a number of lines; journeys with problems are dropped last. */
export function boardRows(board: Board, room: number, screen: Screen): readonly Line[] {
  const columns = columnsFor(board.journeys, screen);
  const blocks = board.journeys.map((journey) => ({
    journey,
    lines: [journeyLine(journey, { board, columns }, screen), ...problemLines(journey, screen)],
  }));
  const total = blocks.reduce((sum, { lines }) => sum + lines.length, 0);
  if (total + 1 <= room)
    return [titleLine(columns, screen), ...blocks.flatMap(({ lines }) => lines)];

  const kept = new Set<BoardJourney>();
  let left = room - 2;
  for (const { journey, lines } of blocks.toSorted(
    (a, b) => urgency(b.journey) - urgency(a.journey),
  )) {
    if (lines.length > left) break;
    left -= lines.length;
    kept.add(journey);
  }
  const shown = blocks.filter(({ journey }) => kept.has(journey)).flatMap(({ lines }) => lines);
  const more = formatCount(blocks.length - kept.size, 'more journey');

  return [titleLine(columns, screen), ...shown, [span(`   and ${more}`, 'dim')]];
}

function columnsFor(journeys: readonly BoardJourney[], screen: Screen): Columns {
  const regions = new Set(journeys.map(({ region }) => region));
  const longestName = Math.max(MIN_NAME_COLUMNS, ...journeys.map(({ name }) => visibleWidth(name)));
  const longestRegion = Math.max(6, ...[...regions].map(visibleWidth));
  const region = regions.size > 1 ? Math.min(longestRegion, MAX_REGION_COLUMNS) + 1 : 0;
  const fixed = MARK_COLUMNS + KIND_COLUMNS + LAST_COLUMNS + COUNT_COLUMNS + NEXT_COLUMNS + GAPS;
  const room = columnsOf(screen) - fixed - region;
  const name = Math.max(MIN_NAME_COLUMNS, Math.min(longestName, MAX_NAME_COLUMNS, room));

  return { name, region, recent: Math.min(MAX_RECENT_COLUMNS, Math.max(0, room - name)) };
}

function titleLine(columns: Columns, screen: Screen): Line {
  return row(
    {
      mark: span(''),
      name: [span('journey', 'dim')],
      kind: [span('kind', 'dim')],
      region: [span('region', 'dim')],
      last: [span(padStart('last', LAST_COLUMNS), 'dim')],
      recent: [span('recent', 'dim')],
      counts: [span('runs', 'dim')],
      next: [span('next', 'dim')],
    },
    columns,
    screen,
  );
}

function journeyLine(
  journey: BoardJourney,
  at: { readonly board: Board; readonly columns: Columns },
  screen: Screen,
): Line {
  const { last } = journey;
  const lastText = last === null || !wasExecuted(last) ? '' : formatDuration(last.durationMs);

  return row(
    {
      mark: markOf(journey, screen),
      name: [span(journey.name, 'bold')],
      kind: [span(journey.kind, 'dim')],
      region: [span(journey.region, 'dim')],
      last: [span(padStart(lastText, LAST_COLUMNS))],
      recent: sparkline(journey.recent, at.columns.recent, screen),
      counts: formatCounts(journey),
      next: formatNextSlot(journey, at.board.nowMs),
    },
    at.columns,
    screen,
  );
}

interface Cells extends Readonly<Record<'name' | 'kind' | 'region' | 'last', Line>> {
  readonly mark: ReturnType<typeof span>;
  readonly recent: Line;
  readonly counts: Line;
  readonly next: Line;
}

function row(cells: Cells, columns: Columns, screen: Screen): Line {
  return [
    span(' '),
    ...cell([cells.mark], MARK_COLUMNS - 1, screen),
    ...cell(cells.name, columns.name, screen),
    span('  '),
    ...cell(cells.kind, KIND_COLUMNS, screen),
    ...(columns.region === 0 ? [] : cell(cells.region, columns.region, screen)),
    ...cell(cells.last, LAST_COLUMNS, screen),
    span('  '),
    ...cell(cells.recent, columns.recent, screen),
    span('  '),
    ...cell(cells.counts, COUNT_COLUMNS, screen),
    span('  '),
    ...cell(cells.next, NEXT_COLUMNS, screen),
  ];
}

function markOf(journey: BoardJourney, screen: Screen): Cells['mark'] {
  const glyphs = glyphsOf(screen);
  if (journey.state === 'running') return span(glyphs.running, 'cyan', 'bold');
  if (journey.last === null) return span(glyphs.separator, 'dim');

  return outcomeMark(journey.last.outcome, screen);
}

/** Passed runs of all executed runs, in red when some did not pass. */
function formatCounts(journey: BoardJourney): Line {
  const { passed = 0, failed = 0, errored = 0 } = journey.counts;
  const executed = passed + failed + errored;
  if (executed === 0) return [span('no run', 'dim')];

  const style = passed === executed ? 'green' : 'red';
  return [span(`${passed}/${executed} `, style), span('passed', 'dim')];
}

function formatNextSlot(journey: BoardJourney, nowMs: number): Line {
  if (journey.state === 'running') return [span('running', 'cyan')];
  if (journey.nextSlotAt === null) return [span('none', 'dim')];

  return [span(formatCountdown(Date.parse(journey.nextSlotAt) - nowMs), 'dim')];
}

function problemLines(journey: BoardJourney, screen: Screen): readonly Line[] {
  const lead = span(`   ${glyphsOf(screen).branch} `, 'dim');
  const { last } = journey;
  const failing = last !== null && (last.outcome === 'failed' || last.outcome === 'errored');
  const over = (journey.budgets ?? []).filter(isOver);

  return [
    ...(failing ? [[lead, ...failureSummary(last)]] : []),
    ...over.map((budget): Line => [lead, span(formatOverBudget(budget), 'yellow')]),
    ...alarmsOn(journey).map((alarm): Line => [lead, ...formatAlarmOn(alarm)]),
  ];
}

function alarmsOn(journey: BoardJourney): readonly BoardAlarm[] {
  return (journey.alarms ?? []).filter(({ state }) => state === 'ALARM');
}

function formatAlarmOn({ label, sinceMs }: BoardAlarm): Line {
  const since = sinceMs === null ? '' : ` since ${formatMinute(sinceMs)}`;

  return [span(`alarm ${label}`, 'red', 'bold'), span(since, 'dim')];
}

function isOver({ value, max }: BoardBudget): boolean {
  return value !== null && value > max;
}

function formatOverBudget({ metric, statistic, value, max }: BoardBudget): string {
  const isScore = metric === 'cls';
  const measured = value ?? Number.NaN;
  const is = isScore ? formatVital('cls', measured) : formatDuration(measured);
  const allowed = formatLimit(max, isScore ? 'score' : 'ms');

  return `over budget: ${statistic} ${metric} ${is}, budget ${allowed}`;
}

function urgency(journey: BoardJourney): number {
  if (alarmsOn(journey).length > 0) return 3;
  if (journey.last !== null && journey.last.outcome !== 'passed') return 2;

  return journey.state === 'running' || (journey.budgets ?? []).some(isOver) ? 1 : 0;
}
