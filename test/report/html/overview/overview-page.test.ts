import type {
  OverviewPage,
  OverviewRow,
} from '../../../../lib/core/dashboard/overview/overview-page.ts';
import { overviewView } from '../../../../lib/report/html/overview/overview-page.ts';
import { journeysOf } from '../../../../lib/report/html/overview/overview-rows.ts';
import { finding } from '../../../support/findings.ts';
import { SAMPLE_CONTEXT } from '../../../support/sample-pages.ts';
import { pageText } from '../../../support/page-text.ts';
import { sampleOverview } from '../../../support/sample-overview.ts';

const EVIL = '<script>alert(1)</script>';

test('overviewView() lists findings first, with their explanations', () => {
  const text = pageText(render(sampleOverview()));

  expect(text).toContain(
    'checkout eu-west-1 duration stepped up by 212 ms (95% CI: 188 to 235 ms; 26.1%) on 17 November between 06:00 and 20:00 UTC, from 812 ms to 1.02 s',
  );
  expect(text).toContain('Deployed: v1.42');
  expect(text.indexOf('Findings')).toBeLessThan(text.indexOf('Journeys'));
});

test('overviewView() counts series by state, worst first, without states that do not occur', () => {
  const tally = /<ul class="tally"[\s\S]*?<\/ul>/.exec(render(sampleOverview()))?.[0] ?? '';

  expect(pageText(tally)).toBe('2 failing 1 errored 1 missing 1 worsening 1 waiting 30 passing');
});

test('overviewView() shows state, last run, availability and budgets of a row with units', () => {
  const row = only(sampleOverview(), 'search', 'us-east-1');
  const text = pageText(render({ ...sampleOverview(), rows: [row] }));

  expect(text).toContain('us-east-1 passing passed 3 m ago');
  expect(text).toContain('99.33% 95% CI: 99.13 to 99.43%; n = 8,928 runs. 8,868 passed, 60 failed');
  expect(text).toContain('p75 lcp 1.93 s 95% CI: 1.87 to 2.01 s; n = 4,032 values of 2.5 s within');
});

test('overviewView() says what is missing when a budget does not have enough data', () => {
  const row = only(sampleOverview(), 'api-orders', 'us-east-1');

  expect(pageText(render({ ...sampleOverview(), rows: [row] }))).toContain(
    'no estimate not enough data: p75 needs 11 values, there are 4: about 3 more days',
  );
});

test('overviewView() links runs and journeys, with the range', () => {
  const { rows, range } = sampleOverview();
  const markup = render(sampleOverview());

  expect(rows.length).toBeGreaterThan(0);
  expect(markup).toContain(
    `href="/journeys/search?metric=duration&amp;from=${range.fromMs}&amp;to=${range.toMs}"`,
  );
  expect(markup).toContain('href="/runs/checkout/eu-west-1/run-0"');
  expect(markup).toContain(
    `href="/journeys/checkout?metric=&amp;from=${range.fromMs}&amp;to=${range.toMs}"`,
  );
});

test('overviewView() shows plain text when a page cannot be linked to', () => {
  const context = {
    ...SAMPLE_CONTEXT,
    links: { ...SAMPLE_CONTEXT.links, run: () => null, journey: () => null, overview: () => null },
  };
  const { markup } = overviewView(sampleOverview(), context).body;

  expect(markup).not.toContain('<a ');
  expect(markup).not.toContain('range-picker');
});

test('overviewView() folds findings after the fifth, and counts those not listed', () => {
  const findings = Array.from({ length: 8 }, (_, at) => finding({ journey: `journey-${at}` }));
  const markup = render({ ...sampleOverview(), findings, moreFindings: 4 });

  expect(markup).toMatch(/<summary>3 more findings<\/summary>/);
  expect(pageText(markup)).toContain('4 more findings in other series');
});

test('overviewView() reports no findings only for series that were analysed', () => {
  const page = { ...sampleOverview(1), findings: [] };
  const unknown = {
    direction: 'unknown',
    code: 'never-analysed',
    metric: null,
    q: null,
  } as const;
  const blind = page.rows.map((row) => ({ ...row, trend: unknown }));
  const [first, ...others] = page.rows;

  expect(pageText(render(page))).toContain('No open findings.');
  expect(pageText(render({ ...page, rows: blind }))).toContain('Findings Not analysed yet.');
  expect(
    pageText(render({ ...page, rows: [{ ...required(first), trend: unknown }, ...others] })),
  ).toContain('No open findings. No trend yet for 1 of 3 series: not analysed yet.');
});

test('overviewView() says what to do when nothing has run', () => {
  expect(pageText(render({ ...sampleOverview(), rows: [] }))).toContain('npx waywiser run');
});

test('overviewView() keeps hostile names inert and isolates their text direction', () => {
  const [row] = sampleOverview().rows;
  const rtl = 'תשלום';
  const rows = [EVIL, rtl].map((journey) => ({ ...required(row), journey, region: `"${EVIL}` }));
  const markup = render({ ...sampleOverview(), rows, findings: [finding({ journey: EVIL })] });

  expect(markup).not.toContain('<script>alert');
  expect(markup).toContain(`<bdi>${rtl}</bdi>`);
  expect(markup).toContain('data-name="&lt;script&gt;alert(1)&lt;/script&gt; &quot;&lt;script&gt;');
});

test('overviewView() has no inline styles and no handlers, which pages forbid', () => {
  expect(render(sampleOverview())).not.toMatch(/<[^>]*\s(?:style|on\w+)=/);
});

test('overviewView() of 500 rows takes less than 3 kB a row', () => {
  const page = sampleOverview(192);

  expect(page.rows.length).toBeGreaterThan(490);
  expect(render(page).length / page.rows.length).toBeLessThan(3_000);
});

test('journeysOf() groups the regions of a journey and keeps the order of the worst rows', () => {
  const groups = journeysOf([
    rowOf('search', 'eu-west-1', 'failing'),
    rowOf('checkout', 'eu-west-1', 'errored'),
    rowOf('checkout', 'us-east-1', 'passing'),
    rowOf('search', 'us-east-1', 'passing'),
  ]);

  expect(groups.map((group) => group.map(({ journey, state }) => `${journey} ${state}`))).toEqual([
    ['search failing', 'search passing'],
    ['checkout errored', 'checkout passing'],
  ]);
});

function render(page: OverviewPage): string {
  return overviewView(page, SAMPLE_CONTEXT).body.markup;
}

function only({ rows }: OverviewPage, journey: string, region: string): OverviewRow {
  return required(rows.find((each) => each.journey === journey && each.region === region));
}

function rowOf(journey: string, region: string, state: OverviewRow['state']): OverviewRow {
  return { ...required(sampleOverview(1).rows[0]), journey, region, state };
}

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new RangeError('Cannot find the sample');

  return value;
}
