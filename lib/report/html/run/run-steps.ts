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
import { formatEstimate, describeEstimate, withTip } from '../parts/estimates.ts';
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
      ${omittedSteps(record)}
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
  const words = hasTypicalDuration(usual) ? typicalRange(usual, metric, step.durationMs) : null;
  const depth = step.parent === null ? 'outer' : 'inner';

  return html`<li class="run-row step ${depth} is-${step.outcome}">
    <span class="row-name">
      ${step.outcome !== 'passed' && outcomeBadge(step.outcome)} ${name(step.name)}
    </span>
    <span class="row-took">${formatDuration(step.durationMs)}</span>
    ${stepBar(step, typicalOf(usual, metric), axis)}
    <span class="row-more"
      >${words !== null && html`typical: ${words}`} ${stepVitals(step.vitals)}</span
    >
  </li>`;
}

/** Without enough data for the whole run, its head says so and steps do not repeat it. */
function hasTypicalDuration(usual: RunPage['usual']): boolean {
  return usual.some(({ p50 }) => p50.kind === 'quantile');
}

function stepBar(step: StepRecord, usual: Typical | null, axis: RunAxis): Html {
  const { x, width } = axisSpan(axis, step.startMs, step.startMs + step.durationMs);

  return html`<svg class="row-bar" aria-hidden="true">
    <rect class="step-bar" x="${x}" y="4" width="${width}" height="9" />
    ${usual !== null && typicalMark(step, usual, axis)}
  </svg>`;
}

/** Marks p50 to p95 of the step's duration, from the step's start. */
function typicalMark({ startMs }: StepRecord, { p50, p95 }: Typical, axis: RunAxis): Html | null {
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

function omittedSteps({ omitted }: RunRecord): Html | null {
  const left = omitted.steps ?? 0;

  return left === 0
    ? null
    : html`<p class="small">${formatCount(left, 'more step')} not stored in this record.</p>`;
}

/** p50 and p95 of a metric over the 7 days before the run. */
type Typical = RunPage['usual'][number];

/** The entry of a metric; null: there is none, as for steps beyond the limit of stored metrics. */
function typicalOf(usual: RunPage['usual'], metric: string): Typical | null {
  return usual.find((each) => each.metric === metric) ?? null;
}

/**
 * Typical range of a metric over the 7 days before, with a badge if this run was significantly
 * slower: above the upper end of p95's confidence interval.
 */
export function typicalRange(usual: RunPage['usual'], metric: string, tookMs: number): Html | null {
  const known = typicalOf(usual, metric);
  if (known === null) return null;
  const slower = isSlowerThanTypical(known, tookMs);

  return html`${describeTypical(known)}
  ${slower && badge({ tone: 'warn', icon: 'over', word: 'slower than usual' })}`;
}

/** Whether a value is above the whole confidence interval of p95. */
function isSlowerThanTypical({ p95 }: Typical, tookMs: number): boolean {
  // Null or infinite: the interval has no known upper end.
  return (
    p95.kind === 'quantile' && p95.high !== null && Number.isFinite(p95.high) && tookMs > p95.high
  );
}

function describeTypical({ p50, p95 }: Typical): Html {
  if (p50.kind === 'insufficient-data') {
    return html`<span class="shortage">not enough data: ${describeShortage(p50.shortage)}</span>`;
  }
  const n = formatCount(p50.n, 'value');
  if (p95.kind === 'insufficient-data') {
    return html`${withTip(html`${formatEstimate(p50, 'ms')} median`, html`p50 ${describeEstimate(p50, 'ms')}`)}
      <span class="small">of ${n} in 7 days; ${describeShortage(p95.shortage)}</span>`;
  }
  const words = formatTypical(p50, p95);

  return html`${withTip(words, typicalTip(p50, p95))}
    <span class="small">p50 to p95 of ${n} in 7 days</span>`;
}

function formatTypical(p50: QuantileEstimate, p95: QuantileEstimate): string {
  return p50.bound === 'exact' && p95.bound === 'exact'
    ? formatMetricInterval(p50.value, p95.value, 'ms')
    : `${formatEstimate(p50, 'ms')} to ${formatEstimate(p95, 'ms')}`;
}

function typicalTip(p50: QuantileEstimate, p95: QuantileEstimate): string {
  return `p50 ${formatEstimate(p50, 'ms')} (${describeEstimate(p50, 'ms')}); p95 ${formatEstimate(p95, 'ms')} (${describeEstimate(p95, 'ms')}); the 7 days before this run`;
}
