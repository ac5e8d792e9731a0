import { agoWords } from '../report/html/parts/times.ts';

const TICK_MS = 30_000;

/**
 * Lets what a page tells as so long ago grow older while it is looked at. Nothing is announced: no
 * age stands in a live region.
 */
export class AgoTimes {
  // Not the clock of the page, which stands still while a computer sleeps.
  #readMs = Date.now();

  constructor() {
    setInterval(() => this.#tick(), TICK_MS);
    document.addEventListener('visibilitychange', () => this.#tick());
  }

  /** The page has been read anew: its times are right now. */
  restart(): void {
    this.#readMs = Date.now();
  }

  #tick(): void {
    if (document.hidden) return;
    const sinceMs = Date.now() - this.#readMs;
    for (const time of document.querySelectorAll<HTMLTimeElement>('time[data-ago]')) {
      const words = agoWords(Number(time.dataset['ago']) + sinceMs);
      if (time.textContent !== words) time.textContent = words;
    }
  }
}
