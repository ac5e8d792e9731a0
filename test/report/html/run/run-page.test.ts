import type { RunPage } from '../../../../lib/core/dashboard/run/run-page.ts';
import type { RunRecord } from '../../../../lib/core/record/run-record.ts';
import { runView } from '../../../../lib/report/html/run/run-page.ts';
import { instrumentReading, stepRecord } from '../../../support/record-parts.ts';
import { failedRecord, passedRecord, skippedRecord } from '../../../support/records.ts';
import {
  PAGE_CONTEXT,
  quantileEstimate,
  runPage,
  textOf,
} from '../../../support/run-page-parts.ts';

function markupOf(record: RunRecord, changes: Partial<RunPage> = {}): string {
  return runView(runPage(record, changes), PAGE_CONTEXT).body.markup;
}

function textOfRun(record: RunRecord, changes: Partial<RunPage> = {}): string {
  return textOf(markupOf(record, changes));
}

describe('runView()', () => {
  it('runView() shows outcome, cause, step and duration', () => {
    const text = textOfRun(failedRecord());

    expect(text).toContain('Run at 2026-11-22 16:54 UTC');
    expect(text).toContain('failed an assertion failed target.assertion');
    expect(text).toContain('duration 2.31 s');
    expect(text).toContain('started 2026-11-22 16:54:00 UTC');
    expect(text).toContain("Locator: getByRole('heading', { name: 'Thank you' })");
    expect(text).toContain('In step confirm , at journeys/browse-and-buy.journey.ts:4:11');
    expect(text).toContain(
      '1 failed the target answered with an error status target.status GET /cart answered 502 812 ms',
    );
    expect(text).toContain('500 POST /api/orders 141 ms');
  });

  it('runView() shows the typical duration of each step, and marks only significantly slower ones', () => {
    const record = passedRecord({
      durationMs: 200,
      steps: [
        stepRecord({ name: 'within', durationMs: 51.9 }),
        stepRecord({ name: 'slow', durationMs: 52.1 }),
        stepRecord({ name: 'young', durationMs: 60 }),
        stepRecord({ name: 'new', durationMs: 48 }),
      ],
    });
    const p50 = quantileEstimate(30, [29, 31]);
    const p95 = quantileEstimate(45, [41, 52]);
    const refused = {
      kind: 'insufficient-data',
      shortage: { code: 'too-few-values', q: 0.95, n: 40, needed: 72 },
      moreDays: null,
    } as const;
    const none = {
      kind: 'insufficient-data',
      shortage: { code: 'too-few-values', q: 0.5, n: 0, needed: 6 },
      moreDays: null,
    } as const;

    const text = textOfRun(record, {
      usual: [
        { metric: 'duration', p50, p95: { ...p95, bound: 'at-least', high: Infinity } },
        { metric: 'step:within', p50, p95 },
        { metric: 'step:slow', p50, p95 },
        { metric: 'step:young', p50: { ...p50, n: 40 }, p95: refused },
        { metric: 'step:new', p50: none, p95: none },
      ],
    });

    const interval =
      'p50 30.0 ms (95% CI: 29.0 to 31.0 ms; n = 2,016 values); p95 45.0 ms (95% CI: 41.0 to 52.0 ms; n = 2,016 values); the 7 days before this run';
    expect(text).toContain(
      `within 51.9 ms typical: 30.0 to 45.0 ms ${interval} p50 to p95 of 2,016 values in 7 days slow`,
    );
    expect(text).toContain('in 7 days slower than usual young');
    expect(text).toContain('of 40 values in 7 days; p95 needs 72 values, there are 40 new');
    expect(text).toContain('typical: not enough data: a median needs 6 values, there are 0');
    expect(text.match(/slower than usual/g)).toHaveLength(1);
    expect(text).toContain('30.0 ms to at least 45.0 ms');
  });

  it('runView() rates vitals, shows their attribution, and names those not reported', () => {
    const text = textOfRun(failedRecord());

    expect(text).toContain(
      'LCP largest contentful paint 2.71 s needs improvement good up to 2.5 s, poor above 4 s main>img.hero time to first byte 271 ms resource load duration 420 ms',
    );
    expect(text).toContain('CLS cumulative layout shift 0.310 poor');
    expect(text).toContain('The browser did not report TBT, INP.');
  });

  it('runView() warns at the top when the instrument was off', () => {
    const instrument = instrumentReading({
      off: ['event-loop-blocked', 'cosmic-rays'],
      cpuCheckMs: null,
    });

    const text = textOfRun(passedRecord({ instrument }));

    expect(text).toMatch(
      /instrument off the event loop .* was blocked for more than 100 ms.*cosmic-rays\. .*Steps/,
    );
    expect(text).toContain('CPU check not measured');
  });

  it('runView() shows the screenshot, offers other evidence to save, and says what is not available', () => {
    const evidence: RunPage['evidence'] = [
      {
        item: { kind: 'screenshot', path: 'e/failure.png', from: 'run' },
        available: true,
        command: null,
      },
      {
        item: { kind: 'trace', path: 'e/trace.zip', from: 'evidence-run' },
        available: true,
        command: 'npx playwright show-trace e/trace.zip',
      },
      {
        item: { kind: 'har', path: 'e/run.har', from: 'evidence-run' },
        available: false,
        command: null,
      },
      {
        item: { kind: 'console', path: 'e/console.txt', from: 'run' },
        available: false,
        command: null,
        problem: 'Your credentials may not read it: <s3:GetObject>',
      },
    ];

    const markup = markupOf(failedRecord(), { evidence });

    const id = 'browse-and-buy-20261122T165400Z-local';
    expect(markup).toMatch(new RegExp(`<img[^>]* src="/evidence\\?${id}&amp;screenshot"`));
    expect(markup).toMatch(new RegExp(`<a href="/evidence\\?${id}&amp;trace" download`));
    expect(textOf(markup)).toContain('Open it with npx playwright show-trace e/trace.zip');
    expect(textOf(markup)).toContain(
      'Not available: deleted after its retention, or stored where this page cannot read it: e/run.har',
    );
    expect(markup).toContain('Your credentials may not read it: &lt;s3:GetObject&gt;');
  });

  it('runView() links to adjacent runs, and to a comparison with the previous one', () => {
    const markup = markupOf(passedRecord(), { previous: 'run-before', next: 'run-after' });

    const sides = JSON.stringify([
      'api-catalogue',
      { kind: 'run', runId: 'run-before' },
      { kind: 'run', runId: 'api-catalogue-20261122T165400Z-local' },
    ]);
    expect(markup).toContain('href="/run?run-before" rel="prev"');
    expect(markup).toContain('href="/run?run-after" rel="next"');
    expect(markup).toContain(
      `href="/compare?${encodeURIComponent(sides).replaceAll("'", '&#39;')}"`,
    );
    expect(markupOf(passedRecord())).not.toContain('/compare');
  });

  it('runView() says how many entries of each list are not stored', () => {
    const text = textOfRun(
      failedRecord({
        omitted: {
          steps: 1,
          requests: 12,
          console: 3,
          pageErrors: 2,
          log: 1,
          evidence: 4,
          attemptList: 5,
        },
      }),
    );

    for (const words of [
      '1 more step',
      '12 more requests',
      '3 more lines',
      '2 more errors',
      '1 more line',
      '4 more files',
      '5 earlier attempts',
    ]) {
      expect(text).toContain(`${words} not stored in this record.`);
    }
    expect(text).toContain(' 6 failed the target answered with an error status');
  });

  it('runView() shows no measurements of a slot that was not executed', () => {
    const text = textOfRun(skippedRecord());

    expect(text).toContain('skipped');
    expect(text).toContain('duration not executed');
    expect(text).not.toMatch(/\b0 ms|started|Requests|Steps|machine/);
  });

  it('runView() compares the run with budgets without calling one run a violation', () => {
    const budgets = [
      { metric: 'lcp', statistic: 'p75', max: 2500 },
      { metric: 'duration', statistic: 'p95', max: 9000 },
      { metric: 'inp', statistic: 'p75', max: 200 },
    ] as const;

    const text = textOfRun(failedRecord(), { budgets });

    expect(text).toContain('p75 of lcp 2.5 s 2.71 s above the limit');
    expect(text).toContain('p95 of duration 9 s 2.31 s below the limit');
    expect(text).toContain('p75 of inp 200 ms not measured');
  });
});
