/** The latest input of the user, with the time that its handlers took. */
export interface LastInput {
  /**
   * The input as a fact; null: there was none. Its time ends with its handlers, because a page that is left in
   * the same frame never paints the result, and the browser reports no interaction.
   */
  fact(): object | null;
}

const INPUTS = ['pointerdown', 'pointerup', 'click', 'keydown', 'keyup'];
const MAX_SELECTOR_LENGTH = 100;

/** Watches the inputs of this document. */
export function lastInput(): LastInput {
  let last: { readonly event: Event; endMs: number | null; readonly element: string } | null = null;
  for (const name of INPUTS) addEventListener(name, note, { capture: true, passive: true });

  function note(event: Event): void {
    if (!event.isTrusted) return;
    const input = { event, endMs: null as number | null, element: selectorOf(event.target) };
    last = input;
    // The first task after all handlers.
    setTimeout(() => {
      input.endMs = performance.now();
    }, 0);
  }

  return {
    fact: () => {
      if (last === null) return null;
      const { event, endMs, element } = last;

      return {
        kind: 'input',
        at: event.timeStamp,
        durationMs: (endMs ?? performance.now()) - event.timeStamp,
        element,
        interaction: event.type.startsWith('key') ? 'keyboard' : 'pointer',
      };
    },
  };
}

/** Path of an element from the closest one with an id, as the vitals library writes it. */
function selectorOf(target: EventTarget | null): string {
  let path = '';
  for (let node = target; node instanceof Element; node = node.parentElement) {
    const name = [node.localName, ...[...node.classList].toSorted()].join('.');
    const part = node.id === '' ? name : `#${node.id}`;
    if (path.length + part.length >= MAX_SELECTOR_LENGTH) return path === '' ? part : path;
    path = path === '' ? part : `${part}>${path}`;
    if (node.id !== '') break;
  }

  return path;
}
