import type { RunPage } from '../../../core/dashboard/run/run-page.ts';
import type { RunRecord, StepRecord, StepVitals } from '../../../core/record/run-record.ts';
import { stepMetric } from '../../../core/rollup/metric.ts';
import { formatCount, formatDuration, formatVital } from '../../format/format.ts';
import { rateVital } from '../../format/vital-rating.ts';
import { outcomeBadge, ratingBadge } from '../parts/badges.ts';
import { type Html, html } from '../parts/html.ts';
import type { PageContext } from '../parts/page-view.ts';
import { axisLabels, placed, type RunAxis } from './run-axis.ts';
import { type Usual, usualOf, usualWords } from './run-usual.ts';
import { name, part } from '../parts/texts.ts';

/** Steps of a page: more are folded away. */
const SHOWN = 60;

/** The steps of a run over its time, and beside each what is usual. */
export function runStepsPart(page: RunPage, axis: RunAxis, context: PageContext): Html | null {
  const { record } = page;
  const steps = record.steps.toSorted((one, other) => one.startMs - other.startMs);
  if (steps.length === 0) return null;
  const [shown, more] = [steps.slice(0, SHOWN), steps.slice(SHOWN)];

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
    <span class="key key-step"></span> this run <span class="key key-usual"></span> usual: from p50
    to p95 of the seven days before
  </p>`;
}

function stepList(steps: readonly StepRecord[], page: RunPage, axis: RunAxis): Html {
  return html`<ol class="run-steps">
    ${steps.map((step) => stepItem(step, page, axis))}
  </ol>`;
}

function stepItem(step: StepRecord, { usual }: RunPage, axis: RunAxis): Html {
  const metric = stepMetric(step.name);
  const words = isKnownAtAll(usual) ? usualWords(usual, metric, step.durationMs) : null;
  const depth = step.parent === null ? 'outer' : 'inner';

  return html`<li class="run-row step ${depth} is-${step.outcome}">
    <span class="row-name">
      ${step.outcome !== 'passed' && outcomeBadge(step.outcome)} ${name(step.name)}
    </span>
    <span class="row-took">${formatDuration(step.durationMs)}</span>
    ${stepBar(step, usualOf(usual, metric), axis)}
    <span class="row-more"
      >${words !== null && html`usual: ${words}`} ${stepVitals(step.vitals)}</span
    >
  </li>`;
}

/** Where nobody knows how long the whole usually takes, its head says so, and each step need not. */
function isKnownAtAll(usual: RunPage['usual']): boolean {
  return usual.some(({ p50 }) => p50.kind === 'quantile');
}

function stepBar(step: StepRecord, usual: Usual | null, axis: RunAxis): Html {
  const { x, width } = placed(axis, step.startMs, step.startMs + step.durationMs);

  return html`<svg class="row-bar" aria-hidden="true">
    <rect class="step-bar" x="${x}" y="4" width="${width}" height="9" />
    ${usual !== null && usualMark(step, usual, axis)}
  </svg>`;
}

/** Where the step usually ends: half of the runs before, and nearly all. */
function usualMark({ startMs }: StepRecord, { p50, p95 }: Usual, axis: RunAxis): Html | null {
  if (p50.kind === 'refused' || p95.kind === 'refused') return null;
  const { x, width } = placed(axis, startMs + p50.value, startMs + p95.value);

  return html`<rect class="usual-bar" x="${x}" y="15" width="${width}" height="3" />`;
}

function stepVitals(vitals: StepVitals | undefined): Html | null {
  if (vitals === undefined) return null;
  const values = [
    ['inp', vitals.inpMs],
    ['cls', vitals.cls],
    ['tbt', vitals.tbtMs],
  ] as const;
  const told = values.flatMap(([vital, value]) =>
    value === undefined ? [] : [{ vital, value, rating: rateVital(vital, value) }],
  );

  return html`${told.map(
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
    : html`<p class="small">${formatCount(left, 'more step')} not kept in this record.</p>`;
}
