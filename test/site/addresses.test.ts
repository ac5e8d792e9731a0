import { jsonAddress, serverLinks } from '../../lib/site/addresses.ts';
import { runRecord } from '../support/run-records.ts';

const links = serverLinks();

describe('serverLinks()', () => {
  it('evidence() is null for evidence that the record does not have', () => {
    const run = runRecord({ evidence: [{ kind: 'har', path: 'a.har', from: 'run' }] });

    expect(links.evidence(run, { kind: 'har', path: '/etc/passwd', from: 'run' })).toBeNull();
  });

  it('overview() has the range as two instants', () => {
    const range = { fromMs: Date.UTC(2026, 10, 1), toMs: Date.UTC(2026, 10, 8) };

    expect(links.overview(range)).toBe(
      '/overview?from=2026-11-01T00:00:00.000Z&to=2026-11-08T00:00:00.000Z',
    );
    expect(links.costs()).toBe('/costs');
  });
});

describe('jsonAddress()', () => {
  it.each([
    ['/overview', '/overview.json'],
    ['/overview?last=7d', '/overview.json?last=7d'],
    ['/overview.json?last=7d', '/overview.json?last=7d'],
    ['/journeys/x%2Ejson', '/journeys/x%2Ejson.json'],
  ])('jsonAddress() of %s is %s', (target, json) => {
    expect(jsonAddress(target)).toBe(json);
  });
});
