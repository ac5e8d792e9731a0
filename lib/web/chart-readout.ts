import type { RowStyle } from './chart-series.ts';
import { type Reading, spokenReading } from './chart-reading.ts';
import { element } from './elements.ts';

/** Names the rows of a chart, and tells their values where it is pointed at. */
export interface Readout {
  readonly element: HTMLElement;
  /** Null: nothing is pointed at. */
  show(reading: Reading | null): void;
  /** Says a reading to those who hear it. */
  say(reading: Reading): void;
  /** Colours as they now are. */
  paint(looks: readonly RowStyle[]): void;
}

/** A read-out for rows of these names. */
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
      // What is below moves once at most: the room that a reading took is kept.
      if (reading !== null) readout.style.minHeight = `${readout.offsetHeight}px`;
    },
    say: (reading) => {
      spoken.textContent = spokenReading(reading);
    },
    paint: (looks) => {
      for (const [index, swatch] of swatches.entries()) {
        // Set from a script, a style is no inline style to the content security policy.
        swatch.style.backgroundColor = looks[index]?.fill ?? '';
        swatch.hidden = looks[index] === undefined;
        swatch.style.borderColor = looks[index]?.line ?? '';
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
