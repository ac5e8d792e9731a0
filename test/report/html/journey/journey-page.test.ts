import type { JourneyPage } from '../../../../lib/core/dashboard/journey/journey-page.ts';
import { documentOf } from '../../../../lib/report/html/parts/document.ts';
import { html } from '../../../../lib/report/html/parts/html.ts';
import { journeyView } from '../../../../lib/report/html/journey/journey-page.ts';
import type { PageContext } from '../../../../lib/report/html/parts/html-page.ts';
import { sampleJourney } from '../../../support/sample-journey.ts';
import { SAMPLE_CONTEXT, SAMPLE_LINKS } from '../../../support/sample-pages.ts';
import { pageText } from '../../../support/page-text.ts';

const EVIL = '"><script>alert(1)</script><img src=x onerror=alert(1)>';
const PAGE_BYTES = 300_000;

test('journeyView() shows facts about the journey and the time range', () => {
  const text = pageText(render(sampleJourney()));

  expect(text).toContain('Puts a book into the cart and pays for it with the test card.');
  expect(text).toContain(
    'browser journey every 5 minutes journeys/checkout.journey.ts 14 d: 2026-11-08 13:00 UTC to 2026-11-22 13:00 UTC',
  );
});

test('journeyView() shows the states of alarms, with the runbook of those in alarm', () => {
  const markup = render(sampleJourney());

  expect(pageText(markup)).toContain('budget p95 duration in alarm since 2026-11-22 03:30 UTC');
  expect(markup).toContain('href="https://runbook.example/#budget"');
  expect(markup).not.toContain('href="/runbook"');
});

test('journeyView() draws all regions on one axis: the limit has the same height', () => {
  const markup = render(sampleJourney());
  const heights = [...markup.matchAll(/<line class="limit" x2="100%" y1="([\d.]+)"/g)];

  expect(heights).toHaveLength(3);
  expect(new Set(heights.map(([, y]) => y)).size).toBe(1);
  const bands = sampleJourney().regions.flatMap(({ bands: each }) => each?.tracks ?? []);
  const highest = Math.max(...bands.flatMap(({ values }) => values.map((value) => value ?? 0)));
  expect(chartsOf(markup)[0]?.top).toBeCloseTo(highest * 1.08, -1);
});

test('journeyView() embeds the same axis for the script, and numbers with three digits', () => {
  const charts = chartsOf(render(sampleJourney()));

  expect(charts.map(({ kind }) => kind)).toEqual([
    ...Array(3).fill('bands'),
    ...Array(3).fill('stack'),
  ]);
  expect(new Set(charts.slice(0, 3).map(({ top }) => top)).size).toBe(1);
  expect(charts[0]?.tracks?.[0]?.values[0]).toBe(
    Number(sampleJourney().regions[0]?.bands?.tracks[0]?.values[0]?.toPrecision(3)),
  );
});

test('journeyView() explains a finding by terms that add up', () => {
  const text = pageText(render(sampleJourney()));

  expect(text).toContain(
    '+23.2 ms per run on average (from 205 to 229 ms; 4,012 runs before, 3,987 runs after)',
  );
  expect(text).toContain('pay › wait shop.example +19.4 ms');
  expect(text).toContain('total +23.2 ms');
  expect(text).toContain('Regions: changed alike: eu-west-1, us-east-1; unchanged: ap-southeast-2');
});

test('journeyView() shows a vital with unit, rating, n and interval', () => {
  const text = pageText(render(sampleJourney()));

  expect(text).toContain('lcp largest contentful paint good up to 2.5 s, poor above 4 s');
  expect(text).toContain('1.90 s 95% CI: 1.84 to 1.98 s; n = 4,032 values good');
  expect(text).toContain('2.74 s 95% CI: 2.65 to 2.85 s; n = 4,032 values needs improvement');
});

test('journeyView() leaves out vitals, steps and alarms when the journey has none', () => {
  const page = sampleJourney();
  const regions = page.regions.map((region) => ({ ...region, vitals: [], steps: null }));
  const text = pageText(render({ ...page, regions, alarms: [] }));

  expect(text).not.toContain('Vitals');
  expect(text).not.toContain('Steps, mean time');
  expect(text).not.toContain('in alarm');
});

