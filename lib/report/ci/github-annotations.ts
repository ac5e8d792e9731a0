import type { RunRecord } from '../../core/record/run-record.ts';
import { describeCause } from '../format/describe-cause.ts';
import { cleanLines } from '../format/terminal-text.ts';
import { workflowCommand } from './workflow-command.ts';

/**
 * Workflow commands that mark runs in GitHub Actions: an error for each run that did not pass, at
 * its line in the journey's source, and a warning for each flaky one. Empty when there is nothing
 * to say.
 */
export function renderGithubAnnotations(records: readonly RunRecord[]): string {
  return records
    .map(annotation)
    .filter((line) => line !== '')
    .join('\n');
}

function annotation(record: RunRecord): string {
  switch (record.outcome) {
    case 'failed':
    case 'errored':
    case 'missing':
      return command('error', record, troubleText(record));
    case 'passed':
      return record.flaky ? command('warning', record, flakyText(record)) : '';
    case 'skipped':
      return '';
  }
}

function flakyText({ attempts, attemptList, evidence }: RunRecord): string {
  const earlier = attemptList.slice(0, -1).map(({ cause, outcome, message }, index) => {
    const [first = ''] = cleanLines(message ?? '');

    return `Attempt ${index + 1}: ${cause ?? outcome}${first === '' ? '' : `: ${first}`}`;
  });

  return [`Passed at attempt ${attempts}.`, ...earlier, ...evidence.map(evidenceText)].join('\n');
}

function evidenceText({ kind, path }: RunRecord['evidence'][number]): string {
  return `Evidence (${kind}): ${cleanLines(path).join(' ')}`;
}

function troubleText(record: RunRecord): string {
  const step = record.error?.step;
  const message = cleanLines(record.error?.message ?? '');
  const cause = record.cause === null ? record.outcome : describeCause(record.cause);

  return [
    ...(message.length === 0 ? [cause] : message),
    ...(step == null ? [] : [`In step: ${cleanLines(step).join(' ')}`]),
    ...record.evidence.map(evidenceText),
  ].join('\n');
}

function command(level: 'error' | 'warning', record: RunRecord, message: string): string {
  const words = record.outcome;
  const title = `${record.journey} (${record.region}): ${record.flaky ? 'flaky' : words}`;
  const { file, line, column } = record.error ?? { file: null, line: null, column: null };
  const place = file === null ? {} : { file, line, col: column };

  return workflowCommand(level, { ...place, title }, message);
}
