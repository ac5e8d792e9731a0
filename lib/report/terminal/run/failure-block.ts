import type {
  AttemptSummary,
  ConsoleLine,
  RunError,
  RunRecord,
} from '../../../core/record/run-record.ts';
import { describeCause } from '../../format/describe-cause.ts';
import { codeFrame } from './code-frame.ts';
import { OUTCOME_STYLE, outcomeMark } from './run-header.ts';
import {
  columnsOf,
  flow,
  glyphsOf,
  hanging,
  type Line,
  renderLine,
  renderLong,
  type Screen,
  span,
} from '../text/styled-line.ts';
import { cleanLines, wrap } from '../../format/terminal-text.ts';
import { traceCommand } from '../../format/trace-command.ts';
import { formatCount } from '../../format/count.ts';
import { formatDuration } from '../../format/duration.ts';

/** Screen, source lines and verbosity of the failure block. */
export interface FailureOptions extends Screen {
  /** The lines of the file that `error.file` names, for a code frame. */
  readonly source?: readonly string[];
  readonly verbose?: boolean;
}

/** A message of the page, and the prefix of its first line. */
interface PageLine {
  readonly before: string;
  readonly text: string;
}

const INDENT = '    ';
const LABEL_COLUMNS = 9;
/** A page may log an error every frame; the failure must stay on the screen. */
const MAX_PAGE_LINES = 5;
/** The first lines of a stack name the place; the rest is the framework. */
const MAX_LINES_EACH = 4;
/** A longer message is a dump of the page; the evidence contains all of it. */
const MAX_MESSAGE_LINES = 24;

/**
 * The failure of a run: cause, message, step, place in the journey's source with its code, console
 * errors, earlier attempts, and the evidence files. Of a flaky run, why its earlier attempts failed. Empty
 * for another run that passed.
 */
export function renderFailure(record: RunRecord, options: FailureOptions): readonly string[] {
  if (record.flaky) return renderFlaky(record, options);
  if (record.outcome === 'passed' || (record.error === null && record.cause === null)) return [];

  const blocks = [
    [causeLine(record, options), ...messageLines(record, options)].map((line) =>
      renderLine(line, options),
    ),
    placeLines(record, options).map((line) => renderLong(line, options)),
    frameLines(record, options),
    [
      ...pageLines('console', consoleErrors(record), options),
      ...pageLines('page', record.pageErrors.map(pageError), options),
      ...earlierAttempts(record, options),
      ...evidenceLines(record, options).map((line) => renderLong(line, options)),
    ],
  ];
  return blocks
    .filter((block) => block.length > 0)
    .flatMap((block, index) => (index === 0 ? block : ['', ...block]));
}

function renderFlaky(record: RunRecord, screen: Screen): readonly string[] {
  return [
    ...record.attemptList.slice(0, -1).flatMap((attempt, index) => {
      const label = index === 0 ? 'earlier' : '';

      return [
        renderLine(labelled(label, [span(attemptText(attempt, index))]), screen),
        ...attemptMessage(attempt, screen),
        ...attemptPlace(attempt, screen),
      ];
    }),
    ...evidenceLines(record, screen).map((line) => renderLong(line, screen)),
  ];
}

function causeLine(record: RunRecord, screen: Screen): Line {
  const { cause, outcome } = record;
  const words: Line = cause === null ? [] : [span(`  ${describeCause(cause)}`)];

  return [
    span('  '),
    outcomeMark(outcome, screen),
    span(' '),
    span(cause ?? outcome, 'bold', OUTCOME_STYLE[outcome]),
    ...words,
  ];
}

function messageLines(record: RunRecord, screen: Screen): readonly Line[] {
  const lines = cleanLines(record.error?.message ?? '');
  const shown = lines
    .slice(0, MAX_MESSAGE_LINES)
    .flatMap((line) => wrap(line, columnsOf(screen) - INDENT.length))
    .map((text): Line => [span(INDENT), span(text)]);
  const hidden = lines.length - MAX_MESSAGE_LINES;

  return hidden > 0
    ? [...shown, [span(`${INDENT}and ${formatCount(hidden, 'more line')}`, 'dim')]]
    : shown;
}

function placeLines(record: RunRecord, screen: Screen): readonly Line[] {
  const { error } = record;
  if (error === null) return [];

  const parent = record.steps.findLast(({ name }) => name === error.step)?.parent ?? null;
  const path = [parent, error.step].filter((name) => name !== null);
  const step = path.join(` ${glyphsOf(screen).within} `);
  const place = placeText(error);

  return [
    error.step === null ? [] : labelled('step', [span(step, 'bold')]),
    error.file === null ? [] : labelled('at', [span(place, 'cyan')]),
  ].filter((line) => line.length > 0);
}

