import type { RunPage } from '../../../core/dashboard/run/run-page.ts';
import { cleanText } from '../../format/terminal-text.ts';
import { html, type Html, type HtmlValue } from '../parts/html.ts';
import type { PageContext, HtmlPage } from '../parts/html-page.ts';
import { runAxis } from './run-axis.ts';
import { runEvidencePart, runTextsPart } from './run-evidence.ts';
import { runAttemptsPart, runErrorPart, runHead } from './run-head.ts';
import { instrumentNotice, runInstrumentPart, runVitalsPart } from './run-readings.ts';
import { runRefusedPart } from './run-refused.ts';
import { runStepsPart } from './run-steps.ts';
import { runRequestsPart } from './run-waterfall.ts';
import type { BudgetPlan } from '../../../core/journey/plan.ts';
import { timingValues } from '../../../core/record/timing-values.ts';
import { unitOfMetric } from '../../../core/rollup/metric.ts';
import { badge } from '../parts/badges.ts';
import { dataTable } from '../parts/tables.ts';
import { name, part } from '../parts/texts.ts';
import { formatInstant } from '../../format/instant.ts';
import { formatLimit, formatMetric } from '../../format/metric.ts';

/** One run: outcome and cause, steps, requests, vitals, budgets, evidence, console and instrument. */
export function runView(page: RunPage, context: PageContext): HtmlPage {
  const { record } = page;
  const axis = runAxis(record);
  const title = `${cleanText(record.journey)} in ${cleanText(record.region)}, ${formatInstant(record.scheduledAt ?? record.startedAt)}`;

  return {
    title,
    body: html`<article class="run-page">
      ${runHead(page, context)} ${record.attempts > 0 && instrumentNotice(record.instrument)}
      ${runErrorPart(record, context)} ${runStepsPart(page, axis, context)}
      ${runRequestsPart(record, axis, context)} ${runVitalsPart(record, context)}
      ${runBudgetsPart(page, context)} ${runAttemptsPart(record, context)}
      ${runRefusedPart(record, context)} ${runEvidencePart(page, context)}
      ${runTextsPart(record, context)} ${record.attempts > 0 && runInstrumentPart(record, context)}
    </article>`,
  };
}

/** The journey's budgets next to this run's values; null: it has none. */
export function runBudgetsPart(page: RunPage, context: PageContext): Html | null {
  if (page.budgets.length === 0) return null;

  return part(
    'Budgets',
    html`${dataTable({
        caption: 'Budgets of the journey and values of this run',
        columns: [
          { title: 'Budget' },
          { title: 'Limit', align: 'end' },
          { title: 'This run', align: 'end' },
          { title: 'Result' },
        ],
        rows: page.budgets.map((budget) => budgetRow(budget, page)),
      })}
      <p class="small">
        A budget limits a percentile of many runs: a single run neither meets nor exceeds it.
      </p>`,
    `${context.idPrefix}budgets`,
  );
}

function budgetRow(budget: BudgetPlan, { record }: RunPage): readonly HtmlValue[] {
  const unit = unitOfMetric(budget.metric);
  // Of several requests or steps of the same name, the slowest.
  const worst = timingValues(budget.metric, record).reduce<number | null>(
    (most, value) => Math.max(most ?? value, value),
    null,
  );

  return [
    html`${budget.statistic} of ${name(budget.metric)}`,
    formatLimit(budget.max, unit),
    worst === null ? html`<span class="shortage">not measured</span>` : formatMetric(worst, unit),
    worst === null ? null : limitBadge(worst > budget.max),
  ];
}

function limitBadge(isAbove: boolean): Html {
  return isAbove
    ? badge({ tone: 'warn', icon: 'over', word: 'above the limit' })
    : badge({ tone: 'calm', icon: 'passed', word: 'below the limit' });
}
