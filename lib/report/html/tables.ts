import { type Html, html, type HtmlValue } from './html.ts';

/** A column: `align` end is for numbers. */
export interface Column {
  readonly title: string;
  readonly align?: 'end';
  /** True: the title is for those who hear the page only. */
  readonly quiet?: boolean;
}

/** What a table holds. The first cell of each row is its heading. */
export interface TableParts {
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly HtmlValue[])[];
}

/**
 * A table, `.data`, whose rows become cards on narrow screens: each cell carries its column's title.
 * Roles are written out, for browsers take them from tables that are laid out otherwise.
 */
export function dataTable({ caption, columns, rows }: TableParts): Html {
  return html`<table class="data" role="table">
    <caption class="visually-hidden">
      ${caption}
    </caption>
    ${tableHead(columns)}
    <tbody role="rowgroup">
      ${rows.map(
        (row) =>
          html`<tr role="row">
            ${row.map((value, index) => cellOf(value, index, columns))}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** The titles of a table. */
export function tableHead(columns: readonly Column[]): Html {
  return html`<thead role="rowgroup">
    <tr role="row">
      ${columns.map(
        ({ title, align, quiet }) =>
          html`<th role="columnheader" scope="col" class="${align ?? 'start'}">
            ${quiet === true ? html`<span class="visually-hidden">${title}</span>` : title}
          </th>`,
      )}
    </tr>
  </thead>`;
}

/** A cell that says which column it is of, where rows are cards. */
export function cell(value: HtmlValue, { title, align }: Column): Html {
  return html`<td role="cell" class="${align ?? 'start'}" data-label="${title}">${value}</td>`;
}

function cellOf(value: HtmlValue, index: number, columns: readonly Column[]): Html {
  const column = columns[index] ?? { title: '' };
  if (index > 0) return cell(value, column);

  return html`<th role="rowheader" scope="row" class="${column.align ?? 'start'}">${value}</th>`;
}
