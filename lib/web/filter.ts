import { element } from './elements.ts';

/** Filter of the rows that have `data-name`. */
export interface RowFilter {
  /** Hides rows that do not match, in the page or in a freshly fetched copy of it. */
  apply(root: ParentNode): void;
}

/** Connects the page's filter input, if it has one, to its rows. */
export function rowFilter(): RowFilter {
  const count = element('output', { className: 'filter-count' });

  function apply(root: ParentNode): void {
    const typed = inputIn(document)?.value.trim() ?? '';
    const rows = [...root.querySelectorAll<HTMLElement>('[data-name]')];
    for (const row of rows) row.hidden = !matchesWords(row.dataset['name'] ?? '', typed);
    const words = shownText(rows.filter((row) => !row.hidden).length, rows.length);
    if (count.textContent !== words) count.textContent = words;
    if (root === document) return;
    // A freshly fetched page hides its input and has no count yet.
    inputIn(root)?.removeAttribute('hidden');
    inputIn(root)?.after(count.cloneNode(true));
  }

  const input = inputIn(document);
  if (input !== null) {
    // Without a script the input would do nothing, so pages hide it.
    input.hidden = false;
    input.after(count);
    input.addEventListener('input', () => apply(document));
    input.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      if (input.value === '') input.blur();
      input.value = '';
      apply(document);
    });
    apply(document);
  }

  return { apply };
}

/** Filter input of a page; null: it has none. */
export function inputIn(root: ParentNode): HTMLInputElement | null {
  return root.querySelector<HTMLInputElement>('input[data-filter]');
}

/** Whether a name contains every typed word, in any case and order. */
export function matchesWords(name: string, typed: string): boolean {
  const text = name.toLowerCase();

  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** Number of visible rows: `3 of 500 shown`; empty while all are. */
export function shownText(shown: number, all: number): string {
  return shown === all ? '' : `${shown} of ${all} shown`;
}
