import { morph } from './morph.ts';

/** The contents, and what says when they were read. */
const PARTS = ['main', 'body > footer'];
const DEADLINE_MS = 15_000;

/**
 * Fetches the page that is shown, and shows what is new in it; `prepare` works on it before. Throws
 * where there is no page.
 */
export async function refreshPage(prepare: (page: Document) => void): Promise<void> {
  const response = await fetch(location.href, { signal: AbortSignal.timeout(DEADLINE_MS) });
  if (!response.ok) throw new Error(`the page is answered with ${response.status}`);
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  prepare(page);
  const focused = document.activeElement;
  for (const part of PARTS) {
    const [from, to] = [document.querySelector(part), page.querySelector(part)];
    if (from !== null && to !== null) morph(from, to);
  }
  document.title = page.title;
  // What moved has lost the focus.
  if (focused instanceof HTMLElement && focused.isConnected && document.activeElement !== focused) {
    focused.focus({ preventScroll: true });
  }
}
