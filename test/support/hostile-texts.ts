const ESC = '\u001B';
const BEL = '\u0007';

/** Markup that runs where it is taken for markup. */
export const SCRIPT_NAME = '<script>alert(1)</script>';

/** A name that is read from the right, with an override that would turn around what follows it. */
export const RIGHT_TO_LEFT_NAME = '\u202Eדף הבית\u2067 תשלום';

/** What turns a terminal's colour, its title, its clipboard, and a text into a link. */
export const TERMINAL_TEXT = `${ESC}[31mred${ESC}[0m ${ESC}]0;owned${BEL} ${ESC}]52;c;b3duZWQ=${BEL} ${ESC}]8;;https://evil.example${ESC}\\click${ESC}]8;;${ESC}\\ \u009B2J\u0085\u0000\u007F`;

/** What ends an attribute, an element, a block of data, a comment. */
export const MARKUP_TEXT = `"><img src=x onerror=alert(2)> '</title></textarea></style> </script><script>alert(3)</script> <!-- ]]> \${alert(4)} {{alert(5)}} \\u003cb`;

/** An address that is none, with controls and half a character. */
export const ODD_URL = `javascript:alert(6)//shop.test/${ESC}[2J\r\nset-cookie: a=b\u0000\uD800\u2028${MARKUP_TEXT}`;

/** All at once. */
export const EVERYTHING = `${MARKUP_TEXT} ${TERMINAL_TEXT} ${RIGHT_TO_LEFT_NAME} ${ODD_URL}`;

const MEGABYTE = 1_000_000;

/** A megabyte that no compression makes small, with {@link EVERYTHING} at its beginning and its end. */
export function hugeText(): string {
  let state = 1;
  let text = EVERYTHING;
  while (text.length < MEGABYTE) {
    state = (state * 48_271) % 2_147_483_647;
    text += state.toString(36);
  }

  return text + EVERYTHING;
}

/** What no output may hold besides line ends: controls, and what changes the direction of reading. */
export const DANGEROUS = /(?!\n)[\p{Cc}\u200E\u200F\u202A-\u202E\u2066-\u2069]/u;
