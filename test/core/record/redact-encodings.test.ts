import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { commonReason } from '../../../lib/core/record/secrets/common-values.ts';
import { redactor } from '../../../lib/core/record/redact.ts';
import { REALISTIC } from '../../support/passwords.ts';

/** With space at the ends, many lines and a length that the suites leave out. */
const PASSWORDS = [
  ...REALISTIC,
  '  padded-value  ',
  'tab\tand\nline-two',
  '\\0 aaaaaa',
  'x'.repeat(200),
];

function entities(text: string, write: (point: number) => string): string {
  return Array.from(text, (each) => write(each.codePointAt(0) ?? 0)).join('');
}

function units(text: string, write: (unit: number) => string): string {
  return Array.from({ length: text.length }, (_, at) => write(text.charCodeAt(at))).join('');
}

function html(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

function json(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function percentAll(text: string): string {
  return Array.from(Buffer.from(text), (byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}

/** The part of an address that a browser writes a text into. */
function part(name: 'search' | 'pathname' | 'hash' | 'password', text: string): string {
  const target = new URL('https://user@shop.example.com/');
  target[name] = text;

  return target[name].replace(/^[/?#]/, '');
}

/** How a secret is written on its way out of a run, by the writer's own function where there is one. */
const WRITERS: Readonly<Record<string, (secret: string) => string>> = {
  plain: (secret) => secret,
  'encodeURIComponent()': (secret) => encodeURIComponent(secret),
  'percent, lower case': (secret) =>
    encodeURIComponent(secret).replaceAll(/%../g, (each) => each.toLowerCase()),
  'percent, every byte': percentAll,
  'percent, twice': (secret) => encodeURIComponent(encodeURIComponent(secret)),
  'percent, three times': (secret) =>
    encodeURIComponent(encodeURIComponent(encodeURIComponent(secret))),
  form: (secret) => new URLSearchParams({ pw: secret }).toString().slice('pw='.length),
  "an address's query": (secret) => part('search', `?${secret.replaceAll('#', '%23')}`),
  "an address's path": (secret) =>
    part('pathname', `/${secret.replaceAll('?', '%3F').replaceAll('#', '%23')}`),
  "an address's hash": (secret) => part('hash', `#${secret}`),
  "an address's password": (secret) => part('password', secret),
  JSON: json,
  'JSON in JSON': (secret) => json(json(secret)),
  'JSON in JSON in JSON': (secret) => json(json(json(secret))),
  'JSON, percent': (secret) => encodeURIComponent(json(secret)),
  '\\u escapes': (secret) => units(secret, (unit) => `\\u${unit.toString(16).padStart(4, '0')}`),
  '\\u escapes in JSON': (secret) =>
    json(units(secret, (unit) => `\\u${unit.toString(16).padStart(4, '0').toUpperCase()}`)),
  html,
  'html, twice': (secret) => html(html(secret)),
  'html in JSON': (secret) => json(html(secret)),
  'JSON in html': (secret) => html(json(secret)),
  'decimal entities': (secret) => entities(secret, (point) => `&#${point};`),
  'hexadecimal entities': (secret) =>
    entities(secret, (point) => `&#x${point.toString(16).toUpperCase()};`),
  hexadecimal: (secret) => Buffer.from(secret).toString('hex'),
  'hexadecimal, upper case': (secret) => Buffer.from(secret).toString('hex').toUpperCase(),
  Base64: (secret) => Buffer.from(secret).toString('base64'),
  Base64URL: (secret) => Buffer.from(secret).toString('base64url'),
  'Base64, percent': (secret) => encodeURIComponent(Buffer.from(secret).toString('base64')),
  NFD: (secret) => secret.normalize('NFD'),
  'white space run together': (secret) => secret.replaceAll(/\s+/g, ' '),
};

/** What a reader sees where a secret was written; padding of Base64 shows nothing. */
function shown(secret: string, write: (secret: string) => string): string {
  return redactor([secret])(`<before>${write(secret)}<after>`).replace(
    /(?:=|%3D)+<after>$/,
    '<after>',
  );
}

describe('redactor() finds a secret whatever wrote it', () => {
  it.each(Object.entries(WRITERS))('%s', (_, write) => {
    const leaks = PASSWORDS.map((secret) => shown(secret, write)).filter(
      (text) => !/^<before>\s*(?:\[secret\]\s*)+<after>$/.test(text),
    );

    expect(leaks).toEqual([]);
  });

  it('redactor() finds what lists of parameters show of an address in which nothing was encoded', () => {
    const secrets = [...PASSWORDS, 'one&token=q7+Zr/8w1X', 'key+with+plus&another=part+of+it'];
    const leaks = secrets.flatMap((secret) => {
      const listed = [...new URL(`https://shop.test/?raw=${secret}`).searchParams].flat();

      return listed
        .filter((text) => text.trim().length >= 8)
        .map((text) => redactor([secret])(`"${text}"`))
        .filter((text) => !/^"\s*\[secret\]\s*"$/.test(text));
    });

    expect(leaks).toEqual([]);
  });

  it('redactor() finds random secrets in every encoding', () => {
    const secrets = fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 6, maxLength: 24 }),
      fc.string({
        unit: fc.constantFrom(...Array.from('aZ09&<>"\'()!~\\%+ é/=#?;:@[]{}|^`$_-')),
        minLength: 6,
        maxLength: 24,
      }),
    );

    fc.assert(
      fc.property(
        // Addresses drop a segment of dots.
        secrets.filter(
          (each) =>
            each === each.trim() &&
            each.isWellFormed() &&
            !each.includes('.') &&
            commonReason(each) === null,
        ),
        fc.constantFrom(...Object.values(WRITERS)),
        (secret, write) => {
          expect(shown(secret, write)).toMatch(/^<before>(?:\[secret\]\s*)+<after>$/);
        },
      ),
      { numRuns: 300 },
    );
  });
});
