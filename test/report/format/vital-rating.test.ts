import { rateVital } from '../../../lib/report/format/vitals.ts';

describe('rateVital', () => {
  it.each([
    ['lcp', 2500, 'good'],
    ['lcp', 2500.1, 'needs-improvement'],
    ['lcp', 4000.1, 'poor'],
    ['cls', 0.1, 'good'],
    ['cls', 0.25, 'needs-improvement'],
    ['cls', 0.26, 'poor'],
    ['inp', 200, 'good'],
    ['inp', 501, 'poor'],
    ['fcp', 1801, 'needs-improvement'],
    ['ttfb', 801, 'needs-improvement'],
    ['tbt', 201, 'needs-improvement'],
  ] as const)('rateVital() follows the published bounds when %s is %d', (name, value, expected) => {
    expect(rateVital(name, value)).toBe(expected);
  });
});
