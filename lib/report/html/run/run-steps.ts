import { describeShortage } from '../../format/describe-shortage.ts';
import type { RunPage } from '../../../core/dashboard/run/run-page.ts';
import type { RunRecord, StepRecord, StepVitals } from '../../../core/record/run-record.ts';
import { stepMetric } from '../../../core/rollup/metric.ts';
import { rateVital } from '../../format/vitals.ts';
import { badge, outcomeBadge, ratingBadge } from '../parts/badges.ts';
import { type Html, html } from '../parts/html.ts';
import type { PageContext } from '../parts/html-page.ts';
import { axisLabels, axisSpan, type RunAxis } from './run-axis.ts';
import { name, part } from '../parts/texts.ts';
import type { QuantileEstimate } from '../../../core/stats/quantile.ts';
import { quantileText, quantileWords, withTip } from '../parts/estimates.ts';
import { formatCount } from '../../format/count.ts';
import { formatDuration } from '../../format/duration.ts';
import { formatMetricInterval, formatVital } from '../../format/metric.ts';

/** Number of steps shown at once; the others are folded. */
const MAX_STEPS = 60;

/** Steps of a run on its time axis, each with its typical duration; null: the run has none. */
export function runStepsPart(page: RunPage, axis: RunAxis, context: PageContext): Html | null {
  const { record } = page;
  const steps = record.steps.toSorted((one, other) => one.startMs - other.startMs);
  if (steps.length === 0) return null;
  const [shown, more] = [steps.slice(0, MAX_STEPS), steps.slice(MAX_STEPS)];

  return part(
    'Steps',
    html`<div class="run-rows">
        <div class="run-row run-axis-row">${axisLabels(axis)}</div>
        ${stepList(shown, page, axis)}
        ${
          more.length > 0 &&
          html`<details class="run-more">
            <summary>${formatCount(more.length, 'more step')}</summary>
            ${stepList(more, page, axis)}
          </details>`
        }
      </div>
      ${omittedWords(record)}
      ${page.usual.some(({ p95 }) => p95.kind === 'quantile') && barLegend()}`,
    `${context.idPrefix}steps`,
  );
}

function barLegend(): Html {
  return html`<p class="small legend">
    <span class="key key-step"></span> this run <span class="key key-typical"></span> typical: p50
    to p95 of the 7 days before
  </p>`;
}

function stepList(steps: readonly StepRecord[], page: RunPage, axis: RunAxis): Html {
  return html`<ol class="run-steps">
    ${steps.map((step) => stepItem(step, page, axis))}
  </ol>`;
}

function stepItem(step: StepRecord, { usual }: RunPage, axis: RunAxis): Html {
  const metric = stepMetric(step.name);
  const words = hasTypicalDuration(usual) ? usualWords(usual, metric, step.durationMs) : null;
  const depth = step.parent === null ? 'outer' : 'inner';

  return html`<li class="run-row step ${depth} is-${step.outcome}">
    <span class="row-name">
      ${step.outcome !== 'passed' && outcomeBadge(step.outcome)} ${name(step.name)}
    </span>
    <span class="row-took">${formatDuration(step.durationMs)}</span>
    ${stepBar(step, usualOf(usual, metric), axis)}
    <span class="row-more"
      >${words !== null && html`typical: ${words}`} ${stepVitals(step.vitals)}</span
    >
  </li>`;
}

/** Without enough data for the whole run, its head says so and steps do not repeat it. */
function hasTypicalDuration(usual: RunPage['usual']): boolean {
  return usual.some(({ p50 }) => p50.kind === 'quantile');
}

function stepBar(step: StepRecord, usual: Usual | null, axis: RunAxis): Html {
  const { x, width } = axisSpan(axis, step.startMs, step.startMs + step.durationMs);

  return html`<svg class="row-bar" aria-hidden="true">
    <rect class="step-bar" x="${x}" y="4" width="${width}" height="9" />
    ${usual !== null && usualMark(step, usual, axis)}
  </svg>`;
}

