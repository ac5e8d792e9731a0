import { wholeGrid } from '../support/whole-grid.ts';
import type { BandsChart, StackChart } from '../../lib/report/html/charts/chart-data.ts';
import {
  bucketAt,
  loneValues,
  rowsOf,
  stackedRows,
  wholeBuckets,
} from '../../lib/web/chart-rows.ts';

const GRID = wholeGrid(1_000, 100, 3);
const NO_INTERVAL = { low: [null, null, null], high: [null, null, null] };

describe('rowsOf()', () => {
  it('rowsOf() has percentiles from the highest, at the middles of their buckets', () => {
    const chart: BandsChart = {
      kind: 'bands',
      top: 100,
      unit: 'ms',
      grid: GRID,
      n: [9, 9, 9],
      censored: [0, 0, 0],
      tracks: [
        { q: 0.5, values: [1, 2, null], ...NO_INTERVAL },
        { q: 0.95, values: [5, null, 7], ...NO_INTERVAL },
      ],
      limits: [],
      marks: [],
    };

    expect(rowsOf(chart)).toEqual({
      middles: [1_050, 1_150, 1_250],
      rows: [
        [5, null, 7],
        [1, 2, null],
      ],
      names: ['p95', 'p50'],
    });
  });

  it('rowsOf() stacks layers, the last at the top', () => {
    const chart: StackChart = {
      kind: 'stack',
      top: 100,
      unit: 'ms',
      grid: GRID,
      n: [1, 0, 1],
      layers: [
        { name: 'open', values: [10, null, 20] },
        { name: 'pay', values: [3, null, 4] },
      ],
      marks: [],
    };

    expect(rowsOf(chart)).toMatchObject({
      rows: [
        [13, null, 24],
        [10, null, 20],
      ],
      names: ['pay', 'open'],
    });
  });
});

describe('stackedRows()', () => {
  it('stackedRows() leaves a gap when no layer has a value, and counts a missing layer as 0', () => {
    const rows = stackedRows([
      [1, null, null],
      [null, 2, null],
    ]);

    expect(rows).toEqual([
      [1, 0, null],
      [1, 2, null],
    ]);
  });
});

test('loneValues() finds values between two gaps', () => {
  expect(loneValues([1, null, 2, 3, null, 4, null])).toEqual([0, 5]);
});

test('bucketAt() finds the bucket of an instant, or the nearest one outside the grid', () => {
  expect([999, 1_000, 1_099.9, 1_100, 1_299, 9_000].map((atMs) => bucketAt(GRID, atMs))).toEqual([
    0, 0, 0, 1, 2, 2,
  ]);
});

test('wholeBuckets() widens a span to whole buckets within the grid', () => {
  expect(wholeBuckets(GRID, 1_120, 1_210)).toEqual({ fromMs: 1_100, toMs: 1_300 });
  expect(wholeBuckets(GRID, 0, 9_000)).toEqual({ fromMs: 1_000, toMs: 1_300 });
  expect(wholeBuckets(GRID, 1_100, 1_100)).toEqual({ fromMs: 1_100, toMs: 1_200 });
});
