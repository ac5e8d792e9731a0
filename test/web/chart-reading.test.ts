import { wholeGrid } from '../support/whole-grid.ts';
import type { BandsChart, StackChart } from '../../lib/report/html/charts/chart-data.ts';
import { readingAt, spokenReading } from '../../lib/web/chart-reading.ts';
import { HOUR_MS } from '../../lib/core/base/time.ts';

const GRID = wholeGrid(Date.UTC(2026, 10, 22, 16), HOUR_MS, 2);

const BANDS: BandsChart = {
  kind: 'bands',
  top: 100,
  unit: 'ms',
  grid: GRID,
  n: [80, 12],
  censored: [0, 1],
  tracks: [
    { q: 0.5, values: [120, 130], low: [110, 125], high: [131, 140] },
    { q: 0.95, values: [400, null], low: [300, null], high: [null, null] },
  ],
  limits: [],
  marks: [
    {
      kind: 'deploy',
      atMs: GRID.startMs + HOUR_MS + 1,
      fromMs: GRID.startMs + HOUR_MS + 1,
      toMs: GRID.startMs + HOUR_MS + 1,
      label: 'deploy: version 7',
    },
  ],
};

describe('readingAt()', () => {
  it('readingAt() has each percentile with its interval, and the number of values', () => {
    const reading = readingAt(BANDS, 0, 'Europe/Amsterdam');

    expect(reading).toEqual({
      time: { local: '2026-11-22 17:00 to 18:00 GMT+1', utc: '2026-11-22 16:00 to 17:00 UTC' },
      lines: [
        { name: 'p95', value: '400 ms', interval: '95% CI: 300 ms or more' },
        { name: 'p50', value: '120 ms', interval: '95% CI: 110 to 131 ms' },
      ],
      count: '80 values',
      marks: [],
    });
  });

  it('readingAt() has time-outs, marks, and percentiles without enough data', () => {
    const reading = readingAt(BANDS, 1, 'UTC');

    expect(reading).toMatchObject({
      count: '12 values, 1 timed out',
      marks: ['deploy: version 7'],
    });
    expect(reading.lines[0]).toEqual({ name: 'p95', value: null, interval: null });
    expect(spokenReading(reading)).toBe(
      '2026-11-22 17:00 to 18:00 UTC; p95: not enough data; p50 130 ms (95% CI: 125 to 140 ms); ' +
        '12 values, 1 timed out; deploy: version 7.',
    );
  });

  it('readingAt() has layers and their total, null for an empty bucket', () => {
    const chart: StackChart = {
      kind: 'stack',
      top: 100,
      unit: 'ms',
      grid: GRID,
      n: [3, 0],
      layers: [
        { name: 'open', values: [100, null] },
        { name: 'pay', values: [20.5, null] },
      ],
      marks: [],
    };

    expect(readingAt(chart, 0, 'UTC')).toMatchObject({
      lines: [
        { name: 'pay', value: '20.5 ms' },
        { name: 'open', value: '100 ms' },
        { name: 'total', value: '121 ms' },
      ],
      count: '3 timed runs',
    });
    expect(readingAt(chart, 1, 'UTC')).toMatchObject({
      lines: [{ value: null }, { value: null }, { name: 'total', value: null }],
      count: 'no timed runs',
    });
  });
});
