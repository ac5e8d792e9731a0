import * as fc from 'fast-check';
import {
  areaPath,
  bandPath,
  linePath,
  yOf,
} from '../../../../lib/report/html/charts/chart-paths.ts';
import { cornersOf } from '../../../support/svg-paths.ts';

const PLANE = { buckets: 4, width: 400, height: 100, top: 200 };

test('linePath() goes through the middles of buckets, with 0 at the bottom and the top at y = 0', () => {
  const [line] = cornersOf(linePath([0, 50, 100, 200], PLANE));

  expect(line).toEqual([
    [50, 100],
    [150, 75],
    [250, 50],
    [350, 0],
  ]);
});

test('linePath() leaves out the missing parts of the first and the last bucket', () => {
  const missing = { first: 0.5, last: 0.75 };
  const [line] = cornersOf(linePath([0, 0, 0, 0], { ...PLANE, width: 275, missing }));

  expect(line?.map(([x]) => x)).toEqual([25, 100, 200, 262.5]);
});

test('linePath() is interrupted at buckets without a value', () => {
  const lines = cornersOf(linePath([50, 50, null, 100], PLANE));

  // What stands alone is as wide as its bucket.
  expect(lines).toEqual([
    [
      [50, 75],
      [150, 75],
    ],
    [
      [300, 50],
      [400, 50],
    ],
  ]);
});

test('bandPath() follows the upper row and returns along the lower, where both have values', () => {
  const path = bandPath([100, 100, 100, null], [50, 50, null, 50], PLANE);

  expect(path.endsWith('z')).toBe(true);
  expect(cornersOf(path)).toEqual([
    [
      [50, 50],
      [150, 50],
      [150, 75],
      [50, 75],
    ],
  ]);
});

test('areaPath() reaches down to the bottom', () => {
  expect(cornersOf(areaPath([100, 200, null, null], PLANE))).toEqual([
    [
      [50, 50],
      [150, 0],
      [150, 100],
      [50, 100],
    ],
  ]);
});

test('linePath() keeps every corner right to a tenth with relative coordinates', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 200, noNaN: true }), { minLength: 2, maxLength: 400 }),
      (row) => {
        const plane = { ...PLANE, buckets: row.length };
        const [line = []] = cornersOf(linePath(row, plane));

        expect(line).toHaveLength(row.length);
        for (const [index, [x, y]] of line.entries()) {
          expect(Math.abs(x - ((index + 0.5) * 400) / row.length)).toBeLessThan(0.051);
          expect(Math.abs(y - yOf(row[index] ?? 0, plane))).toBeLessThan(0.051);
        }
      },
    ),
  );
});

test('linePath() writes whole coordinates when the grain is whole', () => {
  expect(linePath([33, 66, 99, 132], { ...PLANE, grain: 'whole' })).toMatch(/^[\dMl -]+$/);
});

test('yOf() puts values above the axis just outside the picture', () => {
  expect(yOf(60_000, PLANE)).toBe(-6);
});
