/** Longest text from a server in a message. */
const MAX_SHOWN = 100;

/** A text in a message, on one line and no longer than a reader needs. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text);
}
