const IDENTIFIER = /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u;
/** Characters of East Asia, which take two columns. */
const WIDE =
  /[\u{1100}-\u{115F}\u{2E80}-\u{A4CF}\u{AC00}-\u{D7A3}\u{F900}-\u{FAFF}\u{FE30}-\u{FE6F}\u{FF00}-\u{FF60}\u{FFE0}-\u{FFE6}\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]/gu;
/** What cannot stand in a literal as it is, or would be read as something else by a person. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const SHORT_ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A string literal in the quotes that need fewer escapes, single ones where it is the same. */
export function stringLiteral(value: string): string {
  const singles = value.split("'").length;
  const doubles = value.split('"').length;
  const quote = singles > doubles ? '"' : "'";
  const body = value.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`);

  return `${quote}${printable(body)}${quote}`;
}

/** The text of a template literal, without its quotes. */
export function templateText(value: string): string {
  const body = value.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${');

  return printable(body);
}

/** A key of an object, in quotes only where it needs them. */
export function keyLiteral(key: string): string {
  // Any other way to write it sets the object's prototype.
  if (key === '__proto__') return "['__proto__']";

  return isIdentifier(key) ? key : stringLiteral(key);
}

/** Whether a text can be the name of a property. */
export function isIdentifier(value: string): boolean {
  return IDENTIFIER.test(value);
}

/** A regular expression that matches a text as it is, to be put between slashes. */
export function regexText(value: string): string {
  return printable(value.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
}

function printable(body: string): string {
  return body.replaceAll(UNPRINTABLE, (character) => {
    const code = character.codePointAt(0) ?? 0;

    const hex = code.toString(16);

    return (
      SHORT_ESCAPES[character] ?? (hex.length > 4 ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`)
    );
  });
}

/** How many columns code takes. */
export function widthOf(code: string): number {
  return Array.from(code.normalize('NFC')).length + (code.match(WIDE)?.length ?? 0);
}
