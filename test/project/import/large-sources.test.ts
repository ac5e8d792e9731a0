import { importHar } from '../../../lib/project/import/har/import-har.ts';
import { detectFormat } from '../../../lib/project/import/import-journey.ts';

/** An import that looks at every pair of characters of these would take hours: the test would end first. */
const MANY = 200_000;

function har(mimeType: string, answered: string, sent?: { mimeType: string; text: string }): void {
  const request = {
    method: sent === undefined ? 'GET' : 'POST',
    url: 'https://shop.example/a',
    headers: [],
    ...(sent !== undefined && { postData: sent }),
  };
  const response = { status: 200, headers: [], content: { mimeType, text: answered } };
  const text = JSON.stringify({ log: { entries: [{ request, response }] } });
  importHar({ label: 'large.har', text }, { name: 'shop', baseUrls: [], operations: [], tags: [] });
}

test.each([
  ['a heading of spaces', () => har('text/html', `<h1>${' '.repeat(MANY)}x`)],
  ['headings that never end', () => har('text/html', '<h1 '.repeat(MANY))],
  ['fields that never end', () => har('text/html', '<input '.repeat(MANY))],
  [
    'a file within JSON',
    () => {
      const text = JSON.stringify({ file: 'QUJD'.repeat(MANY) });
      har('application/json', '{}', { mimeType: 'application/json', text });
    },
  ],
  [
    'a file as it is',
    () => har('text/plain', '', { mimeType: 'text/plain', text: 'QUJD'.repeat(MANY) }),
  ],
  [
    'a line of number signs',
    () =>
      void detectFormat({ label: 'x', text: `${'#'.repeat(MANY)}\nopenapi: 3.0.0\npaths: {}\n` }),
  ],
  [
    'number signs and no command',
    () =>
      void detectFormat({ label: 'x', text: `${'# '.repeat(MANY)}\nopenapi: 3.0.0\npaths: {}` }),
  ],
])('importJourney() comes to an end with %s', (_what, work) => {
  expect(work).not.toThrow();
});

test('detectFormat() knows a command behind comments and what is set before it', () => {
  const text = '#!/bin/sh\n### orders ###\n\ntoken=x DEBUG=1 $ curl https://shop.example/';

  expect(detectFormat({ label: 'x', text })).toBe('curl');
});
