import { formatAttribution } from '../../../lib/report/format/vitals.ts';

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
