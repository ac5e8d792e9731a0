import { describeTrendStatus } from '../../format/describe-trend-status.ts';
import {
  OVERVIEW_STATES,
  type OverviewPage,
  type OverviewRow,
} from '../../../core/dashboard/overview/overview-page.ts';
import type { BudgetCheck } from '../../../core/dashboard/status/status.ts';
import { describeCause } from '../../format/describe-cause.ts';
import { outcomeBadge, budgetBadge, stateBadge, stateWord, trendBadge } from '../parts/badges.ts';
import { dayStrip } from '../charts/day-strip.ts';
import { availabilityValue, percentileValue, shortageText, withTip } from '../parts/estimates.ts';
import { budgetBullet } from '../charts/gauges.ts';
import { type Html, html } from '../parts/html.ts';
import type { PageContext } from '../parts/html-page.ts';
import { tableCell, type Column, tableHead } from '../parts/tables.ts';
import { name, nameLink } from '../parts/texts.ts';
import { ago } from '../parts/times.ts';
import { formatLimit } from '../../format/metric.ts';
import { formatShareInterval } from '../../format/share.ts';

const COLUMNS = {
  journey: { title: 'Journey' },
  region: { title: 'Region' },
  state: { title: 'State' },
  last: { title: 'Last run' },
  availability: { title: 'Availability' },
  budgets: { title: 'Budgets' },
  trend: { title: 'Trend' },
} as const satisfies Record<string, Column>;

/** Passed on to every row. */
interface RowSetting {
  readonly page: OverviewPage;
  readonly context: PageContext;
}

/**
 * Table of journeys, the worst first. The regions of one journey share a `tbody`; its `data-name`
 * holds the words that the filter matches.
 */
export function overviewTable(page: OverviewPage, context: PageContext): Html {
  const setting = { page, context };

  return html`<table class="data journeys" role="table">
    <caption class="visually-hidden">
      Journeys by region, worst first
    </caption>
    ${tableHead(Object.values(COLUMNS))}
    ${journeysOf(page.rows).map((rows) => journeyBody(rows, setting))}
  </table>`;
}

/** Groups rows by journey. Groups keep the order of `rows`; regions are sorted by state, worst first. */
export function journeysOf(rows: readonly OverviewRow[]): readonly (readonly OverviewRow[])[] {
  const byJourney = new Map<string, OverviewRow[]>();
  for (const row of rows) {
    const group = byJourney.get(row.journey);
    if (group === undefined) byJourney.set(row.journey, [row]);
    else group.push(row);
  }
  return [...byJourney.values()].map((group) =>
    group.toSorted((one, other) => rankOf(one) - rankOf(other)),
  );
}

function rankOf({ state }: OverviewRow): number {
  return OVERVIEW_STATES.indexOf(state);
}

function journeyBody(rows: readonly OverviewRow[], setting: RowSetting): Html | null {
  const [first] = rows;
  if (first === undefined) return null;
  const words = [first.journey, ...rows.flatMap(({ region, state }) => [region, stateWord(state)])];

  return html`<tbody role="rowgroup" data-name="${[...new Set(words)].join(' ')}">
    ${rows.map(
      (row, index) =>
        html`<tr role="row">
          ${index === 0 && journeyCell(first, rows.length, setting)}${rowCells(row, setting)}
        </tr>`,
    )}
  </tbody>`;
}

function journeyCell({ journey, kind }: OverviewRow, span: number, setting: RowSetting): Html {
  const { page, context } = setting;
  const href = context.links.journey(journey, { range: page.range });

  return html`<th class="journey" role="rowheader" scope="rowgroup" rowspan="${span}">
    ${nameLink(journey, href)}
    <small>${kind ?? 'no longer in the project'}</small>
  </th>`;
}

function rowCells(row: OverviewRow, setting: RowSetting): readonly Html[] {
  return [
    tableCell(name(row.region), COLUMNS.region),
    tableCell(stateBadge(row.state), COLUMNS.state),
    tableCell(lastRun(row, setting), COLUMNS.last),
    tableCell(availability(row, setting), COLUMNS.availability),
    tableCell(budgets(row, setting), COLUMNS.budgets),
    tableCell(trend(row, setting), COLUMNS.trend),
  ];
}

function lastRun({ last, journey, region }: OverviewRow, { page, context }: RowSetting): Html {
  if (last === null) return html`<span class="small">no run yet</span>`;
  const href = context.links.run({ journey, region, runId: last.runId });
  const words = html`${outcomeBadge(last.outcome)} ${ago(last.startedAt, page.readAtMs)}`;

  return html`${href === null ? words : html`<a class="quiet" href="${href}">${words}</a>`}${last.cause !== null && html`<small class="cause">${describeCause(last.cause)}</small>`}`;
}

function availability({ availability: value, days }: OverviewRow, { page }: RowSetting): Html {
  const { share } = value;

  return html`<span class="availability"
    ><span
      >${availabilityValue(value)}${share !== null && html`<small>${formatShareInterval(share.low, share.high)}</small>`}</span
    >${dayStrip(days, page.range)}</span
  >`;
}

/** In a report, budgets that are met are only counted: the journey's own section lists each. */
function budgets({ budgets: checks }: OverviewRow, { context }: RowSetting): Html | null {
  if (checks.length === 0) return null;
  const isStatic = context.isStatic === true;
  const shown = isStatic ? checks.filter(({ status }) => status !== 'within') : checks;
  const met = checks.length - shown.length;

  return html`<ul class="budgets">
    ${met > 0 && html`<li><span class="budget-name">${met}</span> ${budgetBadge('within')}</li>`}
    ${shown.map(
      (check) =>
        html`<li>
          <span class="budget-name">${check.statistic} ${name(check.metric)}</span>
          ${budgetBullet(check)}
          <span class="budget-value"
            >${check.estimate.kind === 'quantile' && percentileValue(check.estimate, check.unit)}
            <span class="small"
              >${check.estimate.kind === 'quantile' ? 'of' : 'limit'}
              ${formatLimit(check.max, check.unit)}</span
            ></span
          >
          ${budgetStatus(check)}
        </li>`,
    )}
  </ul>`;
}

/** State of a budget; without enough data, the tip says how much is missing. */
function budgetStatus({ estimate, status }: BudgetCheck): Html {
  const shown = budgetBadge(status);

  return estimate.kind === 'insufficient-data' ? withTip(shown, shortageText(estimate)) : shown;
}

function trend({ trend: status }: OverviewRow, { page }: RowSetting): Html {
  const { direction, metric } = status;
  const text = describeTrendStatus(status, page.readAtMs);

  return html`${withTip(trendBadge(direction), text)}${metric !== null && html`<small>${name(metric)}</small>`}`;
}
