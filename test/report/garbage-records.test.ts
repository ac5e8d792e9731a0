import { describe, expect, it, jest } from '@jest/globals';
import * as fc from 'fast-check';
import { hdrHistograms } from '../../lib/adapters/histogram/hdr-histogram.ts';
import { prometheusRegistry } from '../../lib/adapters/prometheus/prometheus-registry.ts';
import { compareRuns } from '../../lib/core/compare/compare-runs.ts';
import { gateOf } from '../../lib/core/compare/gate.ts';
import { pairRecords } from '../../lib/core/compare/pair-records.ts';
import { readCompare } from '../../lib/core/dashboard/compare/read-compare.ts';
import { digestOf } from '../../lib/core/dashboard/history/run-digest.ts';
import { readOverview } from '../../lib/core/dashboard/overview/read-overview.ts';
import { readRun } from '../../lib/core/dashboard/run/read-run.ts';
import { newestObservations, observationsOf } from '../../lib/core/exposition/observations.ts';
import type { RunRecord } from '../../lib/core/record/run-record.ts';
import { countOutcomes, summariseDurations } from '../../lib/core/record/series-summary.ts';
import { fitRecord } from '../../lib/core/store/fit-record.ts';
import { renderGithubAnnotations } from '../../lib/report/ci/github-annotations.ts';
import { renderJunit } from '../../lib/report/ci/junit.ts';
import { compareView } from '../../lib/report/html/compare/compare-page.ts';
import { journeyView } from '../../lib/report/html/journey/journey-page.ts';
import { overviewView } from '../../lib/report/html/overview/overview-page.ts';
import { reportView } from '../../lib/report/html/report-view.ts';
import { runView } from '../../lib/report/html/run/run-page.ts';
import { renderBoard } from '../../lib/report/terminal/board/live-board.ts';
import { renderFailure } from '../../lib/report/terminal/run/failure-block.ts';
import { renderHistory, renderSeries } from '../../lib/report/terminal/run/run-history.ts';
import { renderRunLine } from '../../lib/report/terminal/run/run-line.ts';
import { renderRun } from '../../lib/report/terminal/run/run-tree.ts';
import { renderSummary } from '../../lib/report/terminal/run/summary.ts';
import { renderComparison } from '../../lib/report/terminal/trends/comparison.ts';
import { ansiPaint } from '../../lib/report/terminal/text/paint.ts';
import { garbageRunRecord, recordedRun } from '../support/garbage-run-record.ts';
import { NOW_MS, pageOf, portsWith, projectOf } from '../support/journey-pages.ts';
import { PAGE_CONTEXT, runPage } from '../support/run-page-parts.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../lib/core/base/time.ts';

/** Cases of each test; the variable raises them. */
const CASES = Number(process.env['WAYWISER_GARBAGE_CASES'] ?? 200);
/** Pages read stores and make histograms, so they take longer. */
const PAGE_CASES = Math.ceil(CASES / 5);

/** Only where the variable raises the cases. */
jest.setTimeout(30_000 + CASES * 200);

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

function seriesOf(record: RunRecord): Parameters<typeof renderSeries>[0][number] {
  const { journey, region, flaky } = record;
  const counts = countOutcomes([record]);
  const duration = summariseDurations([record]);

  return { journey, region, last: record, counts, flaky: Number(flaky), duration };
}

function boardOf(record: RunRecord): Parameters<typeof renderBoard>[0] {
  const { journey: name, kind, region, scheduledAt, outcome, durationMs } = record;
  const row = {
    name,
    kind,
    region,
    state: 'waiting',
    nextSlotAt: scheduledAt,
    last: record,
    recent: [{ outcome, durationMs }],
    counts: countOutcomes([record]),
  } as const;
  const where = { store: '', evidence: '' };

  return { nowMs: NOW_MS, stage: 'dev', target: null, journeys: [row], where, events: [record] };
}

/** The comparison of two records with one another, and with themselves. */
function renderCompared(both: readonly [RunRecord, RunRecord]): readonly string[] {
  const [a, b] = both.map((record) => Array.from({ length: 8 }, () => record));
  const series = compareRuns(pairRecords({ a: a ?? [], b: b ?? [] }), {
    metric: null,
    allowance: 0,
    histograms: hdrHistograms(),
  });
  const sides = { a: 'a', b: 'b' };
  const ranges = { a: null, b: null };

  return renderComparison({ sides, ranges, allowance: 0, series, gate: gateOf(series) }, SCREEN);
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
  renderSeries([seriesOf(record)], SCREEN);
  renderBoard(boardOf(record), { ...SCREEN, rows: 24 });
  runView(runPage(record), PAGE_CONTEXT);
  runView(runPage(fitRecord(record)), PAGE_CONTEXT);
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
        digestOf(record, ['duration', 'lcp', 'step:pay']);
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

  it('comparisons show them', () => {
    fc.assert(
      fc.property(fc.tuple(records, records), (both) => {
        expect(renderCompared(both)).not.toHaveLength(0);
      }),
      { numRuns: PAGE_CASES },
    );
  });

  it('the pages of a stage, a journey, a run and two runs, and the report show them', async () => {
    await fc.assert(
      fc.asyncProperty(records, async (record) => {
        const ports = await portsWith([record], { histograms: hdrHistograms() });
        const { runId } = record;

        const page = await pageOf(ports);
        const run = await readRun({ journey: JOURNEY, region: REGION, runId }, projectOf(), ports);
        const range = { fromMs: NOW_MS - DAY_MS, toMs: NOW_MS };
        const overview = await readOverview(range, projectOf(), ports);
        const side = { kind: 'run', runId } as const;
        const compared = await readCompare(
          { journey: JOURNEY, sides: { a: { kind: 'range', range }, b: side } },
          projectOf(),
          ports,
        );

        expect(overviewView(overview, PAGE_CONTEXT).body.markup).toContain(JOURNEY);
        expect(reportView({ overview, journeys: [page], costs: null }).body.markup).toContain('<');
        expect(compared === null ? '<' : compareView(compared, PAGE_CONTEXT).body.markup).toContain(
          '<',
        );
        expect(journeyView(page, PAGE_CONTEXT).body.markup).toContain('<');
        expect(run?.record).toEqual(record);
      }),
      { numRuns: PAGE_CASES },
    );
  });
});
