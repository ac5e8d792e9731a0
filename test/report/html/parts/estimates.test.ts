import {
  availabilityValue,
  percentileOrShortage,
  percentileValue,
} from '../../../../lib/report/html/parts/estimates.ts';
import { sampleAvailability, sampleEstimate } from '../../../support/sample-pages.ts';

test('percentileValue() has unit, n and interval in a tip that needs no script', () => {
  const { markup } = percentileValue(sampleEstimate(1_900), 'ms');

  expect(markup).toContain('tabindex="0"');
  expect(markup).toContain('1.90 s<span class="tip" role="tooltip"');
  expect(markup).toContain('95% CI: 1.84 to 1.98 s; n = 4,032 values');
});

test('percentileValue() marks a lower bound, also when JSON has null for its upper end', () => {
  const estimate = { ...sampleEstimate(60_000), bound: 'at-least', censored: 40 } as const;
  const { markup } = percentileValue(
    JSON.parse(JSON.stringify({ ...estimate, high: Infinity })),
    'ms',
  );

  expect(markup).toContain('at least 1 m 00 s');
  expect(markup).toContain('58.2 s or more');
  expect(markup).toContain('40 values timed out');
});

test('percentileOrShortage() says what is missing when there are too few values', () => {
  const refused = {
    kind: 'insufficient-data',
    shortage: { code: 'too-few-values', q: 0.75, n: 4, needed: 11 },
    moreDays: 2.2,
  } as const;

  expect(percentileOrShortage(refused, 'ms').markup).toContain(
    'not enough data: p75 needs 11 values, there are 4: about 3 more days',
  );
});

test('availabilityValue() also counts outcomes that do not affect availability', () => {
  const { markup } = availabilityValue(sampleAvailability({ passed: 990, failed: 10, missing: 2 }));

  expect(markup).toContain('>99%<');
  expect(markup).toContain('n = 1,000 runs. 990 passed, 10 failed, 2 missing');
});

test('availabilityValue() has no number when no run passed or failed', () => {
  expect(availabilityValue(sampleAvailability({ skipped: 3 })).markup).toContain(
    'no run passed or failed: 3 skipped',
  );
});

test('availabilityValue() speaks of scheduled runs, because runs on demand are not counted', () => {
  expect(availabilityValue(sampleAvailability({})).markup).toContain(
    'no scheduled run in this period',
  );
});
