import { COST_PARTS, type CostItem, type CostPart } from '../../../core/cost/cost-item.ts';
import type { CostEstimate } from '../../../core/cost/estimate-cost.ts';
import { PRICES } from '../../../core/cost/prices.ts';
import { COST_PART_NAMES } from '../../format/describe-cost.ts';
import { type Html, html } from '../parts/html.ts';
import { formatUsd } from '../../format/money.ts';
import { formatNumber } from '../../format/number.ts';
import { formatShare } from '../../format/share.ts';

/** Bill items with the same name and price, added up. */
interface Line {
  readonly what: string;
  readonly unit: string;
  readonly quantity: number;
  readonly usd: number;
}

/** Cost by AWS service, the most expensive first; each opens to its line items. */
export function costParts(estimate: CostEstimate): Html {
  const parts = COST_PARTS.filter((each) => estimate.byPart[each] > 0).toSorted(
    (one, other) => estimate.byPart[other] - estimate.byPart[one],
  );
  const items = [
    ...estimate.journeys.flatMap((journey) => journey.items),
    ...estimate.platform.items,
  ];

  return html`<div class="cost-parts">
    ${parts.map((each) => partDetails(each, linesOf(each, items), estimate))}
  </div>`;
}

function partDetails(each: CostPart, lines: readonly Line[], estimate: CostEstimate): Html {
  const usd = estimate.byPart[each];
  const percent = estimate.usd > 0 ? (usd / estimate.usd) * 100 : 0;

  return html`<details class="cost-part">
    <summary>
      <span class="cost-name">${COST_PART_NAMES[each]}</span>
      <b class="cost-usd">${formatUsd(usd)}</b>
      <span class="cost-share">${formatShare(percent / 100)}</span>
      <svg class="money-bar" height="10" aria-hidden="true">
        <rect class="money-1" width="${Number(percent.toFixed(3))}%" height="10" />
      </svg>
    </summary>
    <table class="cost-lines">
      <caption class="visually-hidden">
        Line items of ${COST_PART_NAMES[each]}
      </caption>
      <tbody>
        ${lines.map(
          ({ what, quantity, unit, usd: lineUsd }) =>
            html`<tr>
              <th scope="row">${what}</th>
              <td>${formatNumber(quantity)} ${unit}</td>
              <td>${formatUsd(lineUsd)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </details>`;
}

function linesOf(each: CostPart, items: readonly CostItem[]): readonly Line[] {
  const lines = new Map<string, Line>();
  for (const { part, what, price, quantity, usd } of items) {
    if (part !== each || quantity === 0) continue;
    const key = `${what} ${price}`;
    const known = lines.get(key) ?? { what, unit: PRICES[price].unit, quantity: 0, usd: 0 };
    lines.set(key, { ...known, quantity: known.quantity + quantity, usd: known.usd + usd });
  }

  return [...lines.values()].toSorted((one, other) => other.usd - one.usd);
}