test('journeyView() links to other metrics and ranges, each keeping the other choice', () => {
  const { range } = sampleJourney();
  const markup = render({ ...sampleJourney(), metric: 'lcp' });

  expect(markup).toContain(`metric=step%3Apay&amp;from=${range.fromMs}&amp;to=${range.toMs}`);
  expect(markup).toMatch(/metric=lcp&amp;from=\d+&amp;to=\d+"\s*aria-current="true"\s*>14 d/);
  expect(markup).toContain('<input type="hidden" name="metric" value="lcp" />');
});

test('journeyView() says what to do without runs, and without values of a metric', () => {
  const page = sampleJourney();
  const regions = page.regions.map((region) => ({ ...region, bands: null }));

  expect(pageText(render({ ...page, regions: [] }))).toContain('npx waywiser run checkout');
  expect(pageText(render({ ...page, regions }))).toContain(
    'No timed run in this period has a value for duration.',
  );
});

test('journeyView() keeps hostile names, notes and steps inert in text, charts and data', () => {
  const page = sampleJourney(1);
  const markup = render({
    ...page,
    journey: EVIL,
    description: EVIL,
    metric: EVIL,
    metrics: [EVIL, 'duration'],
    regions: page.regions.map((region) => ({
      ...region,
      region: EVIL,
      steps: region.steps && {
        ...region.steps,
        layers: region.steps.layers.map((layer) => ({ ...layer, step: EVIL })),
      },
    })),
    notes: page.notes.map((note) => ({
      ...note,
      at: '2026-11-22T10:00:00Z',
      text: EVIL,
      by: EVIL,
    })),
    alarms: page.alarms.map((alarm) => ({ ...alarm, label: EVIL })),
  });

  expect(markup).not.toContain('<script>alert');
  expect(markup).not.toContain('<img');
  expect(chartsOf(markup)[0]?.marks[0]?.label).toBe(EVIL);
});

test('journeyView() cuts a note of a megabyte in charts and in its list', () => {
  const page = sampleJourney(1);
  const note = { ...page.notes[2], at: '2026-11-22T10:00:00Z', text: 'x'.repeat(1_000_000) };
  const markup = render({ ...page, notes: page.notes.map((each) => ({ ...each, ...note })) });

  expect(markup.length).toBeLessThan(200_000);
  expect(pageText(markup)).toContain('980,000 more characters not shown.');
});

test('journeyView() has no inline styles, no handlers and no duplicate ids', () => {
  const markup = render(sampleJourney());
  const ids = [...markup.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);

  expect(markup).not.toMatch(/<[^>]*\s(?:style|on\w+)=/);
  expect(new Set(ids).size).toBe(ids.length);
});

test('journeyView() puts its prefix before every id', () => {
  const markup = render(sampleJourney(1), { ...SAMPLE_CONTEXT, idPrefix: 'j7-' });

  expect([...markup.matchAll(/\s(?:id|data-chart)="(?!j7-)/g)]).toEqual([]);
});

test('journeyView() of a year in three regions takes less than 300 kB', () => {
  const page = sampleJourney(400, 24);
  const text = documentOf({
    view: journeyView(page, SAMPLE_CONTEXT),
    frame: page,
    active: 'journey',
    links: SAMPLE_LINKS,
    json: '/journeys/checkout.json',
    assets: { style: html``, script: html`` },
  });

  expect(page.regions[0]?.bands?.grid.length).toBe(400);
  expect(Buffer.byteLength(text)).toBeLessThan(PAGE_BYTES);
});

test('journeyView() of 90 days takes less than 80 kB in a report', () => {
  const context = { ...SAMPLE_CONTEXT, isStatic: true } as const;
  const markup = render(sampleJourney(90, 36), context);

  expect(markup).not.toContain('<script');
  expect(Buffer.byteLength(markup)).toBeLessThan(80_000);
});

interface SomeChart {
  readonly kind: string;
  readonly top?: number;
  readonly marks: readonly { readonly label: string }[];
  readonly tracks?: readonly { readonly values: readonly (number | null)[] }[];
}

function chartsOf(markup: string): readonly SomeChart[] {
  const blocks = markup.matchAll(/<script type="application\/json"[^>]*>([^<]*)<\/script>/g);

  return [...blocks].map(([, json = 'null']): SomeChart => JSON.parse(json));
}

function render(page: JourneyPage, context: PageContext = SAMPLE_CONTEXT): string {
  return journeyView(page, context).body.markup;
}
