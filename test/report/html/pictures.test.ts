import { dayStrip } from '../../../lib/report/html/charts/day-strip.ts';
import { budgetBullet, gaugeTop, vitalGauge } from '../../../lib/report/html/charts/gauges.ts';
import { sampleBudget, sampleEstimate } from '../../support/sample-pages.ts';
import { cornersOf, pathOf } from '../../support/svg-paths.ts';
import { DAY_MS } from '../../../lib/core/base/time.ts';

const FIRST_MS = Date.UTC(2026, 10, 1);
const RANGE = { fromMs: FIRST_MS, toMs: FIRST_MS + 10 * DAY_MS };

test('dayStrip() leaves a gap for a day without slots', () => {
  const markup = strip([day(0), day(1), day(4)]);

  expect(pathOf(markup, 'strip-day')).toBe('M0 8H2M4 8H5');
  expect(markup).toContain('viewBox="0 0 10 16"');
});

test('dayStrip() draws failures from the top, at least two units high', () => {
  const half = strip([day(0, 144)]);
  const one = strip([day(3, 1)]);

  expect(pathOf(half, 'strip-failed')).toBe('M0 0v8h.8V0z');
  expect(pathOf(one, 'strip-failed')).toBe('M3 0v2h.8V0z');
});

test('dayStrip() lists the days with failures in its label', () => {
  expect(strip([day(0, 144), day(1), day(2, 3)])).toContain(
    '3 days; failures on 2 (1 Nov: 144 of 288, 3 Nov: 3 of 288)',
  );
});

test('dayStrip() is null without days', () => {
  expect(dayStrip([], RANGE)).toBeNull();
});

test('budgetBullet() ends at the limit when the value equals the limit', () => {
  const markup = budgetBullet(sampleBudget('lcp', 2_500, sampleEstimate(2_500)))?.markup ?? '';

  const end = cornersOf(pathOf(markup, 'bullet-value'))[0]?.[1]?.[0];
  expect(pathOf(markup, 'bullet-limit')).toBe(`M${end} 0v10`);
  expect(markup).toContain('bullet is-unsure');
});

test('budgetBullet() stays within its picture', () => {
  const markup = budgetBullet(sampleBudget('lcp', 2_500, sampleEstimate(99_000)))?.markup ?? '';

  expect(pathOf(markup, 'bullet-value')).toBe('M0 5H100');
});

test('vitalGauge() ends its zones at the thresholds, on the same scale as the needle', () => {
  const estimate = sampleEstimate(2_500);
  const markup = vitalGauge('lcp', estimate, gaugeTop('lcp', [estimate])).markup;

  const good = /zone-good"\s+width="([\d.]+)"/.exec(markup)?.[1];
  expect(pathOf(markup, 'needle')).toBe(`M${good} 1v14`);
});

test('gaugeTop() is above the end of the widest interval', () => {
  expect(gaugeTop('lcp', [sampleEstimate(9_000), sampleEstimate(1_000)])).toBeCloseTo(10_296);
  expect(gaugeTop('lcp', [])).toBe(5_400);
});

function day(index: number, failed = 0) {
  return { atMs: FIRST_MS + index * DAY_MS, passed: 288 - failed, failed, unknown: 0 };
}

function strip(days: Parameters<typeof dayStrip>[0]): string {
  return dayStrip(days, RANGE)?.markup ?? '';
}
