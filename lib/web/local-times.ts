import { element } from './elements.ts';
import { zoneTime } from './zone-times.ts';

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
