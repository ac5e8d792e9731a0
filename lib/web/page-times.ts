import { element } from './elements.ts';
import { zoneTime } from './zone-times.ts';
import { formatAgo } from '../report/format/duration.ts';

/** Rewrites the instants of a page in the reader's time zone, followed by UTC. */
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
 * Keeps ages such as `12 m ago` up to date while the page is open. Screen readers announce nothing:
 * no age is in a live region.
 */
export class AgoTimes {
  // Not performance.now(), which stops while a computer sleeps.
  #readMs = Date.now();

  constructor() {
    setInterval(() => this.#tick(), TICK_MS);
    document.addEventListener('visibilitychange', () => this.#tick());
  }

  /** Call after a refresh, when all ages of the page are current. */
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
