import { metricsUsd, PRICES, PRICES_OF, unitPrice } from '../../../lib/core/cost/prices.ts';
import { AWS_REGIONS } from '../../../lib/project/schema/aws-schemas.ts';

test('PRICES has for each price a positive number and a page of AWS', () => {
  for (const [name, { usd, per, page }] of Object.entries(PRICES)) {
    expect([name, usd > 0, per >= 1]).toEqual([name, true, true]);
    expect(page).toMatch(/^https:\/\/aws\.amazon\.com\/[\w/-]+\/pricing\//);
  }
  expect(PRICES_OF).toMatch(/^20\d\d-\d\d-\d\d$/);
});

test('unitPrice() is that of the page in us-east-1, and never cheaper elsewhere', () => {
  expect(unitPrice('lambdaX86', 'us-east-1')).toBe(0.0000166667);
  expect(unitPrice('lambdaX86', 'af-south-1')).toBeCloseTo(0.0000221, 10);
  expect(unitPrice('metrics', 'sa-east-1')).toBe(0.3);
  for (const region of AWS_REGIONS) {
    expect(unitPrice('tableWrites', region)).toBeGreaterThanOrEqual(0.625 / 1e6);
  }
});

test.each([
  [0, 0],
  [10, 3],
  [10_000, 3_000],
  [10_001, 3_000.1],
  [250_000, 27_000],
  [1_000_000, 64_500],
  [1_000_100, 64_502],
])('metricsUsd() walks the tiers when there are %d metrics', (count, usd) => {
  expect(metricsUsd(count)).toBeCloseTo(usd, 6);
});
