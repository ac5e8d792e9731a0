/** Anything that XML 1.0 does not allow: https://www.w3.org/TR/xml/#charsets. */
const NOT_XML = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** A text as the content of an XML element; characters that XML forbids become U+FFFD. */
export function xmlText(text: string): string {
  return legal(text).replaceAll(/[&<>\r]/g, (character) => ENTITIES[character] ?? character);
}

/** A text as the value of an XML attribute in double quotes; line ends are kept as references. */
export function xmlAttribute(text: string): string {
  return legal(text).replaceAll(/[&<>"'\t\n\r]/g, (character) => ENTITIES[character] ?? character);
}

function legal(text: string): string {
  return text.toWellFormed().replaceAll(NOT_XML, '\u{fffd}');
}
