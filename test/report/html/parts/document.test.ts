import { documentOf, type DocumentParts } from '../../../../lib/report/html/parts/document.ts';
import { html } from '../../../../lib/report/html/parts/html.ts';
import { pageText } from '../../../support/page-text.ts';
import { READ_AT_MS, SAMPLE_LINKS } from '../../../support/sample-pages.ts';

test('documentOf() renders a complete document with landmarks and a skip link', () => {
  const text = page();

  expect(text).toMatch(/^<!doctype html>\n<html lang="en" *>/);
  expect(text).toContain('<meta name="viewport" content="width=device-width, initial-scale=1" />');
  expect(text).toContain('<meta name="color-scheme" content="light dark" />');
  expect(text).toContain('<a class="skip-link" href="#main">');
  for (const landmark of ['<header ', '<nav ', '<main id="main"', '<footer ']) {
    expect(text.split(landmark)).toHaveLength(2);
  }
});

test.each([
  ['overview', 'overview', 'page'],
  ['journey', 'journeys', 'true'],
  ['run', 'journeys', 'true'],
  ['compare', 'compare', 'page'],
  ['costs', 'costs', 'page'],
] as const)(
  'documentOf() of a page of kind %s marks %s as where one is',
  (active, item, current) => {
    const marked = [...page({ active }).matchAll(/data-page="(\w+)"\s+aria-current="(\w+)"/g)];

    expect(marked.map(([, where, how]) => [where, how])).toEqual([[item, current]]);
  },
);

test('documentOf() says when and from where its data was read', () => {
  const text = page();

  expect(text).toMatch(
    /<time\s+datetime="2026-11-22T12:30:12.000Z"\s+data-local\s*>2026-11-22 12:30:12 UTC<\/time/,
  );
  expect(pageText(text)).toContain(
    "Data read 2026-11-22 12:30:12 UTC from the deployed stage's table, stage prod",
  );
  expect(text).toContain('href="/overview.json"');
});

test('documentOf() has a banner when there is a note about all numbers', () => {
  expect(page()).not.toContain('class="banner"');
  expect(page({ frame: { ...FRAME, banner: 'Time runs 60 times as fast.' } })).toMatch(
    /class="banner"[^>]*><p>Time runs 60 times as fast\.<\/p>/,
  );
});

test('documentOf() keeps a hostile title, stage and banner inert', () => {
  const evil = '</title><script>alert(1)</script>\u202e\u0007';
  const text = page({
    view: { title: evil, body: html`` },
    frame: { ...FRAME, stage: evil, banner: evil },
  });

  expect(text).not.toContain('<script>alert');
  expect(text).not.toMatch(/\p{Cf}/u);
  expect(text).toContain('<title>&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt; · Waywiser');
});

test('documentOf() leaves out links to pages and JSON that do not exist', () => {
  const text = page({ json: null, links: { ...SAMPLE_LINKS, costs: () => null } });

  expect(text).not.toContain('data-page="costs"');
  expect(text).not.toContain('application/json');
});

test('documentOf() gives scripts the address of live events', () => {
  expect(page({ live: '/live' })).toContain('<html lang="en" data-live="/live"');
});

const FRAME = { stage: 'prod', source: 'deployed', readAtMs: READ_AT_MS, banner: null } as const;

function page(changes: Partial<DocumentParts> = {}): string {
  return documentOf({
    view: { title: 'Overview', body: html`<h1>Overview</h1>` },
    frame: FRAME,
    active: 'overview',
    links: SAMPLE_LINKS,
    json: '/overview.json',
    assets: { style: html`<link rel="stylesheet" href="/a.css" />`, script: html`` },
    ...changes,
  });
}
