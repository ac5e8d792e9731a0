import type { CostsPage } from '../../../core/dashboard/costs/costs-page.ts';
import type { CostEstimate, JourneyCost } from '../../../core/cost/estimate-cost.ts';
import { costAssumptions, MONEY_COLUMNS, moneyByColumn } from '../../format/describe-cost.ts';
import { costParts } from './costs-parts.ts';
import { withTip } from '../parts/estimates.ts';
import { type Column, dataTable, type Fact, factList } from '../parts/tables.ts';
import { type Html, html, type HtmlValue } from '../parts/html.ts';
import type { PageContext, HtmlPage } from '../parts/html-page.ts';
import { emptyState, nameLink, part } from '../parts/texts.ts';
import { formatCount } from '../../format/count.ts';
import { formatDuration, formatExactDuration } from '../../format/duration.ts';
import { formatUsd } from '../../format/money.ts';
import { groupThousands } from '../../format/number.ts';

/** Monthly cost estimate: by journey, by AWS service, and the assumptions behind it. */
export function costsView(page: CostsPage, context: PageContext): HtmlPage {
  const { estimate, problem } = page;

  return {
    title: 'Costs',
    body: html`<article class="costs-page">
      ${estimate === null ? withoutEstimate(problem) : estimated(estimate, page, context)}
    </article>`,
  };
}

function withoutEstimate(problem: string | null): Html {
  return html`<header class="page-head"><h1>Costs</h1></header>
    ${emptyState('No estimate available.', problem ?? 'The project has no journeys to estimate.')}`;
}

function estimated(estimate: CostEstimate, page: CostsPage, context: PageContext): Html {
  const { stage, home, usd } = estimate;

  return html`<header class="page-head">
      <div class="page-title">
        <h1>${formatUsd(usd)} per month</h1>
        <p>
          Estimated AWS cost of stage <bdi>${stage}</bdi>, home region ${home}, before the free
          tier.
        </p>
      </div>
    </header>
    ${factList(headFacts(estimate))}
    ${part('By journey', journeyTable(estimate, page, context), `${context.idPrefix}journeys`)}
    ${part('By service', costParts(estimate), `${context.idPrefix}parts`)}
    ${part('Assumptions', basis(estimate, page), `${context.idPrefix}basis`)}`;
}

function headFacts(estimate: CostEstimate): readonly Fact[] {
  const { runs, perMillionRuns, pricesOf, journeys } = estimate;
  const perMillion =
    perMillionRuns === null
      ? 'no runs'
      : `${formatUsd(perMillionRuns.usd)}, ${formatUsd(perMillionRuns.perRunUsd)} of it proportional to the number of runs`;

  return [
    ['journeys', groupThousands(journeys.length)],
    ['runs per month', groupThousands(runs)],
    ['per million runs', perMillion],
    ['prices as of', pricesOf],
    ['currency', 'US dollars'],
  ];
}

const COLUMNS: readonly Column[] = [
  { title: 'Journey' },
  { title: 'Kind' },
  { title: 'Run duration', align: 'end' },
  { title: 'Runs per month', align: 'end' },
  ...MONEY_COLUMNS.map(({ head }) => ({
    title: `${head.slice(0, 1).toUpperCase()}${head.slice(1)}`,
    align: 'end' as const,
  })),
  { title: 'Per month', align: 'end' },
  { title: 'Breakdown', quiet: true },
];

function journeyTable(estimate: CostEstimate, page: CostsPage, context: PageContext): Html {
  const { journeys, platform, runs, usd, byPart } = estimate;
  const most = Math.max(platform.usd, ...journeys.map((each) => each.usd));
  const sorted = journeys.toSorted((one, other) => other.usd - one.usd);

  return html`${dataTable({
      caption: 'Cost of each journey per month, in US dollars',
      columns: COLUMNS,
      rows: [
        ...sorted.map((cost) => journeyRow(cost, most, { page, context })),
        sumRow('platform', '', { ...platform, bar: moneyBar(platform, most) }),
        sumRow('total', groupThousands(runs), { usd, byPart, bar: null }),
      ],
    })}
    ${moneyLegend()}
    <p class="small">Amounts are rounded individually; sums may differ by a cent or two.</p>`;
}

