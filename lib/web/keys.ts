import { element } from './elements.ts';
import { inputIn } from './filter.ts';

/** Longest pause between the two keys of a sequence. */
const WAIT_MS = 1_500;

/** Installs the keyboard shortcuts that `?` lists. */
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
    attributes: { 'aria-label': 'Keyboard shortcuts' },
    children: [
      element('h2', { children: ['Keyboard shortcuts'] }),
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

/** A keyboard shortcut and its description. */
export interface KeyHelp {
  readonly keys: string;
  readonly does: string;
}

/** All shortcuts, as the help lists them. */
export const KEY_HELP: readonly KeyHelp[] = [
  { keys: '/', does: 'filter the list of journeys' },
  { keys: 'g o', does: 'go to Overview' },
  { keys: 'g c', does: 'go to Compare' },
  { keys: 'g m', does: 'go to Costs (money)' },
  { keys: '← →', does: 'chart: previous or next value' },
  {
    keys: 'Page Up, Page Down, Home, End',
    does: 'chart: jump back, forward, to the start, to the end',
  },
  { keys: '+ −', does: 'chart: zoom in, reset zoom' },
  { keys: 'Esc', does: 'clear the filter, close this dialog' },
  { keys: '?', does: 'show this list' },
];

/** Effect of a key: `go` opens a page of the navigation, `wait` waits for a second key. */
export type KeyAction =
  | { readonly kind: 'filter' }
  | { readonly kind: 'help' }
  | { readonly kind: 'go'; readonly page: string }
  | { readonly kind: 'wait' };

const PAGES: Readonly<Record<string, string>> = { o: 'overview', c: 'compare', m: 'costs' };

/** Action of a key, alone or after `g`; null: none. */
export function keyAction(key: string, before: 'g' | null): KeyAction | null {
  if (before === 'g') {
    const page = PAGES[key];

    return page === undefined ? null : { kind: 'go', page };
  }
  if (key === '/') return { kind: 'filter' };
  if (key === '?') return { kind: 'help' };

  return key === 'g' ? { kind: 'wait' } : null;
}
