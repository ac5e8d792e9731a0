import { element } from './elements.ts';
import { inputIn } from './filter.ts';
import { KEY_HELP, type KeyAction, keyAction } from './key-names.ts';

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
