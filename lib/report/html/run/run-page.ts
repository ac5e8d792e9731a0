import type { RunPage } from '../../../core/dashboard/run/run-page.ts';
import { cleanText } from '../../format/terminal-text.ts';
import { formatInstant } from '../../format/format.ts';
import { html } from '../parts/html.ts';
import type { PageContext, PageView } from '../parts/page-view.ts';
import { runAxis } from './run-axis.ts';
import { runBudgetsPart } from './run-budgets.ts';
import { runEvidencePart } from './run-evidence.ts';
import { runAttemptsPart, runErrorPart, runHead } from './run-head.ts';
import { instrumentNotice, runInstrumentPart, runVitalsPart } from './run-readings.ts';
import { runStepsPart } from './run-steps.ts';
import { runTextsPart } from './run-texts.ts';
import { runRequestsPart } from './run-waterfall.ts';

/** Draws a run: how it ended and why, where its time went, what was seen meanwhile. */
export function runView(page: RunPage, context: PageContext): PageView {
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
      ${runEvidencePart(page, context)} ${runTextsPart(record, context)}
      ${record.attempts > 0 && runInstrumentPart(record, context)}
    </article>`,
  };
}
