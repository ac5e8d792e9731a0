import { type Html, html, type HtmlValue } from './html.ts';

/** Title and alignment of a column. */
export interface Column {
  readonly title: string;
  /** `end` for numbers. */
  readonly align?: 'end';
  /** True: only screen readers get the title. */
  readonly quiet?: boolean;
}

/** Contents of a table. The first cell of each row is its heading. */
export interface TableParts {
  readonly caption: string;
  /** True: it is narrow enough to stay a table on any screen. */
  readonly isNarrow?: boolean;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly HtmlValue[])[];
}

/**
 * A table (`.data`) whose rows become cards on narrow screens; each cell carries its column's title.
 * Roles are explicit because browsers drop them from tables whose `display` is changed.
 */
export function dataTable({ caption, columns, rows, isNarrow }: TableParts): Html {
  return html`<table class="data${isNarrow === true && ' is-narrow'}" role="table">
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

/** Row of column titles, in a `thead`. */
export function tableHead(columns: readonly Column[]): Html {
  return html`<thead role="rowgroup">
    <tr role="row">
      ${columns.map(
        (column) =>
          html`<th role="columnheader" scope="col" ${alignOf(column)}>
            ${column.quiet === true ? html`<span class="visually-hidden">${column.title}</span>` : column.title}
          </th>`,
      )}
    </tr>
  </thead>`;
}

/** A `td` with the title of its column in `data-label`, shown where rows are cards. */
export function tableCell(value: HtmlValue, column: Column): Html {
  const label = column.quiet === true ? '' : column.title;

  return html`<td role="cell" ${alignOf(column)} data-label="${label}">${value}</td>`;
}

function alignOf({ align }: Column): Html | null {
  return align === undefined ? null : html`class="${align}"`;
}

function cellOf(value: HtmlValue, index: number, columns: readonly Column[]): Html {
  const column = columns[index] ?? { title: '' };
  if (index > 0) return tableCell(value, column);

  return html`<th role="rowheader" scope="row" ${alignOf(column)}>${value}</th>`;
}

/** A label and its value; facts whose value is null or undefined are left out. */
export type Fact = readonly [name: string, value: HtmlValue];

/** Labels with their values, as `<dl class="facts">`. */
export function factList(facts: readonly Fact[]): Html {
  const known = facts.filter(([, value]) => value !== null && value !== undefined);

  return html`<dl class="facts">
    ${known.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}
