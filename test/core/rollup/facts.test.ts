import * as fc from 'fast-check';
import { factsOf } from '../../../lib/core/rollup/facts.ts';
import { arbitraryRunRecord } from '../../support/arbitrary-run-record.ts';
import { instrumentReading, requestRecord } from '../../support/record-parts.ts';
import { runRecord } from '../../support/run-records.ts';

const TLS = {
  protocol: 'TLSv1.3',
  issuer: 'R11',
  subject: 'shop.test',
  validTo: '2027-01-31T23:59:59.000Z',
  daysToExpiry: 69,
};

describe('factsOf()', () => {
  it('factsOf() reports the versions of the run and what was seen of each host', () => {
    const facts = factsOf(
      runRecord({
        journeyVersion: 'a1b2c3',
        instrument: instrumentReading({
          nodeVersion: '22.1.0',
          chromiumVersion: '147.0.1',
          platformVersion: '0.1.0',
        }),
        requests: [
          requestRecord({ url: 'https://shop.test/', tls: TLS, protocol: 'h2', cache: 'MISS' }),
          requestRecord({
            url: 'https://shop.test/a.js',
            remoteAddress: '192.0.2.9',
            cache: 'HIT',
          }),
          requestRecord({ url: 'https://shop.test/b.js', server: 'nginx', cache: 'HIT' }),
        ],
      }),
    );

    expect(facts).toEqual({
      chromium: '147.0.1',
      node: '22.1.0',
      journey: 'a1b2c3',
      platform: '0.1.0',
      'host@shop.test': 'present',
      'address@shop.test': '192.0.2.1',
      'protocol@shop.test': 'h2',
      'server@shop.test': 'nginx',
      'cache@shop.test': 'HIT',
      'tls@shop.test': 'TLSv1.3',
      'certificate@shop.test': 'shop.test by R11 until 2027-01-31',
    });
  });

  it('factsOf() leaves out what was not measured', () => {
    const request = requestRecord({ remoteAddress: null, protocol: null });
    const facts = factsOf(runRecord({ journeyVersion: '', requests: [request] }));

    expect(facts).toEqual({ node: 'v20.19.0', 'host@shop.test': 'present' });
  });

  it('factsOf() keeps the eight hosts that took the most time, and says that there were more', () => {
    const requests = Array.from({ length: 10 }, (_, index) =>
      requestRecord({ url: `https://h${index}.test/`, totalMs: index, remoteAddress: null }),
    );
    const hosts = Object.keys(factsOf(runRecord({ requests }))).filter((fact) =>
      fact.startsWith('host@'),
    );

    expect(hosts.toSorted()).toEqual(
      ['(other)', ...[2, 3, 4, 5, 6, 7, 8, 9].map((index) => `h${index}.test`)].map(
        (host) => `host@${host}`,
      ),
    );
  });

  it('factsOf() says that hosts may be missing where requests were left out of the record', () => {
    expect(factsOf(runRecord({ omitted: { requests: 1 } }))['host@(other)']).toBe('present');
  });

  it('factsOf() reports texts of at most 100 characters of any record', () => {
    fc.assert(
      fc.property(arbitraryRunRecord('checkout', 'local'), (record) => {
        const values = Object.values(factsOf(record));

        expect(values.filter((value) => value.length === 0 || value.length > 100)).toEqual([]);
      }),
    );
  });
});