function journeyRow(
  cost: JourneyCost,
  most: number,
  { page, context }: { readonly page: CostsPage; readonly context: PageContext },
): readonly HtmlValue[] {
  const { journey, kind, regions, runs, usd, byPart } = cost;

  return [
    nameLink(journey, context.links.journey(journey)),
    withTip(
      html`${kind} × ${regions.length}`,
      html`in ${regions.join(', ')}; ${groupThousands(cost.memoryMb)} MB, ${cost.architecture}`,
    ),
    durationCell(cost, page),
    groupThousands(runs),
    ...moneyByColumn(byPart).map(formatUsd),
    html`<b>${formatUsd(usd)}</b>`,
    moneyBar(cost, most),
  ];
}

function durationCell({ durationMs, measuredRuns }: JourneyCost, { source }: CostsPage): Html {
  if (measuredRuns === null) {
    return withTip(`~${formatExactDuration(durationMs)}`, 'assumed: no stored run');
  }
  const where = source === 'local' ? ' stored on this machine' : '';

  return withTip(
    formatDuration(durationMs),
    `median of the latest ${formatCount(measuredRuns, 'passed run')}${where}`,
  );
}

function sumRow(
  title: string,
  runs: string,
  { usd, byPart, bar }: Pick<JourneyCost, 'usd' | 'byPart'> & { readonly bar: Html | null },
): readonly HtmlValue[] {
  return [
    html`<i>${title}</i>`,
    '',
    '',
    runs,
    ...moneyByColumn(byPart).map(formatUsd),
    html`<b>${formatUsd(usd)}</b>`,
    bar,
  ];
}

/** Bar as long as the row's share of the most expensive row, one colour for each column. */
function moneyBar({ byPart }: Pick<JourneyCost, 'byPart'>, most: number): Html | null {
  if (!(most > 0)) return null;
  let from = 0;
  const pieces = moneyByColumn(byPart).map((usd, index) => {
    const x = from;
    from += (usd / most) * 100;
    return html`<rect
      class="money-${index + 1}"
      x="${share(x)}"
      width="${share(from - x)}"
      height="10"
    />`;
  });

  return html`<svg class="money-bar" height="10" aria-hidden="true">${pieces}</svg>`;
}

function share(percent: number): string {
  return `${Number(percent.toFixed(3))}%`;
}

function moneyLegend(): Html {
  return html`<ul class="legend" aria-label="Colours of the bars">
    ${MONEY_COLUMNS.map(
      ({ head }, index) =>
        html`<li>
          <svg class="key" width="12" height="10" aria-hidden="true">
            <rect class="money-${index + 1}" width="12" height="10" />
          </svg>
          ${head}
        </li>`,
    )}
  </ul>`;
}

function basis(estimate: CostEstimate, { source }: CostsPage): Html {
  const assumed = estimate.journeys.filter(({ measuredRuns }) => measuredRuns === null).length;
  const { api, browser } = estimate.assumptions.durationMs;
  const measured =
    source === 'local'
      ? 'Durations are medians of the latest runs of all regions, measured on this machine; in AWS they differ.'
      : 'Durations are medians of the latest runs of all regions.';

  return html`<ul class="basis">
    ${assumed < estimate.journeys.length && html`<li>${measured}</li>`}
    ${
      assumed > 0 &&
      html`<li>
        ${formatCount(assumed, 'journey')} without stored runs: ${formatExactDuration(api)} (api) or
        ${formatExactDuration(browser)} (browser) is assumed, marked with ~.
      </li>`
    }
    ${costAssumptions(estimate).map((note) => html`<li>${note}</li>`)}
  </ul>`;
}