/** Marks p50 to p95 of the step's duration, from the step's start. */
function usualMark({ startMs }: StepRecord, { p50, p95 }: Usual, axis: RunAxis): Html | null {
  if (p50.kind === 'insufficient-data' || p95.kind === 'insufficient-data') return null;
  const { x, width } = axisSpan(axis, startMs + p50.value, startMs + p95.value);

  return html`<rect class="typical-bar" x="${x}" y="15" width="${width}" height="3" />`;
}

function stepVitals(vitals: StepVitals | undefined): Html | null {
  if (vitals === undefined) return null;
  const values = [
    ['inp', vitals.inpMs],
    ['cls', vitals.cls],
    ['tbt', vitals.tbtMs],
  ] as const;
  const known = values.flatMap(([vital, value]) =>
    value === undefined ? [] : [{ vital, value, rating: rateVital(vital, value) }],
  );

  return html`${known.map(
    ({ vital, value, rating }) =>
      html`<span class="step-vital"
        >${vital.toUpperCase()} ${formatVital(vital, value)}
        ${rating !== 'good' && ratingBadge(rating)}</span
      >`,
  )}`;
}

function omittedWords({ omitted }: RunRecord): Html | null {
  const left = omitted.steps ?? 0;

  return left === 0
    ? null
    : html`<p class="small">${formatCount(left, 'more step')} not stored in this record.</p>`;
}

/** p50 and p95 of a metric over the 7 days before the run. */
export type Usual = RunPage['usual'][number];

/** The entry of a metric; null: there is none, as for steps beyond the limit of stored metrics. */
export function usualOf(usual: RunPage['usual'], metric: string): Usual | null {
  return usual.find((each) => each.metric === metric) ?? null;
}

/**
 * Typical range of a metric over the 7 days before, with a badge if this run was significantly
 * slower: above the upper end of p95's confidence interval.
 */
export function usualWords(usual: RunPage['usual'], metric: string, tookMs: number): Html | null {
  const known = usualOf(usual, metric);
  if (known === null) return null;
  const slower = isSlower(known, tookMs);

  return html`${rangeWords(known)}
  ${slower && badge({ tone: 'warn', icon: 'over', word: 'slower than usual' })}`;
}

/** Whether a value lies above the whole confidence interval of p95. */
export function isSlower({ p95 }: Usual, tookMs: number): boolean {
  // Null or infinite: the interval has no known upper end.
  return (
    p95.kind === 'quantile' && p95.high !== null && Number.isFinite(p95.high) && tookMs > p95.high
  );
}

function rangeWords({ p50, p95 }: Usual): Html {
  if (p50.kind === 'insufficient-data') {
    return html`<span class="refusal">not known: ${describeShortage(p50.shortage)}</span>`;
  }
  const n = formatCount(p50.n, 'value');
  if (p95.kind === 'insufficient-data') {
    return html`${withTip(html`${quantileText(p50, 'ms')} median`, html`p50 ${quantileWords(p50, 'ms')}`)}
      <span class="small">of ${n} in 7 days; ${describeShortage(p95.shortage)}</span>`;
  }
  const words = bothWords(p50, p95);

  return html`${withTip(words, tipWords(p50, p95))}
    <span class="small">p50 to p95 of ${n} in 7 days</span>`;
}

function bothWords(p50: QuantileEstimate, p95: QuantileEstimate): string {
  return p50.bound === 'exact' && p95.bound === 'exact'
    ? formatMetricInterval(p50.value, p95.value, 'ms')
    : `${quantileText(p50, 'ms')} to ${quantileText(p95, 'ms')}`;
}

function tipWords(p50: QuantileEstimate, p95: QuantileEstimate): string {
  return `p50 ${quantileText(p50, 'ms')} (${quantileWords(p50, 'ms')}); p95 ${quantileText(p95, 'ms')} (${quantileWords(p95, 'ms')}); of the seven days before this run`;
}