function frameLines(record: RunRecord, options: FailureOptions): readonly string[] {
  const { error } = record;
  if (error === null || error.line === null || options.source === undefined) return [];

  const frame = codeFrame(options.source, { line: error.line, column: error.column }, options);
  return frame.map((line) => renderLine([span(INDENT), ...line], options));
}

function consoleErrors(record: RunRecord): readonly PageLine[] {
  return record.console
    .filter(({ level }) => level === 'error')
    .map(({ atMs, text, source }: ConsoleLine) => ({
      before: `${formatDuration(atMs)}  `,
      text: source === null ? text : `${text} (${source})`,
    }));
}

function pageError(text: string): PageLine {
  return { before: '', text };
}

function pageLines(
  label: string,
  lines: readonly PageLine[],
  options: FailureOptions,
): readonly string[] {
  const limit = options.verbose === true ? lines.length : MAX_PAGE_LINES;
  const room = columnsOf(options) - INDENT.length - LABEL_COLUMNS - 1;
  const shown = lines.slice(0, limit).flatMap(({ before, text }) =>
    hanging(
      [span(before, 'dim')],
      cleanLines(text)
        .slice(0, MAX_LINES_EACH)
        .flatMap((line) => wrap(line, room - before.length))
        .map((line) => [span(line, 'yellow')]),
    ),
  );
  const hidden = lines.length - limit;
  const rest: readonly Line[] = hidden > 0 ? [[span(`and ${hidden} more`, 'dim')]] : [];

  return hanging(labelled(label, []), [...shown, ...rest]).map((line) => renderLine(line, options));
}

function earlierAttempts(record: RunRecord, screen: Screen): readonly string[] {
  return record.attemptList.slice(0, -1).map((attempt, index) => {
    const words = cleanLines(attempt.message ?? '')[0] ?? '';
    const line = [span(attemptText(attempt, index)), span(`  ${words}`, 'dim')];

    return renderLine(labelled(index === 0 ? 'earlier' : '', line), screen);
  });
}

function attemptText({ cause, outcome, durationMs }: AttemptSummary, index: number): string {
  return `attempt ${index + 1}: ${cause ?? outcome} after ${formatDuration(durationMs)}`;
}

/** The first lines of the message of an attempt that failed. */
function attemptMessage({ message }: AttemptSummary, screen: Screen): readonly string[] {
  const room = columnsOf(screen) - INDENT.length - LABEL_COLUMNS - 1;

  return cleanLines(message ?? '')
    .filter((line) => line !== '')
    .slice(0, MAX_LINES_EACH)
    .flatMap((line) => wrap(line, room))
    .map((line) => renderLine(labelled('', [span(line)]), screen));
}

/** Step and place of an attempt that failed; none where they are not known. */
function attemptPlace({ error }: AttemptSummary, screen: Screen): readonly string[] {
  if (error === undefined) return [];
  const step =
    error.step === null ? [] : [span('in '), span(cleanLines(error.step).join(' '), 'bold')];
  const place = placeText(error);
  const at = place === '' ? [] : [span(step.length === 0 ? 'at ' : ' at '), span(place, 'cyan')];
  const line = [...step, ...at];

  return line.length === 0 ? [] : [renderLong(labelled('', line), screen)];
}

function placeText({ file, line, column }: RunError): string {
  return file === null ? '' : [file, line, column].filter((part) => part !== null).join(':');
}

/** The folder once, then its files; the trace as the command that opens it. */
function evidenceLines(record: RunRecord, screen: Screen): readonly Line[] {
  const traces = record.evidence.filter(({ kind }) => kind === 'trace');
  const files = record.evidence.filter(({ kind }) => kind !== 'trace').map(({ path }) => path);

  return [
    ...fileLines(files, screen),
    ...traces.map(({ path }) => labelled('trace', [span(traceCommand(path))])),
  ];
}

function fileLines(files: readonly string[], screen: Screen): readonly Line[] {
  const folder = files.length === 1 ? '' : commonFolder(files);
  const names = files.map((path): Line => [span(path.slice(folder.length))]);
  if (files.length === 0) return [];
  if (folder === '') return flow(labelled('evidence', []), names, screen);

  return [labelled('evidence', [span(folder)]), ...flow(labelled('', []), names, screen)];
}

function commonFolder(paths: readonly string[]): string {
  const [first = [], ...others] = paths.map((path) => path.split('/').slice(0, -1));
  const differs = first.findIndex((name, index) => others.some((each) => each[index] !== name));
  const common = differs < 0 ? first : first.slice(0, differs);

  return common.map((name) => `${name}/`).join('');
}

function labelled(label: string, line: Line): Line {
  return [span(`${INDENT}${label.padEnd(LABEL_COLUMNS)} `, 'dim'), ...line];
}
