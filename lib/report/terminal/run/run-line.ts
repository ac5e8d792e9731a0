import type { RunError, RunRecord } from '../../../core/record/run-record.ts';
import { OUTCOME_STYLE, outcomeMark, wasExecuted } from './run-header.ts';
import { vitalText } from './run-vitals.ts';
import { type Line, renderLine, type Screen, span } from '../text/styled-line.ts';
import { cleanLines, cleanText, padEnd, padStart } from '../../format/terminal-text.ts';
import { formatCount } from '../../format/count.ts';
import { formatDuration } from '../../format/duration.ts';
import { formatClock } from '../../format/instant.ts';

/** Widths of the columns of names and regions. */
export interface RunLineColumns {
  readonly name: number;
  /** 0: no column, because all runs are of one region. */
  readonly region: number;
}

/** Widths where the coming runs are not known yet. */
const COLUMNS: RunLineColumns = { name: 20, region: 9 };
const DURATION_COLUMNS = 8;

/** A run as one log line: time, outcome, journey, region, duration, and the failure if any. */
export function renderRunLine(record: RunRecord, screen: Screen): string {
  return renderLine(runLine(record, screen), screen);
}

/** The line of {@link renderRunLine} before it is cut and coloured. */
export function runLine(record: RunRecord, screen: Screen, columns = COLUMNS): Line {
  const duration = wasExecuted(record) ? formatDuration(record.durationMs) : '';

  return [
    span(`${formatClock(record.startedAt)} `, 'dim'),
    outcomeMark(record.outcome, screen),
    span(` ${padEnd(cleanText(record.journey), columns.name)} `),
    ...(columns.region === 0
      ? []
      : [span(`${padEnd(cleanText(record.region), columns.region)} `, 'dim')]),
    span(padStart(duration, DURATION_COLUMNS)),
    span('  '),
    ...(record.outcome === 'passed' ? formatPassed(record, screen) : failureSummary(record)),
  ];
}

/** Cause (or outcome), step and first line of the message of a run that did not pass. */
export function failureSummary(record: RunRecord): Line {
  return summaryOf(record, record.error);
}

/** The same of the attempt before the one that passed; null: the run is not flaky. */
export function flakySummary(record: RunRecord): Line | null {
  const attempt = record.flaky ? record.attemptList.at(-2) : undefined;
  if (attempt === undefined) return null;
  const { error, message } = attempt;

  return summaryOf(attempt, error ?? { message: message ?? '', step: null });
}

function summaryOf(
  { outcome, cause }: Pick<RunRecord, 'outcome' | 'cause'>,
  error: Pick<RunError, 'message' | 'step'> | null,
): Line {
  const step = error?.step ?? null;
  const message = cleanLines(error?.message ?? '').find((line) => line !== '');

  return [
    span(cause ?? outcome, OUTCOME_STYLE[outcome]),
    ...(step === null ? [] : [span(' in ', 'dim'), span(step)]),
    ...(message === undefined ? [] : [span(`: ${message}`, 'dim')]),
  ];
}

function formatPassed(record: RunRecord, screen: Screen): Line {
  const { steps, requests, omitted, vitals } = record;
  const words = [
    formatCount(steps.length + (omitted.steps ?? 0), 'step'),
    formatCount(requests.length + (omitted.requests ?? 0), 'request'),
  ].join(', ');
  const lcp = vitals?.lcp;
  const why = record.attemptList.at(-2)?.cause ?? null;
  const flaky = `flaky, attempt ${record.attempts}${why === null ? '' : ` after ${why}`}  `;

  return [
    ...(record.flaky ? [span(flaky, 'yellow')] : []),
    ...(lcp === undefined ? [] : [...vitalText('lcp', lcp.value, screen), span('  ')]),
    span(words, 'dim'),
  ];
}
