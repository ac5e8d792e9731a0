import { plainPaint } from '../../../../lib/report/terminal/text/paint.ts';
import { renderRun } from '../../../../lib/report/terminal/run/run-tree.ts';
import { requestPhases, requestRecord } from '../../../support/record-parts.ts';
import { erroredRecord, failedRecord, passedRecord } from '../../../support/records.ts';

const plain = { paint: plainPaint };

/** The head, the tree and the legend: what is above the axis. */
function treeOf(columns: number): readonly string[] {
  return renderRun(failedRecord(), { ...plain, columns })
    .split('\n\n')
    .slice(0, 3)
    .join('\n\n')
    .split('\n');
}

describe('renderRun', () => {
  it('renderRun() draws nested steps and the failed request when there are 60 columns', () => {
    expect(treeOf(60)).toEqual([
      '✗ browse-and-buy  browser · eu-west-1 · failed after… 2.31 s',
      '  scheduled for 2026-11-22 16:54:00 UTC · 5 steps · 3 checks',
      '  4 requests',
      '',
      '                                      0                  2 s',
      '  ✓ open the shop             842 ms  ████████▏          ┊',
      '    200 GET /                 310 ms  ───                ┊',
      '    200 GET /images…th=1280   420 ms  ┊  ─████           ┊',
      '    + 1 more request, none over 24.0 ms, 12.4 kB',
      '  ✓ put a teapot into the …   391 ms  ┊       ███▊       ┊',
      '  ✗ pay                       1.07 s  ┊          ▐██████████',
      '  └ ✓ fill in the form        300 ms  ┊          ▐██▋    ┊',
      '      inp ■ 248 ms',
      '  └ ✗ confirm                 770 ms  ┊             ▐███████',
      '      500 POST /api/orders    141 ms  ┊             ───  ┊',
      '          connection reused',
      '          send 1.0, wait 140, receive 0.50 ms · 27 B',
      '',
      '  phases  ── wait  ██ receive',
    ]);
  });

  it('renderRun() draws nested steps and the failed request when there are 100 columns', () => {
    expect(treeOf(100)).toEqual([
      '✗ browse-and-buy  browser · eu-west-1 · failed after 2 attempts                               2.31 s',
      '  scheduled for 2026-11-22 16:54:00 UTC · 5 steps · 3 checks · 4 requests',
      '',
      '                                                    0                   1 s                  2 s',
      '  ✓ open the shop                           842 ms  █████████████████▌  ┊                    ┊',
      '    200 GET /                               310 ms  ▒─────█             ┊                    ┊',
      '    200 GET /images/teapot.png?width=1280   420 ms  ┊     ───███████    ┊                    ┊',
      '    + 1 more request, none over 24.0 ms, 12.4 kB',
      '  ✓ put a teapot into the cart              391 ms  ┊                ▐███████▋               ┊',
      '  ✗ pay                                     1.07 s  ┊                   ┊    ▐██████████████████████',
      '  └ ✓ fill in the form                      300 ms  ┊                   ┊    ▐█████▉         ┊',
      '      inp ■ 248 ms',
      '  └ ✗ confirm                               770 ms  ┊                   ┊           ████████████████',
      '      500 POST /api/orders                  141 ms  ┊                   ┊           ────     ┊',
      '          connection reused · send 1.0, wait 140, receive 0.50 ms · 27 B',
      '',
      '  phases  ▒▒ tcp  ── wait  ██ receive',
    ]);
  });

  it('renderRun() draws nested steps and the failed request when there are 160 columns', () => {
    expect(treeOf(160)).toEqual([
      '✗ browse-and-buy  browser · eu-west-1 · failed after 2 attempts                                                                                           2.31 s',
      '  scheduled for 2026-11-22 16:54:00 UTC · 5 steps · 3 checks · 4 requests',
      '',
      '                                                    0                      0.5 s                  1.0 s                   1.5 s                  2.0 s',
      '  ✓ open the shop                           842 ms  ███████████████████████████████████████▍      ┊                       ┊                      ┊',
      '    200 GET /                               310 ms  ░▒───────────██        ┊                      ┊                       ┊                      ┊',
      '    200 GET /images/teapot.png?width=1280   420 ms  ┊              ──────███████████████          ┊                       ┊                      ┊',
      '    + 1 more request, none over 24.0 ms, 12.4 kB',
      '  ✓ put a teapot into the cart              391 ms  ┊                      ┊               ██████████████████▊            ┊                      ┊',
      '  ✗ pay                                     1.07 s  ┊                      ┊                      ┊          ▐██████████████████████████████████████████████████',
      '  └ ✓ fill in the form                      300 ms  ┊                      ┊                      ┊          ▐█████████████▉                     ┊',
      '      inp ■ 248 ms',
      '  └ ✗ confirm                               770 ms  ┊                      ┊                      ┊                       ┊ ████████████████████████████████████',
      '      500 POST /api/orders                  141 ms  ┊                      ┊                      ┊                       ┊ ╌───────             ┊',
      '          connection reused · send 1.0, wait 140, receive 0.50 ms · 27 B',
      '',
      '  phases  ░░ dns  ▒▒ tcp  ╌╌ send  ── wait  ██ receive',
    ]);
  });

  it('renderRun() draws shapes and letters when the terminal has only ASCII', () => {
    const picture = renderRun(passedRecord(), { ...plain, columns: 60, ascii: true });

    expect(picture.split('\n')).toEqual([
      '+ api-catalogue  api - local - passed                48.2 ms',
      '  scheduled for 2026-11-22 16:54:00 UTC - 2 steps - 4 checks',
      '  3 requests',
      '',
      '                                      0',
      '  + list the products        21.4 ms  ##########',
      '    200 GET /api/products    20.0 ms  dcwwwwwwrr',
      '        dns 2.0 ms - tcp 1.0 ms - send 0.50 ms',
      '        wait 14.0 ms - receive 2.5 ms - 12.4 kB',
      '  + read a product           26.1 ms  .        #############',
      '    200 GET /api/products/7   9.4 ms  .         wwwwr',
      '        connection reused',
      '        send 0.20, wait 8.8, receive 0.40 ms - 612 B',
      '    200 GET /api/p...eviews  15.0 ms  .             wwwwwwwr',
      '        connection reused',
      '        send 0.20, wait 13.6, receive 1.2 ms - 4.2 kB',
      '',
      '  phases  dd dns  cc tcp  ww wait  rr receive',
    ]);
  });

  it('renderRun() says what it errored, and why, when a run errored', () => {
    expect(renderRun(erroredRecord(), { ...plain, columns: 80 }).split('\n')).toEqual([
      '! api-catalogue  api · local · errored                                    5.00 s',
      '  scheduled for 2026-11-22 16:54:00 UTC · 1 step · 0 checks · 1 request',
      '',
      '                                    0                2 s               4 s',
      '  ! list the products       5.00 s  ████████████████████████████████████████████',
      '     ✗  GET /api/products   5.00 s  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░',
      '        no resolver answers · no connection · dns 5.00 s',
      '',
      '  phases  ░░ dns',
      '',
      '  ! monitor.dns  DNS does not work on the runner',
      '    No resolver answers: shop.test could not be looked up, and neither could',
      '    localhost.',
      '',
      '    step      list the products',
      '    at        journeys/api-catalogue.journey.ts:9:32',
    ]);
  });

  it('renderRun() prints no phase that did not take place when a connection was reused', () => {
    const phases = requestPhases({ sendMs: 0.2, waitMs: 0, receiveMs: 0.4, unaccountedMs: 0.4 });
    const request = requestRecord({ connection: 'reused', phases, totalMs: 1, sizeBytes: null });

    const picture = renderRun(passedRecord({ requests: [request] }), { ...plain, columns: 80 });

    expect(picture.split('\n').find((line) => line.includes('connection'))).toBe(
      '        connection reused · unaccounted 0.40, send 0.20, wait 0, receive 0.40 ms',
    );
  });
});
