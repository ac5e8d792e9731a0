import type { RunPage } from '../../../core/dashboard/run/run-page.ts';
import type { AttemptSummary, RunError, RunRecord } from '../../../core/record/run-record.ts';
import { causeInWords } from '../../format/cause-words.ts';
import { badge, outcomeBadge } from '../parts/badges.ts';
import { dataTable, type Fact, factList } from '../parts/tables.ts';
import { type Html, html } from '../parts/html.ts';
import type { PageContext } from '../parts/html-page.ts';
import { foldedText, longText, name, nameLink, part } from '../parts/texts.ts';
import { instant } from '../parts/times.ts';
import { usualWords } from './run-steps.ts';
import { formatCount } from '../../format/count.ts';
import { formatDuration } from '../../format/duration.ts';

/** Where the run stands among others, how it ended, and what there is to know of it as a whole. */
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
        <h1>Run of ${instant(record.scheduledAt ?? record.startedAt)}</h1>
        <p class="run-verdict">
          ${outcomeBadge(outcome)} ${record.flaky && flakyBadge()}
          ${record.onDemand && onDemandBadge()}
          ${
            cause !== null &&
            html`<span class="run-cause">${causeInWords(cause)} <code>${cause}</code></span>`
          }
        </p>
      </div>
      ${besideLinks(page, context)}
    </header>
    ${factList(headFacts(page))}`;
}

/** Why and where the run did not pass. Null: it passed, or nobody said. */
export function runErrorPart(record: RunRecord, context: PageContext): Html | null {
  const { error } = record;
  if (error === null) return null;

  return part(
    'What went wrong',
    html`<div class="run-error">
      ${longText(error.message)}
      <p>
        ${error.step === null ? 'Outside any step' : html`In step <b>${name(error.step)}</b>`}${placeOf(error)}
      </p>
    </div>`,
    `${context.idPrefix}error`,
  );
}

/** Every attempt, where there was more than one. */
export function runAttemptsPart(record: RunRecord, context: PageContext): Html | null {
  const { attemptList, attempts, omitted } = record;
  if (attempts < 2) return null;
  const left = omitted.attemptList ?? 0;

  return part(
    'Attempts',
    html`${dataTable({
      caption: 'The attempts of this run, the one that decided last',
      columns: [
        { title: 'Attempt' },
        { title: 'Ended' },
        { title: 'Why' },
        { title: 'Took', align: 'end' },
      ],
      rows: attemptList.map((each, index) => attemptRow(each, index + 1 + left)),
    })}
    ${left > 0 && html`<p class="small">${formatCount(left, 'earlier attempt')} not kept in this record.</p>`}`,
    `${context.idPrefix}attempts`,
  );
}

function flakyBadge(): Html {
  return badge({ tone: 'warn', icon: 'unsure', word: 'flaky: not at the first attempt' });
}

function onDemandBadge(): Html {
  return badge({ tone: 'calm', icon: 'dot', word: 'on demand' });
}

function besideLinks({ record, previous, next }: RunPage, { links }: PageContext): Html {
  const { journey, region, runId } = record;
  const before = previous === null ? null : links.run({ journey, region, runId: previous });
  const after = next === null ? null : links.run({ journey, region, runId: next });
  const compared =
    previous === null
      ? null
      : links.compare(journey, { a: { kind: 'run', runId: previous }, b: { kind: 'run', runId } });

  return html`<nav class="run-beside" aria-label="Runs beside this one">
    <ul class="choices">
      ${before !== null && html`<li><a href="${before}" rel="prev">‹ the run before</a></li>`}
      ${after !== null && html`<li><a href="${after}" rel="next">the run after ›</a></li>`}
      ${compared !== null && html`<li><a href="${compared}">compare with the run before</a></li>`}
    </ul>
  </nav>`;
}

function headFacts(page: RunPage): readonly Fact[] {
  const { record } = page;
  const didRun = record.attempts > 0;

  return [
    ['took', didRun ? formatDuration(record.durationMs) : 'nothing: it was not executed'],
    ['usual', didRun ? usualWords(page.usual, 'duration', record.durationMs) : null],
    ['started', didRun ? instant(record.startedAt, 'second') : null],
    [
      'scheduled',
      record.scheduledAt === null ? 'no: on demand' : instant(record.scheduledAt, 'second'),
    ],
    ['attempts', didRun ? String(record.attempts) : null],
    ['checks', didRun ? formatCount(record.checks, 'expectation') : null],
    ['kind', record.kind === 'api' ? 'API' : 'browser'],
    ['journey’s version', html`<code>${record.journeyVersion}</code>`],
    ['run', html`<code class="long">${record.runId}</code>`],
  ];
}

function placeOf({ file, line, column }: RunError): Html | null {
  if (file === null) return null;
  const place = [file, line, column].filter((each) => each !== null).join(':');

  return html`, at <code class="long">${place}</code>`;
}

function attemptRow(attempt: AttemptSummary, number: number): readonly (Html | string)[] {
  const { outcome, cause, message, durationMs } = attempt;
  const why = cause === null ? '' : html`${causeInWords(cause)} <code>${cause}</code>`;

  return [
    String(number),
    outcomeBadge(outcome),
    html`${why}${message !== null && html`<div>${foldedText(message)}</div>`}`,
    formatDuration(durationMs),
  ];
}
