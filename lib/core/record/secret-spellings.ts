/** Longer chains of encodings are not followed. */
const MAX_NESTED_JSON = 3;

/**
 * A text as the writers on its way out of a run spell it: browsers in addresses, pages and forms, JSON
 * (nested, and with `\u` escapes), HTML's entities, percent encoding (of some or all bytes, twice, in
 * either case) and hexadecimal digits; and pairs of these that occur, such as JSON within a page.
 */
export function spellingsOf(text: string): readonly string[] {
  const forms = [text, text.normalize('NFC'), text.normalize('NFD')];
  const written = [...new Set(forms)].flatMap((form) => {
    const once = WRITERS.map((write) => write(form));
    const twice = NESTED_WRITERS.flatMap((outer) =>
      NESTED_WRITERS.map((inner) => outer(inner(form))),
    );

    return [form, ...once, ...twice, nestedJson(form)];
  });

  return [...new Set(written.flatMap((each) => [each, lowerPercent(each)]))];
}

type Writer = (text: string) => string;

/** Those that occur within one another. */
const NESTED_WRITERS: readonly Writer[] = [json, html, quotedHtml, percent];

const WRITERS: readonly Writer[] = [
  ...NESTED_WRITERS,
  formField,
  percentEveryByte,
  (text) => percent(percent(percent(text))),
  (text) => addressPart('pathname', `/${percentOf(text, /[?#]/g)}`),
  (text) => addressPart('search', `?${percentOf(text, /#/g)}`),
  (text) => addressPart('hash', `#${text}`),
  (text) => addressPart('password', text),
  (text) => unicodeEscapes(text, /[^ -~]/g),
  (text) => unicodeEscapes(text, /[^]/g),
  upperUnicode,
  (text) => json(unicodeEscapes(text, /[^]/g)),
  (text) => json(upperUnicode(text)),
  (text) => unicodeEscapes(json(text), /[^ -~]/g),
  (text) => entities(text, (point) => `&#${point};`),
  (text) => entities(text, (point) => `&#x${point.toString(16)};`),
  (text) => entities(text, (point) => `&#x${point.toString(16).toUpperCase()};`),
  (text) => bytesOf(text, (byte) => hexOf(byte)),
  (text) => bytesOf(text, (byte) => hexOf(byte).toUpperCase()),
];

function json(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function nestedJson(text: string): string {
  return Array.from({ length: MAX_NESTED_JSON }).reduce((inner: string) => json(inner), text);
}

/** As browsers write the text of an element. */
function html(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\u00a0', '&nbsp;');
}

/** As templates write an attribute. */
function quotedHtml(text: string): string {
  return html(text).replaceAll('"', '&quot;').replaceAll("'", '&#39;');
}

function percent(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

function percentOf(text: string, characters: RegExp): string {
  return text.replaceAll(characters, percent);
}

function percentEveryByte(text: string): string {
  return bytesOf(text, (byte) => `%${hexOf(byte).toUpperCase()}`);
}

function lowerPercent(text: string): string {
  return text.replaceAll(/%[0-9A-F]{2}/g, (each) => each.toLowerCase());
}

function formField(text: string): string {
  return new URLSearchParams({ a: text }).toString().slice('a='.length);
}

/** The part of an address that a browser writes a text into, without its leading mark. */
function addressPart(name: 'pathname' | 'search' | 'hash' | 'password', text: string): string {
  const target = new URL('https://user@host.example/');
  target[name] = text;

  return target[name].replace(/^[/?#]/, '');
}

function unicodeEscapes(text: string, units: RegExp): string {
  return text.replaceAll(units, (unit) =>
    Array.from({ length: unit.length }, (_, at) => unit.charCodeAt(at))
      .map((code) => `\\u${code.toString(16).padStart(4, '0')}`)
      .join(''),
  );
}

function upperUnicode(text: string): string {
  return unicodeEscapes(text, /[^]/g).toUpperCase().replaceAll('\\U', '\\u');
}

function entities(text: string, write: (point: number) => string): string {
  return Array.from(text, (each) => write(each.codePointAt(0) ?? 0)).join('');
}

function bytesOf(text: string, write: (byte: number) => string): string {
  return Array.from(new TextEncoder().encode(text), write).join('');
}

function hexOf(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
