import type { EvidenceView, RunPage } from '../../../core/dashboard/run/run-page.ts';
import type { EvidenceItem } from '../../../core/record/run-record.ts';
import { formatCount } from '../../format/format.ts';
import { type Html, html } from '../parts/html.ts';
import type { PageContext } from '../parts/page-view.ts';
import { commandLine, part } from '../parts/texts.ts';

const KINDS: Readonly<Record<EvidenceItem['kind'], string>> = {
  screenshot: 'Screenshot',
  trace: 'Trace',
  har: 'HAR: all requests with headers',
  console: 'Console',
  source: 'Source of the page',
};

const FROM: Readonly<Record<EvidenceItem['from'], string>> = {
  run: 'of this run, at the moment of failure',
  'evidence-run': 'of its repetition with tracing',
};

/** What was kept of a run that failed: the picture in place, the rest to save. Null: nothing. */
export function runEvidencePart(page: RunPage, context: PageContext): Html | null {
  const { evidence, record } = page;
  const left = record.omitted.evidence ?? 0;
  if (evidence.length + left === 0) return null;

  return part(
    'Evidence',
    html`<ul class="evidence">
        ${evidence.map((each) => evidenceItem(each, page, context))}
      </ul>
      ${left > 0 && html`<p class="small">${formatCount(left, 'more file')} not kept in this record.</p>`}`,
    `${context.idPrefix}evidence`,
  );
}

function evidenceItem(view: EvidenceView, { record }: RunPage, { links }: PageContext): Html {
  const { item, available, command } = view;
  const href = available ? links.evidence(record, item) : null;

  return html`<li class="evidence-item">
    <h3>${KINDS[item.kind]} <span class="small">${FROM[item.from]}</span></h3>
    ${href === null ? goneWords(view) : fileOf(item, href)}
    ${command !== null && html`<p>Open it with ${commandLine(command)}</p>`}
  </li>`;
}

function fileOf({ kind, path }: EvidenceItem, href: string): Html {
  if (kind === 'screenshot') {
    return html`<a href="${href}"
      ><img class="screenshot" src="${href}" alt="The page as it looked" loading="lazy"
    /></a>`;
  }
  const file = path.slice(path.lastIndexOf('/') + 1);

  return html`<p>
    <a href="${href}" download>Save <bdi>${file}</bdi></a>
  </p>`;
}

function goneWords({ item, available, problem }: EvidenceView): Html {
  if (available) return html`<p>It lies at <code class="long">${item.path}</code>.</p>`;
  if (problem !== undefined) return html`<p class="refusal">${problem}</p>`;

  return html`<p class="refusal">
    It is no longer kept, or lies where this page cannot read it:
    <code class="long">${item.path}</code>
  </p>`;
}
