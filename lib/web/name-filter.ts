/** Whether a name holds every word that was typed, whatever their case and order. */
export function matchesWords(name: string, typed: string): boolean {
  const text = name.toLowerCase();

  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** What is shown of a list: `3 of 500 shown`; nothing while all are. */
export function shownWords(shown: number, all: number): string {
  return shown === all ? '' : `${shown} of ${all} shown`;
}
