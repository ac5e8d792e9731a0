/**
 * Characters that JSON may hold unescaped and that terminals interpret: DEL, C1 controls, invisible and
 * bidirectional formatting characters, and Unicode line separators. CI systems interpret `##[` and
 * `##name[`.
 */
const INTERPRETED = /[\u007F-\u009F\u2028\u2029\p{Cf}]|(?<=#)#(?=[a-z]*\[)/giu;

/** Escapes every character that a terminal or a CI system interprets, as in `\u009b`; the JSON value stays the same. */
export function inertJson(json: string): string {
  return json.replaceAll(INTERPRETED, (character) =>
    Array.from(
      { length: character.length },
      (_, unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
}

/** A value as indented JSON with a final line break, safe to print in terminals and CI logs. */
export function jsonDocument(value: unknown): string {
  return `${inertJson(JSON.stringify(value, null, 2))}\n`;
}

/** A value as one line of JSON with a line break, safe to print in terminals and CI logs. */
export function jsonLine(value: unknown): string {
  return `${inertJson(JSON.stringify(value))}\n`;
}
