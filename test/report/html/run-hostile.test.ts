import type { RunRecord } from '../../../lib/core/record/run-record.ts';
import { runView } from '../../../lib/report/html/run/run-page.ts';
import { requestRecord, stepRecord } from '../../support/record-parts.ts';
import { failedRecord } from '../../support/records.ts';
import { PAGE_CONTEXT, runPage, textOf } from '../../support/run-page-parts.ts';

function markupOf(record: RunRecord): string {
  return runView(runPage(record), PAGE_CONTEXT).body.markup;
}

describe('runView() with hostile texts', () => {
  const NASTY = '"><script>alert(1)</script><img src=x onerror=alert(2)>\u001b[31m\u202e\u0007';

  function hostileRecord(): RunRecord {
    const line = { level: 'error', text: NASTY, atMs: 1, source: NASTY } as const;

    return failedRecord({
      journey: NASTY,
      region: 'שלום',
      error: {
        message: NASTY.padEnd(1_000_000, 'x'),
        step: NASTY,
        file: NASTY,
        line: 1,
        column: 2,
      },
      attemptList: [
        { outcome: 'failed', cause: 'target.status', message: NASTY, durationMs: 1 },
        { outcome: 'failed', cause: 'target.status', message: NASTY, durationMs: 1 },
      ],
      steps: [stepRecord({ name: NASTY })],
      requests: [
        requestRecord({
          url: `javascript:alert(1)//${NASTY}`,
          method: NASTY,
          server: NASTY,
          cache: NASTY,
          error: NASTY,
          protocol: NASTY,
          resourceType: NASTY,
          remoteAddress: NASTY,
          tls: { protocol: NASTY, issuer: NASTY, subject: NASTY, validTo: NASTY, daysToExpiry: 3 },
        }),
      ],
      vitals: {
        lcp: { value: 1, attribution: { element: NASTY, [NASTY]: NASTY } },
        navigations: [{ url: NASTY, step: NASTY, startMs: 1, vitals: {} }],
      },
      evidence: [{ kind: 'trace', path: NASTY, from: 'run' }],
      console: [line],
      log: [line],
      pageErrors: [NASTY],
      journeyVersion: NASTY,
    });
  }

  it('runView() shows hostile texts as text: they become no element, attribute or address', () => {
    const record = hostileRecord();
    const view = runView(
      runPage(record, {
        evidence: record.evidence.map((item) => ({ item, available: true, command: NASTY })),
      }),
      PAGE_CONTEXT,
    );

    const { markup } = view.body;
    const elements = new Set([...markup.matchAll(/<([a-z][\w-]*)/gi)].map(([, name]) => name));
    expect(
      [...elements].filter((name) => ['script', 'img', 'style', 'iframe'].includes(name ?? '')),
    ).toEqual([]);
    const tags = [...markup.matchAll(/<[^>]*>/g)].map(([tag]) => tag.replaceAll(/="[^"]*"/g, '='));
    expect(tags.filter((tag) => /\s(?:on\w+|style)\s*=|onerror/.test(tag))).toEqual([]);
    expect(markup).not.toContain('href="javascript');
    // oxlint-disable-next-line no-control-regex -- these are what is looked for
    expect(markup + view.title).not.toMatch(/[\u001b\u0007\u202e]/);
    expect(markup).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  });

  it('runView() cuts an error of a megabyte, and says how much is not shown', () => {
    const markup = markupOf(hostileRecord());

    expect(markup.length).toBeLessThan(100_000);
    expect(textOf(markup)).toContain('980,000 more characters not shown');
  });
});
