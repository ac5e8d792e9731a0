/** What was to be imported cannot be: the message says what it is, where, and what was expected. */
export class ImportProblem extends Error {
  override readonly name = 'ImportProblem';
}

/** Where in a text something is, for people: `shop.har:3:14`. */
export function placeIn(source: string, text: string, offset: number): string {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  const column = offset - before.lastIndexOf('\n');

  return `${source}:${line}:${column}`;
}
