import type { RowStyle } from './chart-series.ts';
import { type Reading, spokenReading } from './chart-reading.ts';
import { element } from './elements.ts';

/** Legend of a chart, with the values at the cursor. */
export interface Readout {
  readonly element: HTMLElement;
  /** Shows a reading; null: no cursor, only the names. */
  show(reading: Reading | null): void;
  /** Announces a reading to screen readers. */
  announce(reading: Reading): void;
  /** Sets the colours of the swatches. */
  paint(styles: readonly RowStyle[]): void;
}

/** Makes a read-out for rows with these names; `hint` is shown without a cursor. */
export function readoutOf(names: readonly string[], hint: string): Readout {
  const swatches = names.map(() => element('span', { className: 'chart-swatch' }));
  const keys = element('ul', { className: 'chart-keys' });
  const time = element('p', { className: 'chart-time' });
  const spoken = element('p', {
    className: 'visually-hidden',
    attributes: { 'aria-live': 'polite' },
  });

  function show(reading: Reading | null): void {
    time.replaceChildren(...(reading === null ? [hint] : timeParts(reading)));
    keys.replaceChildren(
      ...(reading?.lines ?? names.map((name) => ({ name, value: '', interval: null }))).map(
        ({ name, value, interval }, index) =>
          element('li', {
            children: [
              swatches[index] ?? '',
              name,
              element('b', { children: [value ?? 'not enough data'] }),
              element('small', { children: [interval ?? ''] }),
            ],
          }),
      ),
    );
  }
  show(null);
  const readout = element('div', { className: 'chart-readout', children: [time, keys, spoken] });

  return {
    element: readout,
    show: (reading) => {
      show(reading);
      // The height of a reading is kept, so that the page below moves at most once.
      if (reading !== null) readout.style.minHeight = `${readout.offsetHeight}px`;
    },
    announce: (reading) => {
      spoken.textContent = spokenReading(reading);
    },
    paint: (styles) => {
      for (const [index, swatch] of swatches.entries()) {
        // The Content-Security-Policy forbids inline styles, but allows styles set by a script.
        swatch.style.backgroundColor = styles[index]?.fill ?? '';
        swatch.hidden = styles[index] === undefined;
        swatch.style.borderColor = styles[index]?.line ?? '';
      }
    },
  };
}

function timeParts({ time, count, marks }: Reading): readonly (Node | string)[] {
  return [
    element('b', { children: [time.local] }),
    time.utc === null ? '' : element('small', { children: [time.utc] }),
    element('span', { children: [[count, ...marks].join(' · ')] }),
  ];
}
