import type { PageRange } from '../../../core/dashboard/page-frame.ts';
import { type Html, html } from './html.ts';
import { dateTimeValue, isOfLength, RANGE_LENGTHS } from './times.ts';
import { HOUR_MS, MINUTE_MS } from '../../../core/base/time.ts';

/** A range that ends at most this long ago counts as the last 7 d, 30 d and so on. */
const RECENT_MS = HOUR_MS;

/** Current range of a page, and where its other ranges are. */
export interface RangeChoice {
  readonly range: PageRange;
  readonly nowMs: number;
  /** Address of the page over another range; null: it has none, and no picker is shown. */
  readonly link: (range: PageRange) => string | null;
  /** Address that the form is sent to, with `fields` as hidden fields. */
  readonly action: string | null;
  readonly fields?: Readonly<Record<string, string>>;
}

/** Links to common time ranges and a form for any other, in UTC; null: the page has only one range. */
export function rangePicker(choice: RangeChoice): Html | null {
  const { nowMs, link, action } = choice;
  const toMs = Math.ceil(nowMs / MINUTE_MS) * MINUTE_MS;
  const links = RANGE_LENGTHS.map(({ words, ms }) => ({
    words,
    ms,
    href: link({ fromMs: toMs - ms, toMs }),
  }));
  if (action === null || links.every(({ href }) => href === null)) return null;

  return html`<div class="range-picker">
    <nav aria-label="Time range">
      <ul class="choices">
        ${links.map(
          ({ words, ms, href }) =>
            html`<li>
              <a href="${href}" ${isCurrent(ms, choice) && html`aria-current="true"`}>${words}</a>
            </li>`,
        )}
      </ul>
    </nav>
    ${rangeForm(choice, action)}
  </div>`;
}

function rangeForm({ range, fields = {} }: RangeChoice, action: string): Html {
  return html`<form class="range-form" method="get" action="${action}">
    ${Object.entries(fields).map(
      ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
    )}
    <label>
      <span>from</span>
      <input type="datetime-local" name="from" required value="${dateTimeValue(range.fromMs)}" />
    </label>
    <label>
      <span>to</span>
      <input type="datetime-local" name="to" required value="${dateTimeValue(range.toMs)}" />
    </label>
    <span class="small">UTC</span>
    <button type="submit">Show</button>
  </form>`;
}

function isCurrent(ms: number, { range, nowMs }: RangeChoice): boolean {
  return isOfLength(range, ms) && Math.abs(nowMs - range.toMs) <= RECENT_MS;
}
