/**
 * What JSON may hold as it is and terminals act upon: DEL, eight-bit controls, all that hides or turns
 * the direction of reading, and line ends that are none in JSON.
 */
const LIVELY = /[\u007F-\u009F\u2028\u2029\p{Cf}]/gu;

/** JSON of the same value with nothing in it that a terminal acts upon: written as `\u009b`. */
export function inertJson(json: string): string {
  return json.replaceAll(LIVELY, (character) =>
    Array.from(
      { length: character.length },
      (_, unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
}

/** A value as a document of JSON for people and programs, inert in terminals. */
export function jsonDocument(value: unknown): string {
  return `${inertJson(JSON.stringify(value, null, 2))}\n`;
}

/** A value as one line of JSON, inert in terminals. */
export function jsonLine(value: unknown): string {
  return `${inertJson(JSON.stringify(value))}\n`;
}
