import { estimateCost } from '../../../../lib/core/cost/estimate-cost.ts';
import type { CostsPage } from '../../../../lib/core/dashboard/costs/costs-page.ts';
import { costsView } from '../../../../lib/report/html/costs/costs-page.ts';
import { planOf } from '../../../core/alarms/journey-plan.ts';
import { configOf } from '../../../support/dashboard-parts.ts';
import { PAGE_CONTEXT, textOf } from '../../../support/run-page-parts.ts';

const NOW_MS = Date.UTC(2026, 10, 23, 12);
const NAMES = ['checkout', '<script>alert(1)</script>', 'xx'];

const ESTIMATE = estimateCost({
  plans: [
    planOf({ regions: ['eu-west-1'] }),
    planOf({ name: NAMES[1] ?? '', kind: 'api' }),
    planOf({ name: 'xx', kind: 'api', regions: ['xx-nowhere-1'] }),
  ],
  config: configOf(),
  measured: new Map([['checkout', { medianMs: 2345, runs: 200 }]]),
  fromMs: NOW_MS,
});

function pageOf(changes: Partial<CostsPage> = {}): CostsPage {
  return {
    kind: 'costs',
    stage: 'prod',
    source: 'local',
    readAtMs: NOW_MS,
    banner: null,
    estimate: ESTIMATE,
    problem: null,
    ...changes,
  };
}

function usd(amount: number): string {
  return `$${amount.toFixed(2)}`;
}

/** The texts of a row's cells. */
function rowsOf(markup: string): readonly (readonly string[])[] {
  return [...markup.matchAll(/<tr role="row">(.*?)<\/tr>/gs)].map(([, row = '']) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell = '']) => textOf(cell)),
  );
}

describe('costsView()', () => {
  it('costsView() has a row for each journey, the most expensive first, then platform and total', () => {
    const { markup } = costsView(pageOf(), PAGE_CONTEXT).body;

    const [head, ...rows] = rowsOf(markup);
    const sorted = ESTIMATE.journeys.toSorted((one, other) => other.usd - one.usd);
    expect(head?.[0]).toBe('Journey');
    expect(rows.map((row) => [row[0], row.at(-2)])).toEqual([
      ...sorted.map((cost) => [cost.journey, usd(cost.usd)]),
      ['platform', usd(ESTIMATE.platform.usd)],
      ['total', usd(ESTIMATE.usd)],
    ]);
    expect(textOf(markup)).toContain(`${usd(ESTIMATE.usd)} per month`);
    expect(textOf(markup)).toContain(
      `${usd(ESTIMATE.perMillionRuns?.usd ?? 0)}, ${usd(ESTIMATE.perMillionRuns?.perRunUsd ?? 0)} of it proportional to the number of runs`,
    );
  });

  it('costsView() counts each part of the cost in exactly one column', () => {
    const rows = rowsOf(costsView(pageOf(), PAGE_CONTEXT).body.markup);

    const cents = (rows.at(-1) ?? []).slice(4, 10).map((text) => Number(text.replace('$', '')));
    const total = cents.pop() ?? Number.NaN;
    expect(cents).toHaveLength(5);
    // Five amounts, each rounded by itself.
    expect(Math.abs(cents.reduce((sum, each) => sum + each, 0) - total)).toBeLessThan(0.03);
  });

  it('costsView() opens each service to line items that add up to it', () => {
    const { markup } = costsView(pageOf(), PAGE_CONTEXT).body;

    const parts = markup.split('<details class="cost-part">').slice(1);
    expect(parts).toHaveLength(Object.values(ESTIMATE.byPart).filter((each) => each > 0).length);
    for (const each of parts) {
      const [sum = Number.NaN, ...lines] = [
        ...textOf(each.split('</details>')[0] ?? '').matchAll(/<?\$([\d.]+)/g),
      ].map(([, amount]) => Number(amount));
      const together = lines.reduce((all, line) => all + line, 0);
      expect(Math.abs(together - sum)).toBeLessThan(0.01 * (lines.length + 1));
    }
  });

  it('costsView() says which durations were measured and where, and which are assumed', () => {
    const here = textOf(costsView(pageOf(), PAGE_CONTEXT).body.markup);
    const deployed = textOf(costsView(pageOf({ source: 'deployed' }), PAGE_CONTEXT).body.markup);

    expect(here).toMatch(/2\.3[45] s median of the latest 200 passed runs stored on this machine/);
    expect(here).toContain('~1 s assumed: no stored run');
    expect(here).toContain('2 journeys without stored runs: 1 s (api) or 6 s (browser) is assumed');
    expect(here).toContain('Prices of xx-nowhere-1 are not known, and are estimated.');
    expect(deployed).not.toContain('this machine');
  });

  it('costsView() draws bars whose pieces add up to the share of the most expensive row', () => {
    const { markup } = costsView(pageOf(), PAGE_CONTEXT).body;

    const most = Math.max(ESTIMATE.platform.usd, ...ESTIMATE.journeys.map((each) => each.usd));
    const bars = [...markup.matchAll(/<svg class="money-bar"[^>]*>(.*?)<\/svg>/gs)]
      .slice(0, ESTIMATE.journeys.length)
      .map(([, bar = '']) =>
        [...bar.matchAll(/width="([\d.]+)%"/g)].reduce((sum, [, width]) => sum + Number(width), 0),
      );
    const sorted = ESTIMATE.journeys.toSorted((one, other) => other.usd - one.usd);
    for (const [index, bar] of bars.entries()) {
      expect(bar).toBeCloseTo(((sorted[index]?.usd ?? Number.NaN) / most) * 100, 1);
    }
  });

  it('costsView() shows a hostile name as text, and has no inline styles or scripts', () => {
    const { markup } = costsView(pageOf(), PAGE_CONTEXT).body;

    expect(markup).toContain('<bdi>&lt;script&gt;alert(1)&lt;/script&gt;</bdi>');
    expect(markup).not.toMatch(/<script|style=|\son\w+=/);
  });

  it('costsView() says why there is no estimate', () => {
    const view = costsView(pageOf({ estimate: null, problem: 'Cannot alarm on it' }), PAGE_CONTEXT);

    expect(textOf(view.body.markup)).toBe('Costs No estimate available. Cannot alarm on it');
  });
});
