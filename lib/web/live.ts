import { element } from './elements.ts';
import { morph } from './morph.ts';

/** Handle of `setTimeout`. */
type Timer = ReturnType<typeof setTimeout>;

/** Events after which the page is refreshed; `lost`: the server dropped some events. */
const EVENTS = ['run', 'finding', 'alarm', 'lost'];

/** Browsers allow six connections to a server: a hidden page closes its own after this time. */
const CLOSE_AFTER_MS = 20_000;

/** Keeps a page up to date: follows the stream of events and calls `refresh` after them. */
export class LivePage {
  readonly #address: string;
  readonly #refresh: () => Promise<void>;
  readonly #status = statusElement();
  #state: LiveState = { kind: 'connecting' };
  #failures = 0;
  #lastMs = 0;
  #isRefreshDue = false;
  #isRefreshing = false;
  #timer: Timer | undefined;
  #stream: EventSource | null = null;
  #retry: Timer | null = null;
  #leaving: Timer | undefined;

  constructor(address: string, refresh: () => Promise<void>) {
    this.#address = address;
    this.#refresh = refresh;
    document.addEventListener('visibilitychange', () => this.follow());
  }

  /** Opens the stream of events while the page is visible, and closes it some time after it was hidden. */
  follow(): void {
    clearTimeout(this.#leaving);
    if (document.hidden) {
      this.#leaving = setTimeout(() => this.#close(), CLOSE_AFTER_MS);
    } else if (this.#stream === null && this.#retry === null) {
      this.#connect();
    }
    this.#schedule();
  }

  #connect(): void {
    this.#retry = null;
    const stream = new EventSource(this.#address);
    this.#stream = stream;
    stream.addEventListener('open', () => {
      this.#failures = 0;
      this.#show({ kind: 'live', updatedAtMs: null });
      // Events before the stream was opened are not replayed.
      this.#requestRefresh();
    });
    for (const kind of EVENTS) stream.addEventListener(kind, () => this.#requestRefresh());
    stream.addEventListener('error', () => {
      stream.close();
      this.#lost();
    });
  }

  #close(): void {
    this.#stream?.close();
    this.#stream = null;
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#retry = null;
  }

  #lost(): void {
    this.#stream = null;
    this.#failures += 1;
    if (this.#state.kind !== 'lost') this.#show({ kind: 'lost', sinceMs: Date.now() });
    this.#retry = setTimeout(() => this.#connect(), backOffMs(this.#failures));
  }

  #requestRefresh(): void {
    this.#isRefreshDue = true;
    this.#schedule();
  }

  #schedule(): void {
    if (this.#isRefreshing) return;
    clearTimeout(this.#timer);
    const delayMs = refreshDelayMs(
      { lastMs: this.#lastMs, isRefreshDue: this.#isRefreshDue, isHidden: document.hidden },
      Date.now(),
    );
    if (delayMs === null) return;
    this.#timer = setTimeout(() => void this.#update(), delayMs);
  }

  async #update(): Promise<void> {
    this.#isRefreshDue = false;
    this.#isRefreshing = true;
    try {
      await this.#refresh();
      if (this.#state.kind === 'live') this.#show({ kind: 'live', updatedAtMs: Date.now() });
    } catch {
      // If the server is gone, the stream ends too and shows that; other errors are temporary.
    }
    this.#lastMs = Date.now();
    this.#isRefreshing = false;
    this.#schedule();
  }

  #show(state: LiveState): void {
    this.#state = state;
    this.#status.dataset['liveState'] = state.kind;
    this.#status.textContent = liveText(state, (atMs) =>
      new Date(atMs).toLocaleTimeString('sv-SE'),
    );
  }
}

function statusElement(): HTMLElement {
  const there = document.querySelector<HTMLElement>('[data-live-status]');
  if (there !== null) return there;
  const made = element('p', { className: 'live-status', attributes: { role: 'status' } });
  document.querySelector('body > header')?.append(made);

  return made;
}

const FIRST_MS = 1_000;
const MAX_MS = 30_000;

/** Delay before reconnecting, by the number of failures in a row: 1 s, 2 s, 4 s, … 30 s. */
export function backOffMs(failures: number): number {
  return Math.min(MAX_MS, FIRST_MS * 2 ** Math.max(0, failures - 1));
}

/** State of a page's connection to the stream of events. */
export type LiveState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live'; readonly updatedAtMs: number | null }
  | { readonly kind: 'lost'; readonly sinceMs: number };

/** Text of the status in the header; `clock` formats a time of day. */
export function liveText(state: LiveState, clock: (atMs: number) => string): string {
  switch (state.kind) {
    case 'connecting':
      return '';
    case 'live':
      return state.updatedAtMs === null ? 'live' : `live · updated ${clock(state.updatedAtMs)}`;
    case 'lost':
      return `disconnected since ${clock(state.sinceMs)} · reconnecting`;
  }
}

/** When a page was last refreshed, and whether events came since. */
export interface RefreshPace {
  readonly lastMs: number;
  readonly isRefreshDue: boolean;
  readonly isHidden: boolean;
}

/** Least time between two refreshes. */
const REFRESH_EVERY_MS = 2_000;

/** Time until the next refresh; 0: now, null: none is due or the page is hidden. */
export function refreshDelayMs(
  { lastMs, isRefreshDue, isHidden }: RefreshPace,
  nowMs: number,
): number | null {
  if (!isRefreshDue || isHidden) return null;

  return Math.max(0, lastMs + REFRESH_EVERY_MS - nowMs);
}

/** Parts that a refresh replaces: the contents, and the footer with the time of reading. */
const PARTS = ['main', 'body > footer'];
const DEADLINE_MS = 15_000;

/**
 * Fetches the current page again and updates the document in place; `prepare` changes the fetched
 * page first. Throws an Error unless the response is OK.
 */
export async function refreshPage(prepare: (page: Document) => void): Promise<void> {
  const response = await fetch(location.href, { signal: AbortSignal.timeout(DEADLINE_MS) });
  if (!response.ok)
    throw new Error(`Cannot refresh "${location.href}": status ${response.status}; expected 200`);
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  prepare(page);
  const focused = document.activeElement;
  for (const part of PARTS) {
    const [from, to] = [document.querySelector(part), page.querySelector(part)];
    if (from !== null && to !== null) morph(from, to);
  }
  document.title = page.title;
  // An element that was moved has lost the focus.
  if (focused instanceof HTMLElement && focused.isConnected && document.activeElement !== focused) {
    focused.focus({ preventScroll: true });
  }
}
