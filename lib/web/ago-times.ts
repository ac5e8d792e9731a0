import { agoWords } from '../report/html/times.ts';

const TICK_MS = 30_000;

/** Lets what a page tells as so long ago grow older while it is looked at. */
export class AgoTimes {
  #readMs = performance.now();

  constructor() {
    setInterval(() => this.#tick(), TICK_MS);
  }

  /** The page has been read anew: its times are right now. */
  restart(): void {
    this.#readMs = performance.now();
  }

  #tick(): void {
    if (document.hidden) return;
    const sinceMs = performance.now() - this.#readMs;
    for (const time of document.querySelectorAll<HTMLTimeElement>('time[data-ago]')) {
      const words = agoWords(Number(time.dataset['ago']) + sinceMs);
      if (time.textContent !== words) time.textContent = words;
    }
  }
}
