/** Writes a text in some encoding. */
export type Writer = (text: string) => string;

function units(text: string, write: (unit: number) => string): string {
  return Array.from({ length: text.length }, (_, at) => write(text.charCodeAt(at))).join('');
}

function points(text: string, write: (point: number) => string): string {
  return Array.from(text, (each) => write(each.codePointAt(0) ?? 0)).join('');
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}

function html(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

function base64(text: string, before: string): string {
  return Buffer.from(`${before}${text}`).toString('base64');
}

function quotedPrintable(text: string): string {
  const bytes = Array.from(Buffer.from(text), (byte) =>
    byte >= 33 && byte <= 126 && byte !== 61
      ? String.fromCharCode(byte)
      : `=${hex(byte, 2).toUpperCase()}`,
  );

  return bytes.map((each, index) => (index % 20 === 19 ? `${each}=\r\n` : each)).join('');
}

/** The part of an address that a browser writes a text into. */
function part(name: 'search' | 'pathname' | 'hash' | 'password', text: string): string {
  const target = new URL('https://user@shop.example.com/');
  target[name] = text;

  return target[name].replace(/^[/?#]/, '');
}

/** Encodings that may hold any other, so that they are mixed. */
export const NESTING: Readonly<Record<string, Writer>> = {
  percent: (text) => encodeURIComponent(text.toWellFormed()),
  'percent, lower case': (text) =>
    encodeURIComponent(text.toWellFormed()).replaceAll(/%../g, (each) => each.toLowerCase()),
  'percent, every byte': (text) =>
    Array.from(Buffer.from(text), (byte) => `%${hex(byte, 2)}`).join(''),
  form: (text) => new URLSearchParams({ a: text }).toString().slice('a='.length),
  html,
  'decimal entities': (text) => points(text, (point) => `&#${point};`),
  'hexadecimal entities': (text) => points(text, (point) => `&#x${hex(point, 1)};`),
  JSON: (text) => JSON.stringify(text).slice(1, -1),
  '\\u escapes': (text) => units(text, (unit) => `\\u${hex(unit, 4)}`),
  '\\x escapes': (text) =>
    units(text, (unit) => (unit < 256 ? `\\x${hex(unit, 2)}` : `\\u${hex(unit, 4)}`)),
  '\\u{} escapes': (text) => points(text, (point) => `\\u{${hex(point, 1)}}`),
  'a template': (text) =>
    text.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('$', '\\$'),
  'CSS escapes': (text) => points(text, (point) => `\\${hex(point, 1)} `),
  Base64: (text) => base64(text, ''),
  'Base64 behind one byte': (text) => base64(text, ':'),
  'Base64 behind two bytes': (text) => base64(text, 'u:'),
  'Base64 in a path': (text) => `a/${base64(text, '')}`,
  'Base64 behind a name': (text) => `ab-${base64(text, '')}`,
  'Base64 behind three letters': (text) => `abc${base64(text, '')}`,
  Base64URL: (text) => Buffer.from(text).toString('base64url'),
  'Base64 in lines': (text) => base64(text, '').replaceAll(/.{76}/g, '$&\n'),
  hexadecimal: (text) => Buffer.from(text).toString('hex'),
  'hexadecimal, upper case': (text) => Buffer.from(text).toString('hex').toUpperCase(),
  'quoted-printable': quotedPrintable,
};

/** All encodings by name: those above, those of addresses, and what is no encoding but hides a text. */
export const WRITERS: Readonly<Record<string, Writer>> = {
  plain: (text) => text,
  ...NESTING,
  "an address's query": (text) => part('search', `?${text.replaceAll('#', '%23')}`),
  "an address's path": (text) =>
    part('pathname', `/${text.replaceAll('?', '%3F').replaceAll('#', '%23')}`),
  "an address's hash": (text) => part('hash', `#${text}`),
  "an address's password": (text) => part('password', text),
  NFC: (text) => text.normalize('NFC'),
  NFD: (text) => text.normalize('NFD'),
  'bytes of UTF-16 in Base64': (text) => Buffer.from(text, 'utf16le').toString('base64'),
  'several elements': (text) => {
    const letters = Array.from(text);

    return `<b>${html(letters.slice(0, 3).join(''))}</b><i>${html(letters.slice(3).join(''))}</i>`;
  },
  'a table of text': (text) => `"${text.replaceAll('"', '""')}"`,
};
