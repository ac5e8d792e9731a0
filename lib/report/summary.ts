import type { Outcome } from '../core/record/outcome.ts';
import type { RunRecord } from '../core/record/run-record.ts';
import { formatDuration } from './format.ts';
import { OUTCOME_STYLE, outcomeMark } from './run-header.ts';
import { notPassedWords } from './run-line.ts';
import { joinLines, type Line, renderLine, type Screen, span } from './styled-line.ts';

/** The order in which outcomes are counted. */
const OUTCOME_ORDER: readonly Outcome[] = ['passed', 'failed', 'errored', 'skipped', 'missing'];

/** What several runs came to. */
export interface SummaryOptions extends Screen {
  /** From the start of the first run to the end of the last. */
  readonly durationMs: number;
}

/**
 * Several runs in one line, `3 passed, 1 failed, 1 errored in 12.3 s`, after one line for each run
 * that did not pass, so that these need no scrolling back.
 */
export function renderSummary(records: readonly RunRecord[], options: SummaryOptions): string {
  const troubled = records.filter(({ outcome }) => outcome === 'failed' || outcome === 'errored');
  const lines = records.length > 1 ? troubled.map((record) => troubleLine(record, options)) : [];

  return [...lines, totalLine(records, options)]
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
    ...(counted.length === 0 ? [span('nothing was run')] : counted),
    ...(flaky === 0 ? [] : [span(` (${flaky} flaky)`, 'yellow')]),
    span(` in ${formatDuration(options.durationMs)}`, 'dim'),
  ];
}

function troubleLine(record: RunRecord, screen: Screen): Line {
  return [
    outcomeMark(record.outcome, screen),
    span(` ${record.journey}  `, 'bold'),
    span(`${record.region}  `, 'dim'),
    ...notPassedWords(record),
  ];
}
