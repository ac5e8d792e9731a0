/** The shell line that opens a trace on this machine. */
export function traceCommand(path: string): string {
  return `npx playwright show-trace ${shellWord(path)}`;
}

/** A text as one word of a shell. */
export function shellWord(text: string): string {
  return /^[\w./@:+-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
