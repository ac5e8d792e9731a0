import { describeDetection } from '../../format/describe-detection.ts';
import { describeTrendStatus } from '../../format/describe-trend-status.ts';
import type { JourneyPage, JourneyRegion } from '../../../core/dashboard/journey/journey-page.ts';
import type { LastRun } from '../../../core/dashboard/overview/overview-page.ts';
import type { BudgetCheck } from '../../../core/dashboard/status/status.ts';
import { describeCause } from '../../format/describe-cause.ts';
import { alarmBadge, badge, outcomeBadge, budgetBadge, trendBadge } from '../parts/badges.ts';
import { availabilityValue, formatOutcomes, percentileOrShortage } from '../parts/estimates.ts';
import { budgetBullet } from '../charts/gauges.ts';
import { type Html, html } from '../parts/html.ts';
import type { PageContext } from '../parts/html-page.ts';
import { dataTable } from '../parts/tables.ts';
import { foldedText, name } from '../parts/texts.ts';
import { ago, instant } from '../parts/times.ts';
import { formatCount } from '../../format/count.ts';
import { formatDuration } from '../../format/duration.ts';
import { formatLimit } from '../../format/metric.ts';
import { formatShareInterval } from '../../format/share.ts';

/** Number of runs shown at once, and in a report, where nothing can be unfolded. */
const MAX_RUNS = 12;
const MAX_STATIC_RUNS = 3;

/** State of a journey by region: last run, availability, number of runs, trend. */
export function regionsTable(page: JourneyPage, context: PageContext): Html {
  return dataTable({
    caption: 'Regions',
    columns: [
      { title: 'Region' },
      { title: 'Last run' },
      { title: 'Availability' },
      { title: 'Runs' },
      { title: 'Trend' },
    ],
    rows: page.regions.map(({ region, last, availability, trend }) => [
      name(region),
      last === null
        ? html`<span class="small">no run yet</span>`
        : runLink(last, region, { page, context }),
      html`${availabilityValue(availability)}${availability.share !== null && html` <small>${formatShareInterval(availability.share.low, availability.share.high)}</small>`}`,
      html`<span class="small">${formatOutcomes(availability.counts)}</span>`,
      html`${trendBadge(trend.direction)}
        <span class="small trend-words"
          >${foldedText(describeTrendStatus(trend, page.readAtMs))}</span
        >`,
    ]),
  });
}

/** Budgets evaluated over the range, by region; null: the journey has none. */
export function budgetsTable({ regions }: JourneyPage): Html | null {
  const all = regions.flatMap(({ budgets }) => budgets);
  const limits = all.filter(
    (check, index) => index === all.findIndex((each) => isSame(each, check)),
  );
  if (limits.length === 0) return null;

  return dataTable({
    caption: 'Budgets by region',
    columns: [{ title: 'Budget' }, ...regions.map(({ region }) => ({ title: region }))],
    rows: limits.map((limit) => [
      html`${limit.statistic} ${name(limit.metric)}
        <small>limit ${formatLimit(limit.max, limit.unit)}</small>`,
      ...regions.map(({ budgets }) => budgetCell(budgets.find((each) => isSame(each, limit)))),
    ]),
  });
}

function isSame(one: BudgetCheck, other: BudgetCheck): boolean {
  return one.metric === other.metric && one.statistic === other.statistic && one.max === other.max;
}

function budgetCell(check: BudgetCheck | undefined): Html {
  if (check === undefined) return html`–`;

  return html`<div class="vital">
    <p>${percentileOrShortage(check.estimate, check.unit)} ${budgetBadge(check.status)}</p>
    ${budgetBullet(check)}
  </div>`;
}

/**
 * Alarms with their states, or why these are unknown, and what *down* guarantees; null: the journey has
 * no known alarm.
 */
export function alarmList({
  alarms,
  alarmsProblem,
  detection,
}: Pick<JourneyPage, 'alarms' | 'alarmsProblem' | 'detection'>): Html | null {
  if (alarmsProblem !== undefined) {
    return html`<p class="small">Alarm states unknown. ${alarmsProblem}.</p>`;
  }
  if (alarms.length === 0) return null;

  return html`<ul class="alarms">
      ${alarms.map(
        ({ label, state, sinceMs, runbookUrl }) =>
          html`<li>
            <span class="alarm-name">${name(label)}</span> ${alarmBadge(state)}
            ${sinceMs !== null && html`<span class="small">since ${instant(sinceMs)}</span>`}
            ${runbookUrl !== null && state === 'ALARM' && html`<a href="${runbookUrl}" rel="noreferrer">runbook</a>`}
          </li>`,
      )}
    </ul>
    <p class="small">Alarm <em>down</em>: ${describeDetection(detection)}.</p>`;
}

/** Latest runs of each region, side by side. */
export function runLists(page: JourneyPage, context: PageContext): Html {
  return html`<div class="columns">
    ${page.regions.map((region) => runList(region, { page, context }))}
  </div>`;
}

/** Notes within the range, newest first; null: there are none. */
export function noteList({ notes, journey }: JourneyPage): Html | null {
  if (notes.length === 0) return null;

  return html`<ul class="notes">
    ${notes.toReversed().map(
      ({ at, text, kind, by, journey: about }) =>
        html`<li>
          ${instant(at)} ${badge({ tone: 'calm', icon: kind, word: kind })}
          <span class="note-text">${foldedText(text)}</span>
          <span class="small"
            >${about !== journey && 'all journeys'}${by !== null && html` by ${name(by)}`}</span
          >
        </li>`,
    )}
  </ul>`;
}

/** Passed on to every row of runs. */
interface RunSetting {
  readonly page: JourneyPage;
  readonly context: PageContext;
}

function runList({ region, runs }: JourneyRegion, setting: RunSetting): Html {
  const isStatic = setting.context.isStatic === true;
  const shown = runs.slice(0, isStatic ? MAX_STATIC_RUNS : MAX_RUNS);
  const folded = isStatic ? [] : runs.slice(MAX_RUNS);

  return html`<section class="runs">
    <h3>${name(region)}</h3>
    ${runs.length === 0 && html`<p class="small">No run in this period.</p>`}
    <ol>
      ${shown.map((run) => runItem(run, region, setting))}
    </ol>
    ${
      folded.length > 0 &&
      html`<details>
        <summary class="small">${formatCount(folded.length, 'earlier run')}</summary>
        <ol>
          ${folded.map((run) => runItem(run, region, setting))}
        </ol>
      </details>`
    }
  </section>`;
}

function runItem(run: LastRun, region: string, setting: RunSetting): Html {
  return html`<li>
    ${runLink(run, region, setting)}
    <span class="run-time">${formatDuration(run.durationMs)}</span
    >${run.cause !== null && html`<span class="small cause">${describeCause(run.cause)}</span>`}
  </li>`;
}

function runLink(run: LastRun, region: string, { page, context }: RunSetting): Html {
  const href = context.links.run({ journey: page.journey, region, runId: run.runId });
  const words = html`${outcomeBadge(run.outcome)} ${ago(run.startedAt, page.readAtMs)}`;

  return href === null ? words : html`<a class="quiet" href="${href}">${words}</a>`;
}
