import type { ConsoleLine, RunRecord } from '../../../core/record/run-record.ts';
import { formatCount, formatDuration } from '../../format/format.ts';
import { badge, type BadgeTone } from '../parts/badges.ts';
import { type Html, html } from '../parts/html.ts';
import type { IconName } from '../parts/icons.ts';
import type { PageContext } from '../parts/page-view.ts';
import { foldedText, part } from '../parts/texts.ts';

/** What the page and the journey said while the run went on. Null: nothing. */
export function runTextsPart(record: RunRecord, context: PageContext): Html | null {
  const { console, pageErrors, log, omitted } = record;
  const lists = [
    errorList(pageErrors, omitted.pageErrors ?? 0),
    lineList('Console of the page', console, omitted.console ?? 0),
    lineList('Log of the journey', log, omitted.log ?? 0),
  ].filter((list) => list !== null);
  if (lists.length === 0) return null;

  return part('What was said', lists, `${context.idPrefix}said`);
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

  return html`<h3>Uncaught errors of the page</h3>
    <ul class="said">
      ${errors.map((error) => html`<li class="is-error">${foldedText(error)}</li>`)}
    </ul>
    ${leftWords(left, 'error')}`;
}

function lineList(title: string, entries: readonly ConsoleLine[], left: number): Html | null {
  if (entries.length + left === 0) return null;

  return html`<h3>${title}</h3>
    <ul class="said">
      ${entries.map(lineItem)}
    </ul>
    ${leftWords(left, 'line')}`;
}

function lineItem({ level, text, atMs, source }: ConsoleLine): Html {
  return html`<li class="is-${level}">
    <span class="said-at">${formatDuration(atMs)}</span>
    ${badge({ ...LEVELS[level], word: level })} ${foldedText(text)}
    ${source !== null && html`<span class="said-source">${foldedText(source)}</span>`}
  </li>`;
}

function leftWords(left: number, noun: string): Html | null {
  return left === 0
    ? null
    : html`<p class="small">${formatCount(left, `more ${noun}`)} not kept in this record.</p>`;
}
