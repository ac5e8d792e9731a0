import type { RunPage } from '../../../core/dashboard/run/run-page.ts';
import type { AttemptSummary, RunError, RunRecord } from '../../../core/record/run-record.ts';
import { describeDetection } from '../../format/describe-detection.ts';
import { describeCause } from '../../format/describe-cause.ts';
import { badge, outcomeBadge } from '../parts/badges.ts';
import { dataTable, type Fact, factList } from '../parts/tables.ts';
import { type Html, html } from '../parts/html.ts';
import type { PageContext } from '../parts/html-page.ts';
import { foldedText, longText, name, nameLink, part } from '../parts/texts.ts';
import { instant } from '../parts/times.ts';
import { typicalRange } from './run-steps.ts';
import { formatCount } from '../../format/count.ts';
import { formatDuration } from '../../format/duration.ts';

/** Head of a run's page: links to adjacent runs, outcome and cause, and facts about the whole run. */
export function runHead(page: RunPage, context: PageContext): Html {
  const { record } = page;
  const { journey, region, outcome, cause } = record;

  return html`<header class="page-head">
      <div class="page-title">
        <p class="crumbs">
          ${nameLink(journey, context.links.journey(journey))}
          <span aria-hidden="true">›</span>
          ${nameLink(region, context.links.journey(journey, { region }))}
        </p>
        <h1>Run at ${instant(record.scheduledAt ?? record.startedAt)}</h1>
        <p class="run-outcome">
          ${outcomeBadge(outcome)} ${record.flaky && flakyBadge()}
          ${record.onDemand && onDemandBadge()}
          ${
            cause !== null &&
            html`<span class="run-cause">${describeCause(cause)} <code>${cause}</code></span>`
          }
        </p>
      </div>
      ${adjacentLinks(page, context)}
    </header>
    ${factList(headFacts(page))}`;
}

/** Error message with its step and source location; null: the run has no error. */
export function runErrorPart(record: RunRecord, context: PageContext): Html | null {
  const { error } = record;
  if (error === null) return null;

  return part(
    'Error',
    html`<div class="run-error">
      ${longText(error.message)}
      <p>${stepOf(error)}${placeOf(error)}</p>
    </div>`,
    `${context.idPrefix}error`,
  );
}

/** Table of attempts; null: there was at most one. */
export function runAttemptsPart(record: RunRecord, context: PageContext): Html | null {
  const { attemptList, attempts, omitted } = record;
  if (attempts < 2) return null;
  const left = omitted.attemptList ?? 0;

  return part(
    'Attempts',
    html`${dataTable({
      caption: 'Attempts of this run; the last one decides the outcome',
      columns: [
        { title: 'Attempt' },
        { title: 'Outcome' },
        { title: 'Cause' },
        { title: 'Duration', align: 'end' },
      ],
      rows: attemptList.map((each, index) => attemptRow(each, index + 1 + left)),
    })}
    ${left > 0 && html`<p class="small">${formatCount(left, 'earlier attempt')} not stored in this record.</p>`}`,
    `${context.idPrefix}attempts`,
  );
}

function flakyBadge(): Html {
  return badge({ tone: 'warn', icon: 'unsure', word: 'flaky: passed after a retry' });
}

function onDemandBadge(): Html {
  return badge({ tone: 'calm', icon: 'dot', word: 'on demand' });
}

function adjacentLinks({ record, previous, next }: RunPage, { links }: PageContext): Html {
  const { journey, region, runId } = record;
  const before = previous === null ? null : links.run({ journey, region, runId: previous });
  const after = next === null ? null : links.run({ journey, region, runId: next });
  const compared =
    previous === null
      ? null
      : links.compare(journey, { a: { kind: 'run', runId: previous }, b: { kind: 'run', runId } });

  return html`<nav class="adjacent-runs" aria-label="Adjacent runs">
    <ul class="choices">
      ${before !== null && html`<li><a href="${before}" rel="prev">‹ previous run</a></li>`}
      ${after !== null && html`<li><a href="${after}" rel="next">next run ›</a></li>`}
      ${compared !== null && html`<li><a href="${compared}">compare with the previous run</a></li>`}
    </ul>
  </nav>`;
}

function headFacts(page: RunPage): readonly Fact[] {
  const { record } = page;
  const didRun = record.attempts > 0;

  return [
    ['duration', didRun ? formatDuration(record.durationMs) : 'not executed'],
    ['typical', didRun ? typicalRange(page.usual, 'duration', record.durationMs) : null],
    ['started', didRun ? instant(record.startedAt, 'second') : null],
    [
      'scheduled',
      record.scheduledAt === null ? 'no, on demand' : instant(record.scheduledAt, 'second'),
    ],
    ['attempts', didRun ? String(record.attempts) : null],
    ['checks', didRun ? formatCount(record.checks, 'expectation') : null],
    ['kind', record.kind === 'api' ? 'API' : 'browser'],
    ['alarm down', page.detection === null ? null : describeDetection(page.detection)],
    ['journey version', html`<code>${record.journeyVersion}</code>`],
    ['run ID', html`<code class="long">${record.runId}</code>`],
  ];
}

function stepOf({ step }: RunError): Html | string {
  return step === null ? 'Outside any step' : html`In step <b>${name(step)}</b>`;
}

function placeOf({ file, line, column }: RunError): Html | null {
  if (file === null) return null;
  const place = [file, line, column].filter((each) => each !== null).join(':');

  return html`, at <code class="long">${place}</code>`;
}

function attemptRow(attempt: AttemptSummary, number: number): readonly (Html | string)[] {
  const { outcome, cause, message, error, durationMs } = attempt;
  const why = cause === null ? '' : html`${describeCause(cause)} <code>${cause}</code>`;

  return [
    String(number),
    outcomeBadge(outcome),
    html`${why}${message !== null && html`<div>${foldedText(message)}</div>`}${
      error !== undefined && html`<div class="small">${stepOf(error)}${placeOf(error)}</div>`
    }`,
    formatDuration(durationMs),
  ];
}
