import { element } from './elements.ts';

/** The box that filters rows by their names. */
export interface RowFilter {
  /** Hides what does not match, in the page or in one that is to become it. */
  apply(root: ParentNode): void;
}

/** Lets the page's filter box, where there is one, hide rows. */
export function rowFilter(): RowFilter {
  const count = element('output', { className: 'filter-count' });

  function apply(root: ParentNode): void {
    const typed = inputIn(document)?.value.trim() ?? '';
    const rows = [...root.querySelectorAll<HTMLElement>('[data-name]')];
    for (const row of rows) row.hidden = !matchesWords(row.dataset['name'] ?? '', typed);
    const words = shownWords(rows.filter((row) => !row.hidden).length, rows.length);
    if (count.textContent !== words) count.textContent = words;
    if (root === document) return;
    // A page that is to become this one hides its box, and has no count yet.
    inputIn(root)?.removeAttribute('hidden');
    inputIn(root)?.after(count.cloneNode(true));
  }

  const input = inputIn(document);
  if (input !== null) {
    // Without a script it would do nothing.
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

/** The filter box; null: the page has none. */
export function inputIn(root: ParentNode): HTMLInputElement | null {
  return root.querySelector<HTMLInputElement>('input[data-filter]');
}

/** Whether a name holds every word that was typed, whatever their case and order. */
export function matchesWords(name: string, typed: string): boolean {
  const text = name.toLowerCase();

  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** What is shown of a list: `3 of 500 shown`; nothing while all are. */
export function shownWords(shown: number, all: number): string {
  return shown === all ? '' : `${shown} of ${all} shown`;
}
