import type { EvidenceView, RunPage } from '../../../core/dashboard/run/run-page.ts';
import type { ConsoleLine, EvidenceItem, RunRecord } from '../../../core/record/run-record.ts';
import { type Html, html } from '../parts/html.ts';
import type { PageContext } from '../parts/html-page.ts';
import { commandLine, foldedText, part } from '../parts/texts.ts';
import { badge, type BadgeTone } from '../parts/badges.ts';
import type { IconName } from '../parts/icons.ts';
import { formatCount } from '../../format/count.ts';
import { formatDuration } from '../../format/duration.ts';

const KINDS: Readonly<Record<EvidenceItem['kind'], string>> = {
  screenshot: 'Screenshot',
  trace: 'Trace',
  har: 'HAR: all requests with headers',
  console: 'Console',
  source: 'Page source',
};

const FROM: Readonly<Record<EvidenceItem['from'], string>> = {
  run: 'from this run, at the time of failure',
  'evidence-run': 'from the repeated run with tracing',
  'earlier-attempt': 'from an earlier attempt, which failed',
};

/** Stored evidence of a failed run: the screenshot inline, the rest to download; null: none. */
export function runEvidencePart(page: RunPage, context: PageContext): Html | null {
  const { evidence, record } = page;
  const left = record.omitted.evidence ?? 0;
  if (evidence.length + left === 0) return null;

  return part(
    'Evidence',
    html`<ul class="evidence">
        ${evidence.map((each) => evidenceItem(each, page, context))}
      </ul>
      ${left > 0 && html`<p class="small">${formatCount(left, 'more file')} not stored in this record.</p>`}`,
    `${context.idPrefix}evidence`,
  );
}

function evidenceItem(view: EvidenceView, { record }: RunPage, { links }: PageContext): Html {
  const { item, available, command } = view;
  const href = available ? links.evidence(record, item) : null;

  return html`<li class="evidence-item">
    <h3>${KINDS[item.kind]} <span class="small">${FROM[item.from]}</span></h3>
    ${href === null ? unavailableNote(view) : fileOf(item, href)}
    ${command !== null && html`<p>Open it with ${commandLine(command)}</p>`}
  </li>`;
}

function fileOf({ kind, path }: EvidenceItem, href: string): Html {
  if (kind === 'screenshot') {
    return html`<a href="${href}"
      ><img class="screenshot" src="${href}" alt="Screenshot of the page" loading="lazy"
    /></a>`;
  }
  const file = path.slice(path.lastIndexOf('/') + 1);

  return html`<p>
    <a href="${href}" download>Save <bdi>${file}</bdi></a>
  </p>`;
}

function unavailableNote({ item, available, problem }: EvidenceView): Html {
  if (available) return html`<p>Stored at <code class="long">${item.path}</code>.</p>`;
  if (problem !== undefined) return html`<p class="shortage">${problem}</p>`;

  return html`<p class="shortage">
    Not available: deleted after its retention, or stored where this page cannot read it:
    <code class="long">${item.path}</code>
  </p>`;
}

/** Uncaught page errors, page console and journey log of a run; null: all are empty. */
export function runTextsPart(record: RunRecord, context: PageContext): Html | null {
  const { console, pageErrors, log, omitted } = record;
  const lists = [
    errorList(pageErrors, omitted.pageErrors ?? 0),
    lineList('Page console', console, omitted.console ?? 0),
    lineList('Journey log', log, omitted.log ?? 0),
  ].filter((list) => list !== null);
  if (lists.length === 0) return null;

  return part('Console and log', lists, `${context.idPrefix}console`);
}

const LEVELS: Readonly<
  Record<ConsoleLine['level'], { readonly tone: BadgeTone; readonly icon: IconName }>
> = {
  debug: { tone: 'calm', icon: 'dot' },
  info: { tone: 'calm', icon: 'dot' },
  warning: { tone: 'warn', icon: 'errored' },
  error: { tone: 'bad', icon: 'failed' },
};

function errorList(errors: readonly string[], left: number): Html | null {
  if (errors.length + left === 0) return null;

  return html`<h3>Uncaught page errors</h3>
    <ul class="log-lines">
      ${errors.map((error) => html`<li class="is-error">${foldedText(error)}</li>`)}
    </ul>
    ${omittedNote(left, 'error')}`;
}

function lineList(title: string, entries: readonly ConsoleLine[], left: number): Html | null {
  if (entries.length + left === 0) return null;

  return html`<h3>${title}</h3>
    <ul class="log-lines">
      ${entries.map(lineItem)}
    </ul>
    ${omittedNote(left, 'line')}`;
}

function lineItem({ level, text, atMs, source }: ConsoleLine): Html {
  return html`<li class="is-${level}">
    <span class="log-time">${formatDuration(atMs)}</span>
    ${badge({ ...LEVELS[level], word: level })} ${foldedText(text)}
    ${source !== null && html`<span class="log-source">${foldedText(source)}</span>`}
  </li>`;
}

function omittedNote(left: number, noun: string): Html | null {
  return left === 0
    ? null
    : html`<p class="small">${formatCount(left, `more ${noun}`)} not stored in this record.</p>`;
}
