import { validateHeaderName, validateHeaderValue } from 'node:http';
import { asError } from '../base/node-error.ts';

/** What is wrong with the headers that an author gave, as a clause; null: nothing. `own`: those that are not theirs. */
export function headersProblem(
  headers: Readonly<Record<string, unknown>>,
  own: RegExp,
): string | null {
  for (const [name, value] of Object.entries(headers)) {
    if (own.test(name.toLowerCase())) return `the probe sets "${name}" itself; remove it`;
    if (typeof value !== 'string') return `its "${name}" is no text`;
    try {
      validateHeaderName(name);
      validateHeaderValue(name, value);
    } catch (error) {
      // Node's message of a value does not show it: it may be a secret.
      return `its "${name}" cannot be sent: ${asError(error).message}`;
    }
  }

  return null;
}
