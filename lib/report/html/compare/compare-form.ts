import type { ComparedSide, ComparePage } from '../../../core/dashboard/compare/compare-page.ts';
import type { PageRange } from '../../../core/dashboard/page-frame.ts';
import type { Side, Sides } from '../../../core/compare/compared-runs.ts';
import { type Html, html } from '../parts/html.ts';
import type { PageContext } from '../parts/html-page.ts';
import { dateTimeValue } from '../parts/times.ts';
import { DAY_MS, MINUTE_MS } from '../../../core/base/time.ts';

const WEEK_MS = 7 * DAY_MS;
/** Form to choose a journey and two ranges in UTC, with links to common pairs of ranges. */
export function compareForm(page: ComparePage, { links }: PageContext): Html | null {
  const action = links.compare(null, null)?.split('?')[0] ?? null;
  if (action === null) return null;
  const { journey, journeys, sides } = page;

  return html`<form class="compare-form" method="get" action="${action}">
      <label>
        <span>journey</span>
        <select name="journey" required>
          ${journey === null && html`<option value="">choose one</option>`}
          ${journeys.map(
            (name) =>
              html`<option value="${name}" ${name === journey && html`selected`}>${name}</option>`,
          )}
        </select>
      </label>
      ${sideFields('a', sides.a)} ${sideFields('b', sides.b)}
      <button type="submit">Compare</button>
    </form>
    ${journey !== null && presets(page, journey, links)}`;
}

function sideFields(side: Side, chosen: ComparedSide): Html {
  const title = side.toUpperCase();
  if (chosen.kind === 'run') {
    return html`<label>
      <span>${title}: run</span>
      <input type="text" name="${side}" value="run:${chosen.runId}" required />
    </label>`;
  }

  return html`<fieldset>
    <legend>${title}</legend>
    ${instantField(`${side}-from`, 'from', chosen.range.fromMs)}
    ${instantField(`${side}-to`, 'to', chosen.range.toMs)} <span class="small">UTC</span>
  </fieldset>`;
}

function instantField(name: string, words: string, atMs: number): Html {
  return html`<label>
    <span>${words}</span>
    <input type="datetime-local" name="${name}" value="${dateTimeValue(atMs)}" required />
  </label>`;
}

function presets(page: ComparePage, journey: string, links: PageContext['links']): Html {
  const toMs = Math.ceil(page.readAtMs / MINUTE_MS) * MINUTE_MS;
  const choices: readonly (readonly [words: string, sides: Sides<ComparedSide>])[] = [
    ['last 24 h vs. the 24 h before', pair(toMs, DAY_MS, DAY_MS)],
    ['last 24 h vs. the same 24 h a week ago', pair(toMs, DAY_MS, WEEK_MS)],
    ['last 7 d vs. the 7 d before', pair(toMs, WEEK_MS, WEEK_MS)],
    ['last 14 d vs. the 14 d before', pair(toMs, 2 * WEEK_MS, 2 * WEEK_MS)],
  ];

  return html`<nav aria-label="Common comparisons">
    <ul class="choices">
      ${choices.map(([words, sides]) => {
        const current = isSame(sides, page.sides) && html`aria-current="true"`;
        return html`<li><a href="${links.compare(journey, sides)}" ${current}>${words}</a></li>`;
      })}
    </ul>
  </nav>`;
}

/** B ends at `toMs`; A has the same length and ends `apartMs` earlier. */
function pair(toMs: number, lengthMs: number, apartMs: number): Sides<ComparedSide> {
  const b: PageRange = { fromMs: toMs - lengthMs, toMs };
  const a: PageRange = { fromMs: b.fromMs - apartMs, toMs: b.toMs - apartMs };

  return { a: { kind: 'range', range: a }, b: { kind: 'range', range: b } };
}

function isSame(one: Sides<ComparedSide>, other: Sides<ComparedSide>): boolean {
  return isNear(one.a, other.a) && isNear(one.b, other.b);
}

/** Tolerates the time between the making of a link and the reading of its page. */
function isNear(one: ComparedSide, other: ComparedSide): boolean {
  if (one.kind !== 'range' || other.kind !== 'range') return false;
  const { fromMs, toMs } = other.range;

  return (
    Math.abs(one.range.fromMs - fromMs) <= MINUTE_MS && Math.abs(one.range.toMs - toMs) <= MINUTE_MS
  );
}
