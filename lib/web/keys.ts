import { element } from './elements.ts';
import { inputIn } from './filter.ts';

/** How long a key waits for the one after it. */
const WAIT_MS = 1_500;

/** Lets keys do what `?` lists. */
export function pageKeys(): void {
  let waitsUntil = 0;

  document.addEventListener('keydown', (event) => {
    if (isForOthers(event)) return;
    const action = keyAction(event.key, event.timeStamp < waitsUntil ? 'g' : null);
    waitsUntil = action?.kind === 'wait' ? event.timeStamp + WAIT_MS : 0;
    if (action !== null && act(action)) event.preventDefault();
  });
}

function act(action: KeyAction): boolean {
  switch (action.kind) {
    case 'filter': {
      const input = inputIn(document);
      input?.focus();
      return input !== null;
    }
    case 'help':
      showHelp();
      return true;
    case 'go': {
      const link = document.querySelector<HTMLAnchorElement>(`nav a[data-page="${action.page}"]`);
      link?.click();
      return link !== null;
    }
    case 'wait':
      return false;
  }
}

function isForOthers(event: KeyboardEvent): boolean {
  const isCommand = event.ctrlKey || event.metaKey || event.altKey;

  return event.defaultPrevented || isCommand || isTyping(event.target);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input, select, textarea'))
  );
}

function showHelp(): void {
  const open = document.querySelector<HTMLDialogElement>('dialog.key-help');
  if (open !== null) return;
  const close = element('button', { attributes: { type: 'button' }, children: ['Close'] });
  const dialog = element('dialog', {
    className: 'key-help',
    attributes: { 'aria-label': 'Keys' },
    children: [
      element('h2', { children: ['Keys'] }),
      element('dl', {
        children: KEY_HELP.flatMap(({ keys, does }) => [
          element('dt', { children: [element('kbd', { children: [keys] })] }),
          element('dd', { children: [does] }),
        ]),
      }),
      close,
    ],
  });
  close.addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/** A key, and what it does. */
export interface KeyHelp {
  readonly keys: string;
  readonly does: string;
}

/** What `?` lists. */
export const KEY_HELP: readonly KeyHelp[] = [
  { keys: '/', does: 'filter the list of journeys' },
  { keys: 'g o', does: 'go to the overview' },
  { keys: 'g c', does: 'go to the comparison' },
  { keys: 'g m', does: 'go to the costs (money)' },
  { keys: '← →', does: 'in a chart: the value before or after' },
  { keys: 'Page Up, Page Down, Home, End', does: 'in a chart: farther' },
  { keys: '+ −', does: 'in a chart: zoom in, show all' },
  { keys: 'Esc', does: 'empty the filter, close this' },
  { keys: '?', does: 'show these keys' },
];

/** What a key of the page is for; `go` names a page of the navigation. */
export type KeyAction =
  | { readonly kind: 'filter' }
  | { readonly kind: 'help' }
  | { readonly kind: 'go'; readonly page: string }
  | { readonly kind: 'wait' };

const PAGES: Readonly<Record<string, string>> = { o: 'overview', c: 'compare', m: 'costs' };

/** What a key does, alone or after `g`; null: nothing. */
export function keyAction(key: string, before: 'g' | null): KeyAction | null {
  if (before === 'g') {
    const page = PAGES[key];

    return page === undefined ? null : { kind: 'go', page };
  }
  if (key === '/') return { kind: 'filter' };
  if (key === '?') return { kind: 'help' };

  return key === 'g' ? { kind: 'wait' } : null;
}
