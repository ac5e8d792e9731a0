import type { PageRange } from '../core/dashboard/page-frame.ts';
import { element } from './elements.ts';
import { zoneSpan } from './zone-times.ts';

/** Shows the zoomed range, with a link to a page of it and a button to reset the zoom. */
export interface ZoomBar {
  readonly element: HTMLElement;
  show(range: PageRange | null): void;
}

/** Makes a bar that is hidden while the chart is not zoomed. */
export function zoomBar(timeZone: string, unzoom: () => void): ZoomBar {
  const link = element('a', { children: ['open this range'] });
  const words = element('span');
  const back = element('button', { attributes: { type: 'button' }, children: ['reset zoom'] });
  back.addEventListener('click', unzoom);
  const bar = element('p', {
    className: 'chart-zoom',
    attributes: { hidden: '' },
    children: [words, ' ', link, ' ', back],
  });

  return {
    element: bar,
    show: (range) => {
      bar.hidden = range === null;
      if (range === null) return;
      link.href = rangeLink(location.href, range.fromMs, range.toMs);
      const { local, utc } = zoneSpan(range.fromMs, range.toMs, timeZone);
      words.textContent = utc === null ? local : `${local} (${utc})`;
    },
  };
}

/** Permanent address of the same page over another range, with both ends as instants. */
export function rangeLink(address: string, fromMs: number, toMs: number): string {
  const url = new URL(address);
  url.searchParams.set('from', new Date(fromMs).toISOString());
  url.searchParams.set('to', new Date(toMs).toISOString());
  url.searchParams.delete('last');
  url.hash = '';

  return url.href;
}
