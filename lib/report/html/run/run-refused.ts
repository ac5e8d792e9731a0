import type { RunRecord } from '../../../core/record/run-record.ts';
import { refusedRemedy, refusedTarget } from '../../format/describe-refused.ts';
import { formatDuration } from '../../format/duration.ts';
import { html, type Html } from '../parts/html.ts';
import type { PageContext } from '../parts/html-page.ts';
import { dataTable } from '../parts/tables.ts';
import { name, part } from '../parts/texts.ts';

/** Connections that were refused before anything was sent; null: none. */
export function runRefusedPart(record: RunRecord, context: PageContext): Html | null {
  const { refused = [], omitted } = record;
  if (refused.length === 0) return null;
  const left = omitted.refused ?? 0;

  return part(
    'Refused connections',
    html`${dataTable({
      caption: 'Connections that were refused before anything was sent',
      columns: [
        { title: 'Address' },
        { title: 'By' },
        { title: 'First', align: 'end' },
        { title: 'Attempts', align: 'end' },
        { title: 'Setting' },
      ],
      rows: refused.map((each) => [
        name(refusedTarget(each)),
        each.by,
        formatDuration(each.atMs),
        `${each.count}`,
        refusedRemedy(each),
      ]),
    })}
    ${left > 0 && html`<p class="small">${left} more not stored in this record.</p>`}`,
    `${context.idPrefix}refused`,
  );
}
