import type { Outcome } from '../../../core/record/outcome.ts';
import type { RunRecord } from '../../../core/record/run-record.ts';
import { OUTCOME_STYLE, outcomeMark } from './run-header.ts';
import { failureSummary, type RunLineColumns } from './run-line.ts';
import { cell, joinLines, type Line, renderLine, type Screen, span } from '../text/styled-line.ts';
import { widestOf } from '../../format/terminal-text.ts';
import { formatDuration } from '../../format/duration.ts';

/** The order in which outcomes are counted. */
const OUTCOME_ORDER: readonly Outcome[] = ['passed', 'failed', 'errored', 'skipped', 'missing'];

const MAX_NAME_COLUMNS = 28;
const MAX_REGION_COLUMNS = 15;

/** Duration of all runs together, and the screen. */
export interface SummaryOptions extends Screen {
  /** From the start of the first run to the end of the last. */
  readonly durationMs: number;
}

/**
 * Counts of several runs, `3 passed, 1 failed, 1 errored in 12.3 s`, after one line for each run that
 * did not pass: so these stay on the screen.
 */
export function renderSummary(records: readonly RunRecord[], options: SummaryOptions): string {
  const troubled = records.filter(({ outcome }) => outcome === 'failed' || outcome === 'errored');
  const columns = {
    name: widestOf(
      troubled.map(({ journey }) => journey),
      MAX_NAME_COLUMNS,
    ),
    region: widestOf(
      troubled.map(({ region }) => region),
      MAX_REGION_COLUMNS,
    ),
  };
  const lines = troubled.map((record) => troubleLine(record, columns, options));

  return [...(records.length > 1 ? lines : []), totalLine(records, options)]
    .map((line) => renderLine(line, options))
    .join('\n');
}

function totalLine(records: readonly RunRecord[], options: SummaryOptions): Line {
  const counts = OUTCOME_ORDER.map((outcome): Line => {
    const count = records.filter((record) => record.outcome === outcome).length;
    return count === 0 ? [] : [span(`${count} ${outcome}`, OUTCOME_STYLE[outcome], 'bold')];
  });
  const flaky = records.filter((record) => record.flaky).length;
  const counted = joinLines(counts, span(', '));

  return [
    ...(counted.length === 0 ? [span('no run')] : counted),
    ...(flaky === 0 ? [] : [span(` (${flaky} flaky)`, 'yellow')]),
    span(` in ${formatDuration(options.durationMs)}`, 'dim'),
  ];
}

function troubleLine(record: RunRecord, columns: RunLineColumns, screen: Screen): Line {
  return [
    outcomeMark(record.outcome, screen),
    span(' '),
    ...cell([span(record.journey, 'bold')], columns.name, screen),
    span('  '),
    ...cell([span(record.region, 'dim')], columns.region, screen),
    span('  '),
    ...failureSummary(record),
  ];
}
