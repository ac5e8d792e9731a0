import type { RunRecord } from '../core/record/run-record.ts';
import {
  countOutcomes,
  type SeriesSummary,
  summariseDurations,
} from '../core/record/series-summary.ts';
import { formatDuration, formatInstant } from './format.ts';
import { OUTCOME_STYLE, outcomeMark, wasExecuted } from './run-header.ts';
import { notPassedWords } from './run-line.ts';
import { sparkline } from './sparkline.ts';
import {
  cell,
  columnsOf,
  glyphsOf,
  joinLines,
  type Line,
  renderLine,
  type Screen,
  type Span,
  span,
} from './styled-line.ts';
import { cleanText, padStart, visibleWidth } from './terminal-text.ts';

const DURATION_COLUMNS = 8;
const BAR_COLUMNS = 10;
const NAME_COLUMNS = 26;
const REGION_COLUMNS = 15;
const OUTCOMES = ['passed', 'failed', 'errored', 'skipped', 'missing'] as const;

/** The runs of one journey in one region, newest first: what they come to, then a row for each. */
export function renderHistory(runs: readonly RunRecord[], screen: Screen): readonly string[] {
  const [newest] = runs;
  if (newest === undefined) return [];
  const longestMs = Math.max(0, ...runs.filter(isTimed).map(({ durationMs }) => durationMs));
  const title = joinLines(
    [
      [span(newest.journey, 'bold')],
      [span(newest.region)],
      countWords(countOutcomes(runs)),
      durationWords(summariseDurations(runs)),
    ],
    span('  '),
  );
  const lines: readonly Line[] = [
    title,
    [span('  '), ...sparkline(runs.toReversed(), columnsOf(screen) - 2, screen)],
    ...runs.flatMap((run) => rowLines(run, longestMs, screen)),
  ];

  return lines.map((line) => renderLine(line, screen));
}

/** A line for each journey and region: how it went last, when, and how it goes. */
export function renderSeries(series: readonly SeriesSummary[], screen: Screen): readonly string[] {
  const columns = {
    name: widest(
      series.map(({ journey }) => journey),
      NAME_COLUMNS,
    ),
    region: widest(
      series.map(({ region }) => region),
      REGION_COLUMNS,
    ),
  };

  return series.map((each) => renderLine(seriesLine(each, columns, screen), screen));
}

function seriesLine(
  { journey, region, last, counts, flaky, duration }: SeriesSummary,
  columns: { readonly name: number; readonly region: number },
  screen: Screen,
): Line {
  const words = [countWords(counts), durationWords(duration), flakyWords(flaky)];

  return [
    last === null ? span(' ') : outcomeMark(last.outcome, screen),
    span(' '),
    ...cell([span(journey, 'bold')], columns.name, screen),
    span('  '),
    ...cell([span(region, 'dim')], columns.region, screen),
    span(`  ${last === null ? 'no runs kept' : minuteOf(last.startedAt)}  `, 'dim'),
    ...joinLines(words, span('  ')),
  ];
}

function widest(texts: readonly string[], limit: number): number {
  return Math.min(limit, Math.max(...texts.map((text) => visibleWidth(cleanText(text)))));
}

/** The overview has no room for seconds, and slots have none. */
function minuteOf(instant: string): string {
  return formatInstant(instant).replace(/:\d\d UTC$/, 'Z');
}

function rowLines(run: RunRecord, longestMs: number, screen: Screen): readonly Line[] {
  const duration = wasExecuted(run) ? formatDuration(run.durationMs) : '';
  const row: Line = [
    span(`  ${formatInstant(run.scheduledAt ?? run.startedAt)} `, 'dim'),
    outcomeMark(run.outcome, screen),
    span(` ${padStart(duration, DURATION_COLUMNS)} `),
    ...cell([bar(run, longestMs, screen)], BAR_COLUMNS, screen),
    span('  '),
    span(run.runId, 'dim'),
    ...(run.flaky ? [span(`  flaky, ${run.attempts} tries`, 'yellow')] : []),
    ...(run.instrument.off.length === 0
      ? []
      : [span(`  not averaged: ${run.instrument.off.join(', ')}`, 'yellow')]),
  ];

  return run.outcome === 'passed' ? [row] : [row, [span('      '), ...notPassedWords(run)]];
}

/** As long as its duration is to the longest passed one; others have none that compares. */
function bar(run: RunRecord, longestMs: number, screen: Screen): Span {
  if (!isTimed(run) || longestMs === 0) return span('');
  const { eighths } = glyphsOf(screen);
  const parts = Math.max(
    1,
    Math.round((run.durationMs / longestMs) * BAR_COLUMNS * eighths.length),
  );
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

function countWords(counts: SeriesSummary['counts']): Line {
  const words = OUTCOMES.filter((outcome) => counts[outcome] > 0).map((outcome): Line => [
    span(`${counts[outcome]} ${outcome}`, OUTCOME_STYLE[outcome]),
  ]);

  return words.length === 0 ? [span('no runs in this time', 'dim')] : joinLines(words, span(', '));
}

function flakyWords(count: number): Line {
  return count === 0 ? [] : [span(`${count} flaky`, 'yellow')];
}

function durationWords({ n, medianMs, p95Ms }: SeriesSummary['duration']): Line {
  if (medianMs === null) return [];
  const median = `median ${formatDuration(medianMs)}`;
  const p95 = p95Ms === null ? '' : `, p95 ${formatDuration(p95Ms)}`;

  return [span(median + p95), span(` (n ${n})`, 'dim')];
}
