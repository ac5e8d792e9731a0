import { element } from './elements.ts';
import { zoneTime } from './zone-times.ts';
import { formatAgo } from '../report/format/duration.ts';

/** Writes the instants of a page as the reader's clocks show them, with UTC beside. */
export function showLocalTimes(root: ParentNode, timeZone: string): void {
  for (const time of root.querySelectorAll<HTMLTimeElement>('time[data-local][datetime]')) {
    const atMs = Date.parse(time.dateTime);
    if (!Number.isNaN(atMs) && time.querySelector('.utc') === null) localise(time, atMs, timeZone);
  }
}

function localise(time: HTMLTimeElement, atMs: number, timeZone: string): void {
  const written = time.textContent ?? '';
  const { local, utc } = zoneTime(
    atMs,
    timeZone,
    /\d:\d\d:\d\d/.test(written) ? 'second' : 'minute',
  );
  if (utc === null) return;
  time.title = written.trim();
  time.replaceChildren(local, ' ', element('span', { className: 'utc', children: [`(${utc})`] }));
}

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
      const words = formatAgo(Number(time.dataset['ago']) + sinceMs);
      if (time.textContent !== words) time.textContent = words;
    }
  }
}
