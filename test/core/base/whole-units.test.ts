import { inWholeUnits } from '../../../lib/core/base/whole-units.ts';

test.each([
  [150, '150 ms'],
  [999.6, '1 s'],
  [1_000, '1 s'],
  [7_995, '8 s'],
  [7_700, '7.7 s'],
  [30_000, '30 s'],
])('inWholeUnits(%d) is "%s"', (ms, text) => {
  expect(inWholeUnits(ms)).toBe(text);
});
