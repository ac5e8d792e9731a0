import type { RunRecord } from '../../../core/record/run-record.ts';
import {
  countOutcomes,
  type SeriesSummary,
  summariseDurations,
} from '../../../core/record/series-summary.ts';
import { OUTCOME_STYLE, outcomeMark, wasExecuted } from './run-header.ts';
import { failureSummary, flakySummary } from './run-line.ts';
import { sparkline } from '../trends/sparkline.ts';
import {
  cell,
  columnsOf,
  entryLines,
  flow,
  glyphsOf,
  joinLines,
  type Line,
  renderLine,
  renderLong,
  type Screen,
  type Span,
  span,
} from '../text/styled-line.ts';
import { padEnd, padStart, widestOf } from '../../format/terminal-text.ts';
import { formatDuration } from '../../format/duration.ts';
import { formatInstant, formatMinute } from '../../format/instant.ts';
import { groupThousands } from '../../format/number.ts';

const DURATION_COLUMNS = 8;
const BAR_COLUMNS = 10;
const MIN_BAR_COLUMNS = 4;
/** A run's row before its bar: indent, instant, mark, duration, and the spaces between. */
const ROW_COLUMNS = 2 + 23 + 3 + DURATION_COLUMNS + 1;
const MINUTE_COLUMNS = 20;
const NAME_COLUMNS = 26;
const REGION_COLUMNS = 15;
const OUTCOMES = ['passed', 'failed', 'errored', 'skipped', 'missing'] as const;

/** Scale of the bars of a history. */
interface BarScale {
  readonly longestMs: number;
  readonly columns: number;
}

/** The runs of one journey in one region, newest first: counts and median, then a row for each. */
export function renderHistory(runs: readonly RunRecord[], screen: Screen): readonly string[] {
  const [newest] = runs;
  if (newest === undefined) return [];
  const longestMs = Math.max(0, ...runs.filter(isTimed).map(({ durationMs }) => durationMs));
  const flaky = runs.filter((run) => run.flaky).length;
  const entry = {
    label: [span(newest.journey, 'bold'), span('  '), span(newest.region)],
    facts: formatSeriesCounts(countOutcomes(runs), flaky, summariseDurations(runs)),
  };
  const head = [
    ...entryLines([entry], screen),
    [span('  '), ...sparkline(runs.toReversed(), columnsOf(screen) - 2, screen)],
  ];
  const scale = { longestMs, columns: barColumns(runs, screen) };

  return [
    ...head.map((line) => renderLine(line, screen)),
    ...runs.flatMap((run) => rowLines(run, scale, screen)),
  ];
}

/** A line for each journey and region: the last outcome and its time, counts, and the median. */
export function renderSeries(series: readonly SeriesSummary[], screen: Screen): readonly string[] {
  const names = series.map(({ journey }) => journey);
  const regions = series.map(({ region }) => region);
  const columns = {
    name: widestOf(names, NAME_COLUMNS),
    region: widestOf(regions, REGION_COLUMNS),
  };
  const entries = series.map((each) => ({
    label: seriesLabel(each, columns, screen),
    facts: formatSeriesCounts(each.counts, each.flaky, each.duration),
  }));

  return entryLines(entries, screen).map((line) => renderLine(line, screen));
}

function seriesLabel(
  { journey, region, last }: SeriesSummary,
  columns: { readonly name: number; readonly region: number },
  screen: Screen,
): Line {
  return [
    last === null ? span(' ') : outcomeMark(last.outcome, screen),
    span(' '),
    ...cell([span(journey, 'bold')], columns.name, screen),
    span('  '),
    ...cell([span(region, 'dim')], columns.region, screen),
    span(
      `  ${padEnd(last === null ? 'no run stored' : formatMinute(last.startedAt), MINUTE_COLUMNS)}`,
      'dim',
    ),
  ];
}

function formatSeriesCounts(
  counts: SeriesSummary['counts'],
  flaky: number,
  duration: SeriesSummary['duration'],
): readonly Line[] {
  return [formatCounts(counts), formatFlaky(flaky), formatDurations(duration)];
}

/** The width that the ids leave: a shortened bar is still useful, a shortened id is not. */
function barColumns(runs: readonly RunRecord[], screen: Screen): number {
  const ids = runs.map(({ runId }) => runId);
  const room = columnsOf(screen) - ROW_COLUMNS - widestOf(ids, Infinity) - 2;

  return room < MIN_BAR_COLUMNS ? 0 : Math.min(BAR_COLUMNS, room);
}

function rowLines(run: RunRecord, scale: BarScale, screen: Screen): readonly string[] {
  const duration = wasExecuted(run) ? formatDuration(run.durationMs) : run.outcome;
  const row: Line = [
    span(`  ${formatInstant(run.scheduledAt ?? run.startedAt)} `, 'dim'),
    outcomeMark(run.outcome, screen),
    span(` ${padStart(duration, DURATION_COLUMNS)} `),
    ...(scale.columns === 0
      ? []
      : cell([bar(run, scale, screen), span(' ')], scale.columns + 1, screen)),
    span(' '),
    span(run.runId, 'dim'),
  ];
  const remarks = flow([span('      ')], remarksOn(run), screen);

  return [renderLong(row, screen), ...remarks.map((line) => renderLine(line, screen))];
}

function remarksOn(run: RunRecord): readonly Line[] {
  const { cause, error, instrument } = run;

  return [
    cause === null && error === null ? [] : failureSummary(run),
    run.flaky ? flakyRemark(run) : [],
    instrument.off.length === 0
      ? []
      : [span(`left out of statistics: ${instrument.off.join(', ')}`, 'yellow')],
  ];
}

function flakyRemark(run: RunRecord): Line {
  const why = flakySummary(run);
  const words = span(`flaky: passed at attempt ${run.attempts}`, 'yellow');

  return why === null ? [words] : [words, span(' after ', 'yellow'), ...why];
}

/** Relative to the longest passed run; a run that did not pass has no bar. */
function bar(run: RunRecord, { longestMs, columns }: BarScale, screen: Screen): Span {
  if (!isTimed(run) || longestMs === 0) return span('');
  const { eighths } = glyphsOf(screen);
  const parts = Math.max(1, Math.round((run.durationMs / longestMs) * columns * eighths.length));
  const full = Math.floor(parts / eighths.length);
  const rest = parts % eighths.length;

  return span(
    (eighths.at(-1) ?? '').repeat(full) + (rest === 0 ? '' : (eighths[rest - 1] ?? '')),
    OUTCOME_STYLE.passed,
  );
}

function isTimed(run: RunRecord): boolean {
  return run.outcome === 'passed';
}

function formatCounts(counts: SeriesSummary['counts']): Line {
  const words = OUTCOMES.filter((outcome) => counts[outcome] > 0).map((outcome): Line => [
    span(`${groupThousands(counts[outcome])} ${outcome}`, OUTCOME_STYLE[outcome]),
  ]);

  return words.length === 0 ? [span('no runs in this time', 'dim')] : joinLines(words, span(', '));
}

function formatFlaky(count: number): Line {
  return count === 0 ? [] : [span(`${groupThousands(count)} flaky`, 'yellow')];
}

function formatDurations({ n, medianMs, p95Ms }: SeriesSummary['duration']): Line {
  if (medianMs === null) return [];
  const median = `median ${formatDuration(medianMs)}`;
  const p95 = p95Ms === null ? '' : `, p95 ${formatDuration(p95Ms)}`;

  return [span(median + p95), span(` (n = ${groupThousands(n)})`, 'dim')];
}
