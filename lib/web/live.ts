import { element } from './elements.ts';
import { morph } from './morph.ts';

/** Something that is called after a time. */
type Timer = ReturnType<typeof setTimeout>;

/** The events that something to show has come with; `lost` that some were not told. */
const NEWS = ['run', 'finding', 'alarm', 'lost'];

/** Browsers allow six connections to a server: a page that nobody sees gives its own back. */
const REST_AFTER_MS = 20_000;

/** Shows in a page what came since it was loaded: `refresh` fetches and shows it. */
export class LivePage {
  readonly #address: string;
  readonly #refresh: () => Promise<void>;
  readonly #status = statusElement();
  #state: LiveState = { kind: 'connecting' };
  #failures = 0;
  #lastMs = 0;
  #isNewsWaiting = false;
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

  /** Has a stream of news while somebody sees the page: one that is opened behind others has none. */
  follow(): void {
    clearTimeout(this.#leaving);
    if (document.hidden) {
      this.#leaving = setTimeout(() => this.#rest(), REST_AFTER_MS);
    } else if (this.#stream === null && this.#retry === null) {
      this.#connect();
    }
    this.#plan();
  }

  #connect(): void {
    this.#retry = null;
    const stream = new EventSource(this.#address);
    this.#stream = stream;
    stream.addEventListener('open', () => {
      this.#failures = 0;
      this.#show({ kind: 'live', updatedAtMs: null });
      // What happened since the page was read, or while the stream was lost, was not told.
      this.#news();
    });
    for (const kind of NEWS) stream.addEventListener(kind, () => this.#news());
    stream.addEventListener('error', () => {
      stream.close();
      this.#lost();
    });
  }

  #rest(): void {
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

  #news(): void {
    this.#isNewsWaiting = true;
    this.#plan();
  }

  #plan(): void {
    if (this.#isRefreshing) return;
    clearTimeout(this.#timer);
    const delayMs = refreshDelayMs(
      { lastMs: this.#lastMs, isNewsWaiting: this.#isNewsWaiting, isHidden: document.hidden },
      Date.now(),
    );
    if (delayMs === null) return;
    this.#timer = setTimeout(() => void this.#update(), delayMs);
  }

  async #update(): Promise<void> {
    this.#isNewsWaiting = false;
    this.#isRefreshing = true;
    try {
      await this.#refresh();
      if (this.#state.kind === 'live') this.#show({ kind: 'live', updatedAtMs: Date.now() });
    } catch {
      // A server that is gone ends the stream, too, which says so; any other fault passes.
    }
    this.#lastMs = Date.now();
    this.#isRefreshing = false;
    this.#plan();
  }

  #show(state: LiveState): void {
    this.#state = state;
    this.#status.dataset['liveState'] = state.kind;
    this.#status.textContent = liveWords(state, (atMs) =>
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

/** How long to wait before trying again, after so many failures in a row: 1 s, 2 s, 4 s, … 30 s. */
export function backOffMs(failures: number): number {
  return Math.min(MAX_MS, FIRST_MS * 2 ** Math.max(0, failures - 1));
}

/** How a page that shows news as they come stands. */
export type LiveState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live'; readonly updatedAtMs: number | null }
  | { readonly kind: 'lost'; readonly sinceMs: number };

/** A state in words; `clock` writes a time of day. */
export function liveWords(state: LiveState, clock: (atMs: number) => string): string {
  switch (state.kind) {
    case 'connecting':
      return '';
    case 'live':
      return state.updatedAtMs === null ? 'live' : `live · updated ${clock(state.updatedAtMs)}`;
    case 'lost':
      return `not live any more since ${clock(state.sinceMs)} · trying again`;
  }
}

/** When a page was last refreshed, and whether there is news since. */
export interface RefreshPace {
  readonly lastMs: number;
  readonly isNewsWaiting: boolean;
  readonly isHidden: boolean;
}

/** A page is refreshed at most this often. */
const REFRESH_EVERY_MS = 2_000;

/** How long until a page is to be refreshed: 0 at once, null not before something else happens. */
export function refreshDelayMs(
  { lastMs, isNewsWaiting, isHidden }: RefreshPace,
  nowMs: number,
): number | null {
  if (!isNewsWaiting || isHidden) return null;

  return Math.max(0, lastMs + REFRESH_EVERY_MS - nowMs);
}

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
