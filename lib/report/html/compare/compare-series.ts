import type {
  ComparedMetric,
  ComparedSeries,
  ComparisonConclusion,
  SideRuns,
} from '../../../core/compare/compared-runs.ts';
import type { ComparePage } from '../../../core/dashboard/compare/compare-page.ts';
import type { Outcome } from '../../../core/record/outcome.ts';
import type { MetricUnit } from '../../../core/rollup/metric.ts';
import type { QuantileEstimate } from '../../../core/stats/quantile.ts';
import type { InsufficientData } from '../../../core/stats/series.ts';
import { describeComparison } from '../../format/describe-comparison.ts';
import { badge } from '../parts/badges.ts';
import { dotStrips } from '../charts/dot-strips.ts';
import { percentileValue, shortageNote } from '../parts/estimates.ts';
import { explanationBlock } from '../parts/finding-list.ts';
import { type Html, html } from '../parts/html.ts';
import { dataTable } from '../parts/tables.ts';
import { name, part } from '../parts/texts.ts';
import { formatCount } from '../../format/count.ts';
import { formatDifference, formatMetric, formatBounds } from '../../format/metric.ts';
import { formatPercentileName, groupThousands } from '../../format/number.ts';

const OUTCOMES: readonly Outcome[] = ['failed', 'errored', 'skipped', 'missing'];

/** One region of a comparison: its runs, then each metric with conclusion, dots and percentiles. */
export function comparedSeriesPart(series: ComparedSeries, page: ComparePage, id: string): Html {
  const { region, runs, metrics, instrument, onlyIn, explanation } = series;
  const { a, b } = page.sides;
  const areRuns = a.kind === 'run' && b.kind === 'run';
  const isOne = a.kind === 'run' || b.kind === 'run';
  const shown = metrics.filter((each, index) => index === 0 || isOne || isShown(each));
  const rest = metrics.filter((each) => !shown.includes(each));

  return part(
    region,
    html`<ul class="compare-runs">
        <li>${sideRuns('A', runs.a)}</li>
        <li>${sideRuns('B', runs.b)}</li>
      </ul>
      ${areRuns ? runTable(series) : shown.map(metricBlock)}
      ${explanation !== null && difference(explanation)}
      ${
        !areRuns &&
        rest.length > 0 &&
        html`<details class="compare-rest">
          <summary>${formatCount(rest.length, 'metric')} without a significant difference</summary>
          ${rest.map(quietBlock)}
        </details>`
      }
      ${instrumentNotes(instrument)} ${onlyInSide('A', onlyIn.a)} ${onlyInSide('B', onlyIn.b)}`,
    id,
  );
}

function isShown({ conclusion }: ComparedMetric): boolean {
  return conclusion !== 'alike' && conclusion !== 'insufficient-data';
}

function difference(explanation: NonNullable<ComparedSeries['explanation']>): Html {
  return html`<h3>Breakdown of the difference</h3>
    ${explanationBlock(explanation, { before: 'of A', after: 'of B' })}`;
}

function sideRuns(side: string, runs: SideRuns): Html {
  const off = runs.outcomes.passed - runs.timed;
  const words = [
    `${formatCount(runs.timed, 'run')} compared`,
    ...OUTCOMES.filter((outcome) => runs.outcomes[outcome] > 0).map(
      (outcome) => `${runs.outcomes[outcome]} ${outcome}`,
    ),
    ...(off > 0 ? [`${off} passed with the instrument off`] : []),
    ...(runs.timedOut > 0 ? [`${runs.timedOut} timed out`] : []),
  ];

  return html`<b>${side}</b> ${words.join(', ')}`;
}

function metricBlock(metric: ComparedMetric): Html {
  return html`<section class="compared">
    <h3>${conclusionBadge(metric)} ${name(metric.metric)}</h3>
    <p>${sentence(describeRank(metric) ?? describeComparison(metric))}</p>
    <div class="compared-body">${dotStrips(metric)} ${percentileTable(metric)}</div>
  </section>`;
}

/** A metric without a significant difference: its numbers, without the dots. */
function quietBlock(metric: ComparedMetric): Html {
  return html`<section class="compared">
    <h3>${conclusionBadge(metric)} ${name(metric.metric)}</h3>
    <p>${sentence(describeComparison(metric))}</p>
    ${percentileTable(metric)}
  </section>`;
}

