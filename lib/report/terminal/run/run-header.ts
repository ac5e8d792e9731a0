import type { Outcome } from '../../../core/record/outcome.ts';
import type { RunRecord } from '../../../core/record/run-record.ts';
import type { Style } from '../text/paint.ts';
import {
  flow,
  glyphsOf,
  joinLines,
  justify,
  type Line,
  type Screen,
  type Span,
  span,
} from '../text/styled-line.ts';
import { formatCount } from '../../format/count.ts';
import { formatDuration } from '../../format/duration.ts';
import { formatInstant } from '../../format/instant.ts';

/** The colour of each outcome, everywhere. */
export const OUTCOME_STYLE: Readonly<Record<Outcome, Style>> = {
  passed: 'green',
  failed: 'red',
  errored: 'yellow',
  skipped: 'dim',
  missing: 'yellow',
};

/** The sign of an outcome in its colour. */
export function outcomeMark(outcome: Outcome, screen: Screen): Span {
  return span(glyphsOf(screen).outcome[outcome], OUTCOME_STYLE[outcome], 'bold');
}

/** Whether a run was executed: skipped and missing slots have no duration. */
export function wasExecuted(record: RunRecord): boolean {
  return record.outcome !== 'skipped' && record.outcome !== 'missing';
}

/** The first lines of a run: journey, kind, region, outcome, duration, time and counts. */
export function runHeader(record: RunRecord, screen: Screen): readonly Line[] {
  const separator = span(` ${glyphsOf(screen).separator} `, 'dim');
  const title: Line = [
    outcomeMark(record.outcome, screen),
    span(' '),
    span(record.journey, 'bold'),
    span('  '),
    ...joinLines(facts(record), separator),
  ];
  const duration = wasExecuted(record) ? formatDuration(record.durationMs) : '';

  return [
    justify(title, [span(duration, 'bold')], screen),
    ...flow([span('  ')], particulars(record), screen),
  ];
}

function facts(record: RunRecord): readonly Line[] {
  return [
    [span(record.kind, 'dim')],
    [span(record.region, 'dim')],
    [span(record.outcome, OUTCOME_STYLE[record.outcome]), ...attempts(record)],
    record.flaky ? [span('flaky', 'yellow')] : [],
  ];
}

function attempts(record: RunRecord): Line {
  if (record.attempts < 2) return [];
  const words = record.outcome === 'passed' ? 'at attempt' : 'after';
  const count =
    record.outcome === 'passed' ? `${record.attempts}` : formatCount(record.attempts, 'attempt');

  return [span(` ${words} ${count}`, 'yellow')];
}

function particulars(record: RunRecord): readonly Line[] {
  const { steps, checks, requests, omitted } = record;
  const counts = [
    formatCount(steps.length + (omitted.steps ?? 0), 'step'),
    formatCount(checks, 'check'),
    formatCount(requests.length + (omitted.requests ?? 0), 'request'),
  ];
  const when = record.scheduledAt ?? record.startedAt;
  const why = record.onDemand ? 'on demand' : 'scheduled for';
  const texts = [`${why} ${formatInstant(when)}`, ...(wasExecuted(record) ? counts : [])];

  return texts.map((text): Line => [span(text, 'dim')]);
}
