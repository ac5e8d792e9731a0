import * as fc from 'fast-check';
import { hdrHistograms } from '../../lib/adapters/histogram/hdr-histogram.ts';
import { prometheusRegistry } from '../../lib/adapters/prometheus/prometheus-registry.ts';
import { readRun } from '../../lib/core/dashboard/run/read-run.ts';
import { newestObservations, observationsOf } from '../../lib/core/exposition/observations.ts';
import type { RunRecord } from '../../lib/core/record/run-record.ts';
import { renderGithubAnnotations } from '../../lib/report/ci/github-annotations.ts';
import { renderJunit } from '../../lib/report/ci/junit.ts';
import { journeyView } from '../../lib/report/html/journey/journey-page.ts';
import { runView } from '../../lib/report/html/run/run-page.ts';
import { renderFailure } from '../../lib/report/terminal/run/failure-block.ts';
import { renderHistory } from '../../lib/report/terminal/run/run-history.ts';
import { renderRunLine } from '../../lib/report/terminal/run/run-line.ts';
import { renderRun } from '../../lib/report/terminal/run/run-tree.ts';
import { renderSummary } from '../../lib/report/terminal/run/summary.ts';
import { ansiPaint } from '../../lib/report/terminal/text/paint.ts';
import { garbageRunRecord, recordedRun } from '../support/garbage-run-record.ts';
import { NOW_MS, pageOf, portsWith, projectOf } from '../support/journey-pages.ts';
import { PAGE_CONTEXT, runPage } from '../support/run-page-parts.ts';
import { HOUR_MS, MINUTE_MS } from '../../lib/core/base/time.ts';

/** Cases of each test; the variable raises them. */
const CASES = Number(process.env['WAYWISER_GARBAGE_CASES'] ?? 200);
/** Pages read stores and make histograms, so they take longer. */
const PAGE_CASES = Math.ceil(CASES / 5);

const SCREEN = { paint: ansiPaint, columns: 80, verbose: true, source: ['a', 'b'] };
const NARROW = { ...SCREEN, columns: 1, ascii: true };
const JOURNEY = 'checkout';
const REGION = 'eu-west-1';

/** A slot that is rolled up, one that is not yet, or none. */
const SLOTS = [NOW_MS - 5 * MINUTE_MS, NOW_MS - 2 * HOUR_MS, null];
const records = fc
  .oneof(...SLOTS.map((slotMs) => garbageRunRecord(JOURNEY, REGION, slotMs)))
  .map(recordedRun)
  .filter((record) => record !== null);

/** XML as a reader without an opinion takes it: tags nest, references are known, characters legal. */
function xmlProblem(xml: string): string | null {
  if (/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u.test(xml))
    return 'character';
  if (/&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/iu.test(xml)) return 'reference';
  const open: string[] = [];
  const rest = xml
    .replace(/^<\?xml [^?]*\?>/u, '')
    .replaceAll(/<(\/?)([a-z]+)((?: [a-z]+="[^"<]*")*)(\/?)>/giu, (_tag, ...parts: string[]) => {
      const [closing, name = '', , empty] = parts;
      if (closing === '/' && open.pop() !== name) open.push('wrong end');
      if (closing === '' && empty === '') open.push(name);

      return '';
    });

  return open.length > 0 || rest.includes('<') ? `tags: ${open.join(', ')}` : null;
}

/** Every renderer that shows a record alone. */
function renderAll(record: RunRecord): void {
  renderRun(record, SCREEN);
  renderRun(record, NARROW);
  renderRunLine(record, SCREEN);
  renderFailure(record, SCREEN);
  renderFailure(record, NARROW);
  renderSummary([record, record], { ...SCREEN, durationMs: record.durationMs });
  renderHistory([record, record], SCREEN);
  runView(runPage(record), PAGE_CONTEXT);
  const xml = xmlProblem(renderJunit([record]));
  const annotations = renderGithubAnnotations([record]);

  expect(xml).toBeNull();
  expect(annotations).toMatch(/^(::(error|warning) [^\r\n]*)?$/u);
}

describe('records of any content that the recorder accepts', () => {
  it('terminal, JUnit, annotations, the page of a run and metrics show them', async () => {
    const registry = prometheusRegistry();
    fc.assert(
      fc.property(records, (record) => {
        renderAll(record);
        registry.add(observationsOf(record), record.runId);
        registry.add(newestObservations(record), record.runId);
      }),
      { numRuns: CASES },
    );

    const { text } = await registry.write();

    expect(text.split('\n').filter((line) => !/^(#|[a-z_]+(\{.*\})? \S+|$)/u.test(line))).toEqual(
      [],
    );
  });

  it('the pages of a journey and of a run show them', async () => {
    await fc.assert(
      fc.asyncProperty(records, async (record) => {
        const ports = await portsWith([record], { histograms: hdrHistograms() });
        const { runId } = record;

        const page = await pageOf(ports);
        const run = await readRun({ journey: JOURNEY, region: REGION, runId }, projectOf(), ports);

        expect(journeyView(page, PAGE_CONTEXT).body.markup).toContain('<');
        expect(run?.record).toEqual(record);
      }),
      { numRuns: PAGE_CASES },
    );
  });
});