/** Rank of a single run among the runs of the other side; null: both sides have several. */
function describeRank({ values, unit, conclusion }: ComparedMetric): string | null {
  const [side, others] = values.a.length === 1 ? (['A', 'B'] as const) : (['B', 'A'] as const);
  const [one, rest] = side === 'A' ? [values.a, values.b] : [values.b, values.a];
  const [value] = one;
  if (
    conclusion !== 'insufficient-data' ||
    one.length !== 1 ||
    value === undefined ||
    rest.length < 2
  ) {
    return null;
  }
  const below = rest.filter((each) => each < value).length;

  return `${side} is ${formatMetric(value, unit)}, higher than ${groupThousands(below)} of ${others}'s ${formatCount(rest.length, 'run')}`;
}

function sentence(words: string): string {
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}.`;
}

const CONCLUSIONS: Readonly<Record<ComparisonConclusion, Parameters<typeof badge>[0]>> = {
  worse: { tone: 'bad', icon: 'worse', word: 'worse' },
  allowed: { tone: 'warn', icon: 'worse', word: 'worse, within the allowed limit' },
  better: { tone: 'good', icon: 'better', word: 'better' },
  alike: { tone: 'calm', icon: 'steady', word: 'no significant difference' },
  'insufficient-data': { tone: 'calm', icon: 'missing', word: 'not enough data' },
};

function conclusionBadge({ conclusion }: ComparedMetric): Html {
  return badge(CONCLUSIONS[conclusion]);
}

function percentileTable({ metric, quantiles, unit }: ComparedMetric): Html {
  return html`<table class="percentiles">
    <caption class="visually-hidden">
      Percentiles of ${metric} with 95% confidence intervals
    </caption>
    <thead>
      <tr>
        <td></td>
        <th scope="col">A</th>
        <th scope="col">B</th>
      </tr>
    </thead>
    <tbody>
      ${quantiles.map(
        ({ q, estimates }) =>
          html`<tr>
            <th scope="row">${formatPercentileName(q)}</th>
            <td>${percentileCell(estimates.a, unit)}</td>
            <td>${percentileCell(estimates.b, unit)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function percentileCell(estimate: QuantileEstimate | InsufficientData, unit: MetricUnit): Html {
  if (estimate.kind === 'insufficient-data') return shortageNote(estimate);

  return html`${percentileValue(estimate, unit)}
    <span class="small">${formatBounds(estimate, unit)}</span>`;
}

/** Two single runs: their values and the difference, without any estimate. */
function runTable({ metrics, instrument }: ComparedSeries): Html {
  return html`<div class="run-table">
    ${dataTable({
      caption: 'Metrics of the two runs',
      columns: [
        { title: 'Metric' },
        { title: 'A', align: 'end' },
        { title: 'B', align: 'end' },
        { title: 'B − A', align: 'end' },
      ],
      rows: [...metrics, ...instrument].map(({ metric, unit, values }) => {
        const [a, b] = [values.a[0], values.b[0]];
        return [
          name(metric),
          a === undefined ? null : formatMetric(a, unit),
          b === undefined ? null : formatMetric(b, unit),
          a === undefined || b === undefined ? null : formatDifference(b - a, unit),
        ];
      }),
    })}
    <p class="small">
      One run on each side: the difference may be chance, and says nothing about other runs.
    </p>
  </div>`;
}

function instrumentNotes(instrument: readonly ComparedMetric[]): Html | null {
  const moved = instrument.filter(
    ({ conclusion }) => conclusion === 'worse' || conclusion === 'better',
  );
  if (moved.length === 0) return null;

  return html`<aside class="notice" aria-label="Instrument">
    ${moved.map((each) => html`<p>Instrument, ${name(each.metric)}: ${describeComparison(each)}.</p>`)}
  </aside>`;
}

function onlyInSide(side: string, names: readonly string[]): Html | null {
  if (names.length === 0) return null;

  return html`<p class="small">
    Only in ${side}, not compared:
    ${names.map((each, index) => html`${index > 0 && ', '}${name(each)}`)}.
  </p>`;
}
