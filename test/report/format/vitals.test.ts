import {
  describeThresholds,
  formatAttribution,
  rateVital,
} from '../../../lib/report/format/vitals.ts';

describe('formatAttribution()', () => {
  test.each([
    ['firstByteToFCP', 210, 'first byte to FCP 210 ms'],
    ['inputDelay', 12, 'input delay 12.0 ms'],
    ['largestShiftValue', 0.0312, 'largest shift value 0.031'],
    ['loadState', 'complete', 'load state complete'],
    ['element', 'main>img.hero', 'main>img.hero'],
  ])('%s', (key, value, words) => {
    expect(formatAttribution(key, value)).toBe(words);
  });
});

test.each([
  ['lcp', 'good up to 2.5 s, poor above 4 s'],
  ['cls', 'good up to 0.1, poor above 0.25'],
] as const)(
  'describeThresholds() of %s has limits without zeros at their end',
  (name, expected) => {
    expect(describeThresholds(name)).toBe(expected);
  },
);

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
