import { prometheusRegistry } from '../../../lib/adapters/prometheus/prometheus-registry.ts';
import { inertJson } from '../../../lib/core/base/inert-json.ts';
import { newestObservations } from '../../../lib/core/exposition/observations.ts';
import type { AttemptResult } from '../../../lib/core/journey/attempt.ts';
import type { RunRecord } from '../../../lib/core/record/run-record.ts';
import { factsOf } from '../../../lib/core/rollup/facts.ts';
import { metricValuesOf } from '../../../lib/core/rollup/metric-values.ts';
import { fitRecord } from '../../../lib/core/store/fit-record.ts';
import { renderGithubAnnotations } from '../../../lib/report/ci/github-annotations.ts';
import { renderJunit } from '../../../lib/report/ci/junit.ts';
import { runView } from '../../../lib/report/html/run/run-page.ts';
import { renderFailure } from '../../../lib/report/terminal/run/failure-block.ts';
import { renderHistory } from '../../../lib/report/terminal/run/run-history.ts';
import { renderRunLine } from '../../../lib/report/terminal/run/run-line.ts';
import { renderRun } from '../../../lib/report/terminal/run/run-tree.ts';
import { renderSummary } from '../../../lib/report/terminal/run/summary.ts';
import { ansiPaint } from '../../../lib/report/terminal/text/paint.ts';
import { fullAttemptResult } from '../../support/full-attempt-result.ts';
import { runRecord } from '../../support/run-records.ts';
import { PAGE_CONTEXT, runPage } from '../../support/run-page-parts.ts';

const SCREEN = { paint: ansiPaint, columns: 200, verbose: true, source: ['a', 'b'] };

/** A result in which every text that a journey, a page or a server writes is one of some texts. */
export function resultOf(texts: readonly string[]): AttemptResult {
  const full = fullAttemptResult();
  const [step] = full.steps;
  const [request] = full.requests;
  const [text = ''] = texts;
  if (step === undefined || request === undefined) throw new Error('Expected full lists');

  return {
    ...full,
    outcome: 'failed',
    cause: 'target.assertion',
    error: { message: texts.join('\n'), step: text, file: 'a.journey.ts', line: 1, column: 1 },
    steps: texts.map((name, index) => ({ ...step, name, parent: null, startMs: index })),
    requests: texts.map((each, index) => ({
      ...request,
      url: `https://shop.example/?q=${each}`,
      server: each,
      step: each,
      error: each,
      startMs: index,
    })),
    vitals: {
      lcp: { value: 900, attribution: { element: text, url: texts.at(-1) ?? '' } },
      navigations: texts.map((url) => ({ url, step: text, startMs: 1, vitals: {} })),
    },
    console: texts.map((each) => ({ level: 'error', text: each, atMs: 1, source: each })),
    pageErrors: texts,
    log: texts.map((each) => ({ level: 'info', text: each, atMs: 1, source: 'journey' })),
  };
}

/** What leaves the platform of a result, by the way on which it leaves. */
export async function sinksOf(result: AttemptResult): Promise<Readonly<Record<string, string>>> {
  const record: RunRecord = runRecord({ ...result, attempts: 1, kind: 'browser' });
  const registry = prometheusRegistry();
  registry.add(newestObservations(record), record.runId);
  const stored = fitRecord(record);

  return {
    // Queue messages hold it gzipped.
    record: JSON.stringify(record),
    '--json': inertJson(JSON.stringify(record)),
    stored: JSON.stringify(stored),
    JUnit: renderJunit([record]),
    annotations: renderGithubAnnotations([record]),
    terminal: renderRun(record, SCREEN),
    failure: renderFailure(record, SCREEN).join('\n'),
    line: renderRunLine(record, SCREEN),
    summary: renderSummary([record], { ...SCREEN, durationMs: 1 }),
    history: renderHistory([record], SCREEN).join('\n'),
    page: runView(runPage(record), PAGE_CONTEXT).body.markup,
    metrics: (await registry.write()).text,
    'metric values': JSON.stringify([factsOf(record), metricValuesOf(record, ['duration'])]),
  };
}
