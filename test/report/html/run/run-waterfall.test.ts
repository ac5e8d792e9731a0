import * as fc from 'fast-check';
import type { RunRecord } from '../../../../lib/core/record/run-record.ts';
import { runView } from '../../../../lib/report/html/run/run-page.ts';
import { requestPhases, requestRecord, stepRecord } from '../../../support/record-parts.ts';
import { passedRecord } from '../../../support/records.ts';
import { PAGE_CONTEXT, runPage, textOf } from '../../../support/run-page-parts.ts';

function markupOf(record: RunRecord): string {
  return runView(runPage(record), PAGE_CONTEXT).body.markup;
}

/** The rectangles of a picture, by class: where they begin and how wide they are, in percent. */
function rectanglesOf(markup: string): readonly { kind: string; x: number; width: number }[] {
  return [
    ...markup.matchAll(
      /<rect\s+class="([\w -]+)"\s+x="([\d.]+)%"(?:\s+y="\d+")?\s+width="([\d.]+)%"/g,
    ),
  ].map(([, kind = '', x, width]) => ({ kind, x: Number(x), width: Number(width) }));
}

/** So many whole microseconds, or none, of each phase: as sources give them. */
const someMicros = fc.tuple(
  ...Array.from({ length: 6 }, () => fc.option(fc.integer({ min: 0, max: 5_000_000 }))),
  fc.integer({ min: 0, max: 5_000_000 }),
);

const someTimings = someMicros.map((micros) => {
  const [dnsMs, tcpMs, tlsMs, sendMs, waitMs, receiveMs, unaccountedMs] = micros.map((each) =>
    each === null ? null : each / 1000,
  );

  return {
    totalMs: micros.reduce<number>((sum, each) => sum + (each ?? 0), 0) / 1000,
    phases: requestPhases({
      dnsMs: dnsMs ?? null,
      tcpMs: tcpMs ?? null,
      tlsMs: tlsMs ?? null,
      sendMs: sendMs ?? null,
      waitMs: waitMs ?? null,
      receiveMs: receiveMs ?? null,
      unaccountedMs: unaccountedMs ?? 0,
    }),
  };
});

describe('runRequestsPart()', () => {
  it('runRequestsPart() draws phases one after another with widths that add up to the request', () => {
    fc.assert(
      fc.property(fc.array(someTimings, { minLength: 1, maxLength: 5 }), (timings) => {
        const requests = timings.map((timing, index) =>
          requestRecord({ ...timing, startMs: index * 17.25 }),
        );

        const markup = markupOf(passedRecord({ steps: [], requests }));

        const bars = markup.split('<rect class="extent"').slice(1);
        expect(bars).toHaveLength(requests.length);
        for (const bar of bars) {
          const [extent, ...phases] = rectanglesOf(`<rect class="extent"${bar.split('</svg>')[0]}`);
          const width = phases.reduce((sum, each) => sum + each.width, 0);
          expect(width).toBeCloseTo(extent?.width ?? Number.NaN, 6);
          phases.reduce((end, each) => {
            expect(each.x).toBeCloseTo(end, 6);
            return each.x + each.width;
          }, extent?.x ?? Number.NaN);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('runRequestsPart() prints phases that add up to the total as they are printed', () => {
    fc.assert(
      fc.property(someTimings, (timing) => {
        const markup = markupOf(passedRecord({ requests: [requestRecord(timing)] }));

        const table = markup.slice(markup.indexOf('<table class="phases"'));
        const [rows = '', sum = ''] = table.slice(0, table.indexOf('</table>')).split('<tfoot');
        const numbers = [...rows.matchAll(/([\d.]+) ms/g)].map(([, ms]) => Number(ms) * 1000);
        const total = Number(/([\d.]+) ms/.exec(sum)?.[1]) * 1000;
        expect(Math.round(numbers.reduce((all, each) => all + each, 0))).toBe(Math.round(total));
        expect(Math.round(total)).toBe(Math.round(timing.totalMs * 1000));
      }),
      { numRuns: 60 },
    );
  });

  it('runRequestsPart() places steps and requests on one axis', () => {
    const markup = markupOf(
      passedRecord({
        durationMs: 400,
        steps: [stepRecord({ name: 'pay', startMs: 100, durationMs: 200 })],
        requests: [
          requestRecord({ startMs: 200, totalMs: 20, phases: requestPhases({ waitMs: 20 }) }),
        ],
      }),
    );

    expect(rectanglesOf(markup)).toEqual([
      { kind: 'step-bar', x: 25, width: 50 },
      { kind: 'axis-step even', x: 25, width: 50 },
      { kind: 'extent', x: 50, width: 5 },
      { kind: 'phase-wait', x: 50, width: 5 },
    ]);
    expect(markup).toMatch(/<text x="25%"[^>]*>100 ms<\/text>/);
  });

  it('runRequestsPart() shows all recorded details of a request, and nothing else', () => {
    const text = textOf(
      markupOf(
        passedRecord({
          requests: [
            requestRecord({
              startMs: 12,
              server: 'nginx/1.27',
              cache: 'HIT',
              tls: {
                protocol: 'TLSv1.3',
                issuer: 'Let us encrypt',
                subject: 'shop.test',
                validTo: '2026-12-24T00:00:00.000Z',
                daysToExpiry: 31,
              },
            }),
          ],
        }),
      ),
    );

    for (const words of [
      'dns 2.000 ms 10%',
      'tls none',
      'unaccounted 0.000 ms 0%',
      'total 20.000 ms',
      'started 12.0 ms after the start of the run',
      'size 12.4 kB transferred',
      'connection new',
      'address 192.0.2.1',
      'protocol http/1.1',
      'server nginx/1.27',
      'cache HIT',
      'TLS TLSv1.3 certificate shop.test issuer Let us encrypt valid until 2026-12-24 00:00 UTC , in 31 days',
    ]) {
      expect(text).toContain(words);
    }
    expect(textOf(markupOf(passedRecord()))).not.toMatch(/cache |server |TLS|NaN|undefined|null/);
  });
});
