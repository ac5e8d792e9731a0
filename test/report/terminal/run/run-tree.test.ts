import * as fc from 'fast-check';
import type { RunRecord } from '../../../../lib/core/record/run-record.ts';
import { ansiPaint, plainPaint } from '../../../../lib/report/terminal/text/paint.ts';
import { renderRun } from '../../../../lib/report/terminal/run/run-tree.ts';
import { cleanText, visibleWidth } from '../../../../lib/report/format/terminal-text.ts';
import { instrumentReading, requestRecord, stepRecord } from '../../../support/record-parts.ts';
import {
  erroredRecord,
  FAILED_SOURCE,
  failedRecord,
  passedRecord,
  skippedRecord,
} from '../../../support/records.ts';
import { flakyRecord } from '../../../support/flaky-record.ts';

const screen = { paint: plainPaint, columns: 80 };

describe('renderRun', () => {
  it('renderRun() draws steps, requests and phases over one axis when a run passed', () => {
    expect(renderRun(passedRecord(), screen)).toBe(
      [
        '✓ api-catalogue  api · local · passed                                    48.2 ms',
        '  scheduled for 2026-11-22 16:54:00 UTC · 2 steps · 4 checks · 3 requests',
        '',
        '                                              0             20 ms         40 ms',
        '  ✓ list the products                21.4 ms  ███████████████▏            ┊',
        '    200 GET /api/products            20.0 ms  ░░▒──────────██             ┊',
        '        dns 2.0, tcp 1.0, send 0.50, wait 14.0, receive 2.5 ms · 12.4 kB',
        '  ✓ read a product                   26.1 ms  ┊             ┊██████████████████▋',
        '    200 GET /api/products/7           9.4 ms  ┊             ┊───────█     ┊',
        '        connection reused · send 0.20, wait 8.8, receive 0.40 ms · 612 B',
        '    200 GET /api/products/7/reviews  15.0 ms  ┊             ┊       ──────────██',
        '        connection reused · send 0.20, wait 13.6, receive 1.2 ms · 4.2 kB',
        '',
        '  phases  ░░ dns  ▒▒ tcp  ── wait  ██ receive',
      ].join('\n'),
    );
  });

  it('renderRun() reports what failed, where, and where the evidence is when a run failed', () => {
    const text = renderRun(failedRecord(), { ...screen, source: FAILED_SOURCE });

    expect(text.slice(text.indexOf('  ✗ target.assertion'))).toBe(
      [
        '  ✗ target.assertion  an assertion failed',
        '    expect(locator).toBeVisible() failed',
        '',
        "    Locator: getByRole('heading', { name: 'Thank you' })",
        '    Expected: visible',
        '    Received: <element(s) not found>',
        '    Timeout: 5000ms',
        '',
        '    step      pay › confirm',
        '    at        journeys/browse-and-buy.journey.ts:4:11',
        '',
        "      2 │   await page.getByRole('button', { name: 'Place order' }).click();",
        "      3 │   await step('confirm', async () => {",
        "    ❯ 4 │     await expect(page.getByRole('heading', { name: 'Thank you' })).to…",
        '        │           ^',
        '      5 │   });',
        '      6 │ });',
        '',
        '    console   1.70 s  Failed to load resource: the server responded with a',
        '                      status of 500 (http://shop.test/api/orders)',
        "    page      TypeError: Cannot read properties of undefined (reading 'number')",
        '    earlier   attempt 1: target.status after 812 ms  GET /cart answered 502',
        '    evidence  .waywiser/evidence/run-1/failure.png',
        '    trace     npx playwright show-trace .waywiser/evidence/run-1/trace.zip',
      ].join('\n'),
    );
  });

  it('renderRun() shows why the first attempt of a flaky run failed, and its evidence', () => {
    expect(renderRun(flakyRecord(), screen)).toContain(
      [
        '    earlier   attempt 1: target.assertion after 1.32 s',
        '              expect(locator).toHaveText(expected) failed',
        '              Locator: h1',
        '              in open at journeys/api-catalogue.journey.ts:7:11',
        '    evidence  .waywiser/evidence/run-1/screenshot.png',
      ].join('\n'),
    );
  });

  it('renderRun() names the folder of the evidence once when there is much', () => {
    const files = ['screenshot.png', 'source.html', 'evidence-run/requests.har'];
    const evidence = files.map((name) => ({
      kind: 'source' as const,
      path: `.waywiser/evidence/run 1/${name}`,
      from: 'run' as const,
    }));
    const trace = { kind: 'trace', path: ".waywiser/it's.zip", from: 'evidence-run' } as const;

    expect(renderRun(failedRecord({ evidence: [trace, ...evidence] }), screen)).toContain(
      [
        '    evidence  .waywiser/evidence/run 1/',
        '              screenshot.png · source.html · evidence-run/requests.har',
        String.raw`    trace     npx playwright show-trace '.waywiser/it'\''s.zip'`,
      ].join('\n'),
    );
  });

  it.each([
    [['a/1.png'], ['    evidence  a/1.png']],
    [['1.png', 'b/2.har'], ['    evidence  1.png · b/2.har']],
    [
      ['a/1.png', 'a/2.har'],
      ['    evidence  a/', '              1.png · 2.har'],
    ],
  ])('renderRun() lists evidence below its folder when the files are %j', (paths, expected) => {
    const evidence = paths.map((path) => ({ kind: 'har', path, from: 'run' }) as const);

    const lines = renderRun(failedRecord({ evidence }), screen).split('\n');

    expect(lines.slice(-expected.length)).toEqual(expected);
  });

  it('renderRun() rates vitals and names their elements when a browser reported them', () => {
    const lines = renderRun(failedRecord(), screen).split('\n');
    const first = lines.findIndex((line) => line.startsWith('  vitals'));

    expect(lines.slice(first, first + 4)).toEqual([
      '  vitals  ttfb ● 271 ms · fcp ● 420 ms · lcp ■ 2.71 s · cls ▲ 0.310',
      '          lcp  main>img.hero · time to first byte 271 ms',
      '               resource load duration 420 ms',
      '          cls  div.banner · largest shift value 0.290',
    ]);
  });

  it('renderRun() counts the requests that it does not show when a page has many', () => {
    const requests = [9, 40, 30, 8].map((totalMs, index) =>
      requestRecord({ totalMs, startMs: index, step: 'open', url: `http://shop.test/${totalMs}` }),
    );
    const record = failedRecord({ requests, steps: [stepRecord({ name: 'open' })] });

    const text = renderRun(record, screen);

    expect(text).toContain('+ 2 more requests, none over 9.0 ms, 24.8 kB');
    expect(text).toContain('GET /40');
    expect(text).not.toContain('GET /9');
    expect(renderRun(record, { ...screen, verbose: true })).toContain('GET /9');
  });

  it('renderRun() does not call a request failed when it was under way at the end of a passed run', () => {
    const cutOff = requestRecord({ status: null, error: 'no complete answer', startMs: 28 });
    const step = stepRecord({ name: 'open' });
    const record = passedRecord({ steps: [step], requests: [{ ...cutOff, step: 'open' }] });

    expect(renderRun(record, screen)).toContain('     ·  GET /api/products');
    expect(renderRun({ ...record, durationMs: 100 }, screen)).toContain('     ✗  GET /api/prod');
    expect(renderRun({ ...record, outcome: 'failed' }, screen)).toContain('     ✗  GET /api/prod');
  });

  it('renderRun() gives no sum of sizes when one of them is unknown', () => {
    const requests = [9, 40, 30].map((totalMs) =>
      requestRecord({ totalMs, step: 'open', sizeBytes: totalMs === 9 ? null : 10 }),
    );
    const record = failedRecord({ requests, steps: [stepRecord({ name: 'open' })] });

    expect(renderRun(record, screen)).toContain('+ 1 more request, none over 9.0 ms\n');
  });

  it('renderRun() draws only the head when the slot was skipped', () => {
    expect(renderRun(skippedRecord(), screen)).toBe(
      '– api-catalogue  api · local · skipped\n  scheduled for 2026-11-22 16:54:00 UTC',
    );
  });

  it('renderRun() says so when the monitor errored', () => {
    const text = renderRun(erroredRecord(), screen);

    expect(text).toContain('! api-catalogue  api · local · errored');
    expect(text).toContain('! monitor.dns  DNS does not work on the runner');
    expect(text).toContain('no resolver answers · no connection · dns 5.00 s');
  });

  it('renderRun() mentions a certificate when it ends within 30 days', () => {
    const facts = { protocol: 'TLSv1.3', issuer: 'R3', subject: 'shop.test' };
    const tls = { ...facts, validTo: '2026-12-04T00:00:00Z', daysToExpiry: 12 };
    const soon = passedRecord({ requests: [requestRecord({ tls, url: 'https://shop.test/' })] });
    const later = passedRecord({
      requests: [requestRecord({ tls: { ...tls, daysToExpiry: 30 }, url: 'https://shop.test/' })],
    });

    expect(renderRun(soon, screen)).toContain(
      '  certificate  of shop.test expires in 12 days (2026-12-04)',
    );
    expect(renderRun(later, screen)).not.toContain('certificate');
  });

  it('renderRun() describes the instrument when it was off or all is asked for', () => {
    const off = passedRecord({ instrument: instrumentReading({ off: ['CPU check took 31 ms'] }) });

    expect(renderRun(off, screen)).toContain('  instrument off  CPU check took 31 ms');
    expect(renderRun(passedRecord(), screen)).not.toContain('instrument');
    expect(renderRun(passedRecord(), { ...screen, verbose: true })).toContain(
      '  instrument  warm · node 20.19.0 · cpu check 3.2 ms\n              longest event loop delay 11.0 ms · memory 84.0 MB',
    );
  });

  it('renderRun() uses ASCII only when the terminal is dumb', () => {
    const options = { ...screen, ascii: true, source: FAILED_SOURCE };

    expect(renderRun(failedRecord(), options)).toMatch(/^[\n -~]+$/);
  });

  it('renderRun() is the same text with colours when the terminal has them', () => {
    const ascii = { columns: 80, ascii: true };
    const coloured = renderRun(erroredRecord(), { ...ascii, paint: ansiPaint });

    expect(coloured).toContain('\u{1b}[33m');
    expect(coloured.split('\n').length).toBe(
      renderRun(erroredRecord(), { ...ascii, paint: plainPaint }).split('\n').length,
    );
  });

  it('renderRun() fits the width without spaces at line ends when texts are hostile', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.integer({ min: 40, max: 200 }),
        (text, columns) => {
          const lines = renderRun(hostileRecord(text), { ...screen, columns }).split('\n');
          for (const line of lines) {
            expect(visibleWidth(line)).toBeLessThanOrEqual(columns);
            expect(line).toBe(cleanText(line.trimEnd()));
          }
        },
      ),
    );
  });

  it('renderRun() ends for evidence paths of any form', () => {
    const segment = fc.constantFrom('', '/', '.', '..', 'a', 'b', '//', '/a/');

    fc.assert(
      fc.property(
        fc.array(
          fc.array(segment, { maxLength: 5 }).map((parts) => parts.join('/')),
          {
            maxLength: 5,
          },
        ),
        (paths) => {
          const evidence = paths.map((path) => ({ kind: 'har', path, from: 'run' }) as const);

          expect(renderRun({ ...failedRecord(), evidence }, screen)).toContain('✗');
        },
      ),
    );
  });
});

/** A record with the same text wherever a page or an author could have written it. */
function hostileRecord(text: string): RunRecord {
  return failedRecord({
    journey: text,
    region: text,
    steps: [stepRecord({ name: text, outcome: 'failed' })],
    requests: [requestRecord({ url: text, method: text, step: text, error: text })],
    error: { message: text, step: null, file: null, line: null, column: null },
    pageErrors: [text],
    console: [{ level: 'error', text, atMs: 3, source: text }],
    vitals: { lcp: { value: 9000, attribution: { element: text, [text]: text } }, navigations: [] },
    instrument: instrumentReading({ off: [text] }),
    evidence: [],
  });
}
