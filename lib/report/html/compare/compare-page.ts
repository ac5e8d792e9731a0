import { describeCompareProblem } from '../../format/describe-compare-problem.ts';
import { isoRange } from '../../../core/base/time.ts';
import { gateOf } from '../../../core/compare/gate.ts';
import type { ComparedSeries, Side } from '../../../core/compare/compared-runs.ts';
import type { ComparedSide, ComparePage } from '../../../core/dashboard/compare/compare-page.ts';
import { describeUnknownGate, hoursCaution } from '../../format/describe-comparison.ts';
import { cleanText } from '../../format/terminal-text.ts';
import { badge } from '../parts/badges.ts';
import { compareForm } from './compare-form.ts';
import { comparedSeriesPart } from './compare-series.ts';
import { type Html, html } from '../parts/html.ts';
import type { PageContext, HtmlPage } from '../parts/html-page.ts';
import { emptyState, name, nameLink } from '../parts/texts.ts';
import { rangeTimes } from '../parts/times.ts';
import { formatCount } from '../../format/count.ts';

/** A comparison: the two sides, the conclusion, then every metric by region. */
export function compareView(page: ComparePage, context: PageContext): HtmlPage {
  const { journey, series } = page;

  return {
    title: journey === null ? 'Compare' : `Compare ${cleanText(journey)}`,
    body: html`<article class="compare-page">
      <header class="page-head">
        <div class="page-title">
          <h1>${journey === null ? 'Compare' : html`Compare ${name(journey)}`}</h1>
          ${journey !== null && sidesList(page, journey, context)}
        </div>
      </header>
      ${compareForm(page, context)}
      ${journey === null ? nothingChosen() : html`${conclusion(page)}${problemList(page)}`}
      ${series.length > 0 && !isOfRuns(page) && stripLegend()}
      ${series.map((each, index) => comparedSeriesPart(each, page, `${context.idPrefix}s${index}`))}
    </article>`,
  };
}

function nothingChosen(): Html {
  return emptyState(
    'Nothing to compare yet.',
    'Choose a journey and two ranges. A is the baseline, B the candidate.',
  );
}

function sidesList({ sides, series }: ComparePage, journey: string, context: PageContext): Html {
  return html`<dl class="compare-sides">
    ${(['a', 'b'] as const).map(
      (side) =>
        html`<div>
          <dt>${side.toUpperCase()}</dt>
          <dd>${describeSide(side, sides[side], { journey, series, links: context.links })}</dd>
        </div>`,
    )}
  </dl>`;
}

function describeSide(
  side: Side,
  chosen: ComparedSide,
  known: Pick<PageContext, 'links'> & {
    readonly journey: string;
    readonly series: readonly ComparedSeries[];
  },
): Html {
  const { journey, series, links } = known;
  if (chosen.kind === 'range') {
    const href = links.journey(journey, { range: chosen.range });
    const more =
      href !== null && html` <a class="small" href="${href}">percentiles of this period</a>`;

    return html`${rangeTimes(chosen.range)}${more}`;
  }
  const region = series.find(({ runs }) => runs[side].runs > 0)?.region;
  const { runId } = chosen;

  return html`run
  ${nameLink(runId, region === undefined ? null : links.run({ journey, region, runId }))}`;
}

/** Conclusion over all regions; null where a side is a single run, which supports none. */
function conclusion(page: ComparePage): Html | null {
  const { sides, series } = page;
  if (series.length === 0 || sides.a.kind === 'run' || sides.b.kind === 'run') return null;
  const gate = gateOf(series);
  const caution = hoursCaution({ a: rangeOfSide(sides.a), b: rangeOfSide(sides.b) });
  const words = {
    passed: () => badge({ tone: 'good', icon: 'passed', word: 'No regression detected' }),
    failed: () => badge({ tone: 'bad', icon: 'worse', word: regressionText(series) }),
    unknown: () => badge({ tone: 'warn', icon: 'unsure', word: 'Inconclusive' }),
  };

  return html`<p class="compare-conclusion">
    ${words[gate.kind]()}
    ${gate.kind === 'unknown' && html`<span>${describeUnknownGate(gate.reason)}.</span>`}
    ${caution !== null && html`<span class="small">${caution}</span>`}
  </p>`;
}

function regressionText(series: readonly ComparedSeries[]): string {
  const worse = series
    .flatMap(({ metrics }) => metrics)
    .filter((each) => each.conclusion === 'worse');

  return `Regression in ${formatCount(worse.length, 'metric')}`;
}

function stripLegend(): Html {
  return html`<p class="small">
    Each dot is a run. Lines: p50 (solid), p75 (dashed) and p95 (dotted); shaded: their 95%
    confidence intervals (CI).
  </p>`;
}

function problemList({ problems }: ComparePage): Html | null {
  if (problems.length === 0) return null;

  return html`<aside class="notice" aria-label="Notes on this comparison">
    <ul>
      ${problems.map((problem) => html`<li class="long">${describeCompareProblem(problem)}</li>`)}
    </ul>
  </aside>`;
}

function isOfRuns({ sides }: ComparePage): boolean {
  return sides.a.kind === 'run' && sides.b.kind === 'run';
}

function rangeOfSide(side: ComparedSide): ReturnType<typeof isoRange> | null {
  return side.kind === 'run' ? null : isoRange(side.range);
}
