import * as fc from 'fast-check';
import type { PageRange } from '../../lib/core/dashboard/page-frame.ts';
import { jsonAddress, serverLinks } from '../../lib/site/addresses.ts';
import { readAddress } from '../../lib/site/read-address.ts';
import { runRecord } from '../support/run-records.ts';
import { DAY_MS } from '../../lib/core/base/time.ts';

const HOSTILE = [
  '',
  '.',
  '..',
  '~',
  '~..',
  '%2e%2e',
  '../../etc/passwd',
  'a/b',
  'a\\b',
  'x.json',
  '.json',
  'x%2Ejson',
  '<script>alert(1)</script>',
  '"onload="x',
  "it's",
  'a?b#c&d=e+f',
  'a\u0000b\u001B[31m\r\n',
  '\u202Eשלום',
  'Ünï 日本 👩‍🚀',
  'toString',
  '__proto__',
];

const names = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.stringMatching(/^[.~%/json]{0,8}$/),
);
const ranges: fc.Arbitrary<PageRange> = fc
  .tuple(
    fc.integer({ min: Date.UTC(2015, 0, 1), max: Date.UTC(2090, 0, 1) }),
    fc.integer({ min: 1, max: 1_827 * DAY_MS }),
  )
  .map(([fromMs, lengthMs]) => ({ fromMs, toMs: fromMs + lengthMs }));
const sides = fc.oneof(
  ranges.map((range) => ({ kind: 'range', range }) as const),
  fc.string({ unit: 'binary', minLength: 1 }).map((runId) => ({ kind: 'run', runId }) as const),
);

const links = serverLinks();

/** What a browser asks for when it follows a link: the path as it normalises it. */
function followed(link: string | null): string {
  const url = new URL(link ?? '', 'http://127.0.0.1:4180');
  expect(url.host).toBe('127.0.0.1:4180');

  return url.pathname + url.search;
}

