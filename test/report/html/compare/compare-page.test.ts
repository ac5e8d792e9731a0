import { readCompare } from '../../../../lib/core/dashboard/compare/read-compare.ts';
import type {
  ComparedSide,
  ComparePage,
} from '../../../../lib/core/dashboard/compare/compare-page.ts';
import type { RunRecord } from '../../../../lib/core/record/run-record.ts';
import { normal, seededRandom } from '../../../../lib/core/stats/seeded.ts';
import { compareView } from '../../../../lib/report/html/compare/compare-page.ts';
import { memoryRunStore } from '../../../fakes/memory-run-store.ts';
import { dashboardPorts, dashboardProject } from '../../../support/dashboard-parts.ts';
import { requestPhases, requestRecord, stepRecord } from '../../../support/record-parts.ts';
import { PAGE_CONTEXT, textOf } from '../../../support/run-page-parts.ts';
import { runRecord } from '../../../support/run-records.ts';
import { DAY_MS } from '../../../../lib/core/base/time.ts';
import { describeCompareProblem } from '../../../../lib/report/format/describe-compare-problem.ts';

const NASTY = '"><script>alert(1)</script>';
const NOON_MS = Date.UTC(2026, 10, 23, 12);

function daysAgo(from: number, to: number): ComparedSide {
  return { kind: 'range', range: { fromMs: NOON_MS - from * DAY_MS, toMs: NOON_MS - to * DAY_MS } };
}

/** A run of a step with a hostile name, whose request waits so long. */
function paying(atMs: number, waitMs: number): RunRecord {
  const phases = requestPhases({ dnsMs: 2.113, sendMs: 1, waitMs, receiveMs: 3.7 });
  const totalMs = 6.813 + waitMs;

  return runRecord({
    journey: NASTY,
    scheduledAt: new Date(atMs).toISOString(),
    durationMs: totalMs + 4,
    steps: [stepRecord({ name: NASTY, startMs: 1, durationMs: totalMs + 2 })],
    requests: [requestRecord({ step: NASTY, startMs: 2, phases, totalMs })],
  });
}

/** Two days of 50 runs; those of the second wait 20 ms longer. */
function runs(): readonly RunRecord[] {
  const random = seededRandom(7);

  return Array.from({ length: 100 }, (_, index) => {
    const waitMs = (index < 50 ? 100 : 120) * (1 + 0.05 * normal(random));
    return paying(NOON_MS - 2 * DAY_MS + index * 1_728_000, Math.round(waitMs * 1000) / 1000);
  });
}

async function pageOf(a: ComparedSide, b: ComparedSide, records = runs()): Promise<ComparePage> {
  const store = memoryRunStore();
  for (const record of records) await store.putRun(record);
  const request = { journey: NASTY, sides: { a, b } };
  const page = await readCompare(request, dashboardProject(), dashboardPorts({ store }));
  if (page === null) throw new Error('there is such a journey');

  return page;
}

function markupOf(page: ComparePage): string {
  return compareView(page, PAGE_CONTEXT).body.markup;
}

describe('compareView()', () => {
  it('compareView() shows the conclusion, both ranges and the distributions', async () => {
    const page = await pageOf(daysAgo(2, 1), daysAgo(1, 0));

    const text = textOf(markupOf(page));
    const markup = markupOf(page);
    expect(text).toContain('2026-11-21 12:00 UTC to 2026-11-22 12:00 UTC');
    expect(text).toContain('Regression in 2 metrics');
    expect(text).toContain('A 50 runs compared');
    expect(text).toMatch(
      /worse duration B is slower than A by \d\d\.\d ms \(95% CI: .* p < 0\.0001, q < 0\.0001, n = 50 and 50\./,
    );
    expect(
      [...markup.matchAll(/<path class="dots many" d="([^"]*)"/g)].map(
        ([, d]) => d?.match(/M/g)?.length,
      ),
    ).toEqual([50, 50, 50, 50]);
  });

  it('compareView() breaks the difference down into parts that add up as printed', async () => {
    const page = await pageOf(daysAgo(2, 1), daysAgo(1, 0));

    const markup = markupOf(page);
    const table = markup.slice(markup.indexOf('<div class="terms">'));
    const rows = [
      ...table.slice(0, table.indexOf('</table>')).matchAll(/<tr role="row">(.*?)<\/tr>/gs),
    ]
      .map(([, row = '']) => /([+-]?\d+\.\d) ms/.exec(textOf(row))?.[1])
      .filter((amount) => amount !== undefined)
      .map((amount) => Math.round(Number(amount) * 10));
    const together = rows.pop();
    expect(rows.length).toBeGreaterThanOrEqual(2);
    expect(rows.reduce((sum, each) => sum + each, 0)).toBe(together);
    expect(together).toBe(
      Math.round((page.series[0]?.explanation?.decomposition?.changeMs ?? 0) * 10),
    );
  });

  it('compareView() lists the metrics of two single runs without any conclusion', async () => {
    const [a, b] = [paying(NOON_MS - 9000_000, 100), paying(NOON_MS - 5000_000, 145.5)];
    const page = await pageOf({ kind: 'run', runId: a.runId }, { kind: 'run', runId: b.runId }, [
      a,
      b,
    ]);

    const markup = markupOf(page);
    const text = textOf(markup);
    expect(text).toContain('duration 111 ms 156 ms +45.5 ms');
    expect(text).toContain('One run on each side: the difference may be chance');
    expect(text).toContain('total +45.5 ms');
    expect(text).not.toMatch(/slower than A|Inconclusive/);
    expect(markup).toContain(`href="/run?${encodeURIComponent(a.runId)}"`);
  });

  it("compareView() gives the rank of a single run among the other side's runs", async () => {
    const run = paying(NOON_MS - 1000, 110);
    const page = await pageOf(daysAgo(2, 1), { kind: 'run', runId: run.runId }, [...runs(), run]);

    const text = textOf(markupOf(page));

    const below = page.series[0]?.metrics[0]?.values.a.filter((each) => each < 120.813).length;
    expect(text).toContain(`B is 121 ms, higher than ${below} of A's 50 runs.`);
    expect(text).not.toContain('Not enough');
  });

  it('compareView() lists all problems of a comparison', async () => {
    const page = await pageOf(daysAgo(60, 50), daysAgo(1, 0));

    const text = textOf(markupOf(page));

    expect(text).toContain('Inconclusive A has no passed run');
    expect(page.problems).toHaveLength(2);
    for (const problem of page.problems) expect(text).toContain(describeCompareProblem(problem));
  });

  it('compareView() links to the percentiles of a range, and to other comparisons', async () => {
    const markup = markupOf(await pageOf(daysAgo(2, 1), daysAgo(1, 0)));

    expect(markup).toContain(
      `<a class="small" href="/journey?${encodeURIComponent(NASTY)}&amp;undefined"`,
    );
    expect(markup).toMatch(/<form[^>]* method="get" action="\/compare"/);
    expect(markup).toContain('name="a-from" value="2026-11-21T12:00"');
    expect(markup).toContain('name="b-to" value="2026-11-23T12:00"');
    expect(markup).toMatch(/aria-current="true"\s*>last 24 h vs\. the 24 h before</);
  });

  it('compareView() asks what to compare when no journey is chosen', async () => {
    const page = {
      ...(await pageOf(daysAgo(2, 1), daysAgo(1, 0), [paying(NOON_MS, 1)])),
      journey: null,
      series: [],
      problems: [],
    };

    const view = compareView(page, PAGE_CONTEXT);

    expect(view.title).toBe('Compare');
    expect(textOf(view.body.markup)).toContain('Nothing to compare yet.');
  });

  it('compareView() shows hostile names as text', async () => {
    const markup = markupOf(await pageOf(daysAgo(2, 1), daysAgo(1, 0)));

    const tags = [...markup.matchAll(/<[^>]*>/g)].map(([tag]) => tag.replaceAll(/="[^"]*"/g, '='));
    expect(tags.filter((tag) => /^<(?:script|style|img)|\s(?:on\w+|style)\s*=/.test(tag))).toEqual(
      [],
    );
    expect(markup).toContain('<bdi>step:&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;</bdi>');
  });
});