describe('readAddress()', () => {
  it('readAddress() reads every link to a journey, whatever its name', () => {
    fc.assert(
      fc.property(names, ranges, fc.tuple(names, names), (journey, range, [metric, region]) => {
        const link = followed(links.journey(journey, { range, metric, region }));

        expect(readAddress(link)).toEqual({
          kind: 'page',
          json: false,
          requested: {
            page: 'journey',
            journey,
            range: { kind: 'between', range },
            metric: metric === '' ? null : metric,
            region: region === '' ? null : region,
          },
        });
        expect(readAddress(jsonAddress(link))).toEqual({ ...readAddress(link), json: true });
      }),
    );
  });

  it('readAddress() reads every link to a run and to its evidence', () => {
    fc.assert(
      fc.property(fc.tuple(names, names, names), fc.nat(9), ([journey, region, runId], index) => {
        const evidence = Array.from({ length: 10 }, (_, each) => ({
          kind: 'screenshot' as const,
          path: `${each}.png`,
          from: 'run' as const,
        }));
        const run = runRecord({ journey, region, runId, evidence });
        const [item = { kind: 'har', path: '', from: 'run' } as const] = evidence.slice(index);

        const link = followed(links.run(run));

        expect(readAddress(link)).toEqual({
          kind: 'page',
          json: false,
          requested: { page: 'run', journey, region, runId },
        });
        expect(readAddress(jsonAddress(link))).toMatchObject({ json: true });
        expect(readAddress(followed(links.evidence(run, item)))).toEqual({
          kind: 'evidence',
          run: { journey, region, runId },
          index,
        });
      }),
    );
  });

  it('readAddress() reads every link to a comparison', () => {
    fc.assert(
      fc.property(names, sides, sides, (journey, a, b) => {
        const link = followed(links.compare(journey, { a, b }));

        expect(readAddress(link)).toEqual({
          kind: 'page',
          json: false,
          requested: { page: 'compare', journey: journey === '' ? null : journey, sides: { a, b } },
        });
      }),
    );
  });

  it('readAddress() never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.webPath({ size: 'large' }), fc.webUrl()),
        fc.string(),
        (path, query) => {
          expect(() => readAddress(`/${path}?from=${query}&a=${query}`)).not.toThrow();
          expect(() => readAddress(path)).not.toThrow();
        },
      ),
    );
  });

  it('readAddress() reads the sides of a comparison from form fields', () => {
    const target =
      '/compare?journey=a&a-from=2026-11-01T00:00&a-to=2026-11-02T12:30&b=run:a-local-20261122T164500Z&b-from=&b-to=';

    expect(readAddress(target)).toMatchObject({
      kind: 'page',
      requested: {
        journey: 'a',
        sides: {
          a: {
            kind: 'range',
            range: { fromMs: Date.UTC(2026, 10, 1), toMs: Date.UTC(2026, 10, 2, 12, 30) },
          },
          b: { kind: 'run', runId: 'a-local-20261122T164500Z' },
        },
      },
    });
    expect(readAddress('/compare?journey=a&a-from=2026-11-01T00:00')).toMatchObject({
      kind: 'problem',
    });
  });

  it('readAddress() uses the default range of each page', () => {
    expect([readAddress('/overview'), readAddress('/journeys/a'), readAddress('/compare')]).toEqual(
      [
        {
          kind: 'page',
          json: false,
          requested: { page: 'overview', range: { kind: 'last', ms: 30 * DAY_MS } },
        },
        {
          kind: 'page',
          json: false,
          requested: {
            page: 'journey',
            journey: 'a',
            range: { kind: 'last', ms: 14 * DAY_MS },
            metric: null,
            region: null,
          },
        },
        {
          kind: 'page',
          json: false,
          requested: { page: 'compare', journey: null, sides: { a: null, b: null } },
        },
      ],
    );
  });

  it.each([
    ['/overview?last=7d', { kind: 'last', ms: 7 * DAY_MS }],
    ['/overview?last=24h', { kind: 'last', ms: DAY_MS }],
    [
      // Fields of forms have neither seconds nor a zone; a field that is empty says nothing.
      '/overview?from=2026-11-01T00:00&to=2026-11-02T12:30&last=',
      {
        kind: 'between',
        range: { fromMs: Date.UTC(2026, 10, 1), toMs: Date.UTC(2026, 10, 2, 12, 30) },
      },
    ],
    [
      '/overview?from=2026-11-01T01:00:00%2B01:00&to=2026-11-02T00:00:00Z',
      { kind: 'between', range: { fromMs: Date.UTC(2026, 10, 1), toMs: Date.UTC(2026, 10, 2) } },
    ],
  ])('readAddress() reads %s', (target, range) => {
    expect(readAddress(target)).toMatchObject({ requested: { page: 'overview', range } });
  });

  it.each([
    [
      '/overview?last=forever',
      'Cannot read last "forever": it is not a duration; expected a number',
    ],
    ['/overview?last=0d', 'it has no length; expected a duration such as 7d'],
    ['/overview?last=9000d', 'it is longer than data is stored; expected at most 1827 days'],
    ['/overview?last=7d&from=2026-11-01T00:00:00Z', 'expected either last, or from and to'],
    ['/overview?from=2026-11-01T00:00:00Z', 'only "from" is given; expected from and to, such as'],
    ['/overview?from=yesterday&to=2026-11-01T00:00:00Z', 'Cannot read instant "yesterday"'],
    [
      '/journeys/a?from=2026-11-02T00:00:00Z&to=2026-11-01T00:00:00Z',
      'its end is not after its start; expected the earlier instant first',
    ],
    ['/compare?a=last', 'Unknown parameter in this address: a=last. Use two ISO 8601 instants'],
    [
      '/compare?b=x..y..z',
      'Unknown parameter in this address: b=x..y..z. Use two ISO 8601 instants',
    ],
    ['/journeys/%E0%A4%A', 'Cannot read address "/journeys/%E0%A4%A"; expected a path in UTF-8'],
    ['journeys/a', 'Cannot read address "journeys/a"'],
  ])('readAddress() returns the problem of %s', (target, words) => {
    expect(readAddress(target)).toEqual({
      kind: 'problem',
      message: expect.stringContaining(words),
    });
  });

  it.each([
    '/nothing',
    '/overview/',
    '/journeys/a/b',
    '/runs/a/b',
    '/evidence/a/b/c/x',
    '/evidence/a/b/c/-1',
    '/evidence/a/b/c/1234',
    '/evidence/a/b/c/../../../etc/passwd',
    '/live.json',
    '//overview',
    '/__proto__',
    '/constructor',
  ])('readAddress() finds no page at %s', (target) => {
    expect(readAddress(target)).toEqual({ kind: 'unknown', path: target });
  });

  it.each(['/', '/journeys', '/runs'])('readAddress() redirects %s to the overview', (target) => {
    expect(readAddress(target)).toEqual({ kind: 'redirect', location: '/overview' });
  });
});
