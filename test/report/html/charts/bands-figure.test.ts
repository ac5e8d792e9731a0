import { wholeGrid } from '../../../support/whole-grid.ts';
import type { QuantileTrack } from '../../../../lib/core/dashboard/journey/journey-page.ts';
import { bandsFigure } from '../../../../lib/report/html/charts/bands-figure.ts';
import type { BandsChart } from '../../../../lib/report/html/charts/chart-data.ts';
import { topOfBands } from '../../../../lib/report/html/charts/chart-top.ts';
import { cornersOf, pathOf } from '../../../support/svg-paths.ts';
import { HOUR_MS } from '../../../../lib/core/base/time.ts';

const START_MS = Date.UTC(2026, 10, 22);

test('bandsFigure() draws a value that equals a limit at the height of the limit', () => {
  const markup = figure({ tracks: [track(0.5, [800, 1_500, null, 900])] });

  const y = cornersOf(pathOf(markup, 'line is-median'))[0]?.[1]?.[1];
  const limit = /<line class="limit" x2="100%" y1="([\d.]+)"/.exec(markup)?.[1];
  expect(limit).toBe('14.3');
  expect(y).toBeCloseTo(14.3, 5);
});

test('bandsFigure() interrupts the line at buckets without enough data', () => {
  const markup = figure({ tracks: [track(0.5, [800, 850, null, 900])] });

  expect(cornersOf(pathOf(markup, 'line is-median'))).toHaveLength(2);
});

test('bandsFigure() has a band from the median up to each higher percentile', () => {
  const markup = figure({
    tracks: [track(0.5, [800, 800]), track(0.75, [900, 900]), track(0.95, [1_200, 1_200])],
  });

  const [[, , lower] = []] = cornersOf(pathOf(markup, 'chart-band is-p95'));
  const [[upper] = []] = cornersOf(pathOf(markup, 'chart-band is-p75'));
  expect(lower?.[1]).toBeCloseTo(upper?.[1] ?? Number.NaN, 5);
});

test('bandsFigure() puts marks at their times, and shades their intervals', () => {
  const atMs = START_MS + HOUR_MS;
  const markup = figure({
    marks: [{ kind: 'change', atMs, fromMs: START_MS, toMs: atMs + HOUR_MS, label: 'stepped up' }],
  });

  expect(markup).toMatch(/class="flag is-change"\s+x="25%"/);
  expect(markup).toMatch(/class="flag-span"\s+x="0%"\s+width="50%"/);
  expect(markup).toContain('<title>stepped up</title>');
});

test('bandsFigure() leaves out marks outside its range', () => {
  const atMs = START_MS - HOUR_MS;

  expect(
    figure({ marks: [{ kind: 'note', atMs, fromMs: atMs, toMs: atMs, label: 'before' }] }),
  ).not.toContain('<title>before</title>');
});

test('bandsFigure() has a text alternative with units', () => {
  const markup = figure({ tracks: [track(0.5, [800, 850, null, 900])] });

  expect(markup).toContain(
    'aria-label="duration in eu-west-1, 22 November to 22 November, 48 values: p50 between 800 ms and 900 ms, last 900 ms. p95 budget 1.5 s"',
  );
});

test('bandsFigure() names a limit far above all values at the upper edge', () => {
  const markup = figure({ limits: [{ value: 60_000, label: 'p95 budget 1 m 00 s' }] });

  expect(markup).not.toContain('class="limit"');
  expect(markup).toContain('p95 budget 1 m 00 s ↑');
});

test('bandsFigure() labels the highest value above its axis', () => {
  const values = Array.from({ length: 100 }, (_, index) => (index === 40 ? 60_000 : 900));
  const markup = figure({
    grid: wholeGrid(START_MS, HOUR_MS, 100),
    n: values.map(() => 12),
    tracks: [track(0.5, values)],
    limits: [],
  });

  expect(markup).toMatch(/↑ 1 m 00 s/);
  expect(markup).toContain('x="40.5%"');
});

test('bandsFigure() keeps labels inert in the picture and in the data', () => {
  const label = '</script><svg onload=alert(1)>\u202e"';
  const markup = figure({
    marks: [{ kind: 'note', atMs: START_MS, fromMs: START_MS, toMs: START_MS, label }],
  });

  expect(markup).not.toContain('<svg onload');
  expect(markup).toContain('&lt;/script&gt;&lt;svg onload=alert(1)&gt;&quot;</title>');
  const [, json = ''] = /<script[^>]*>([^<]*)<\/script>/.exec(markup) ?? [];
  const read: BandsChart = JSON.parse(json);
  expect(read.marks[0]?.label).toBe(label);
});

test('bandsFigure() embeds no data in a report', () => {
  expect(figure({}, true)).not.toContain('<script');
});

test('topOfBands() is the same for all charts, above all values and near limits', () => {
  const charts = [
    { tracks: [track(0.5, [100]), track(0.95, [400])], limits: [{ value: 450, label: '' }] },
    { tracks: [track(0.5, [1_000])], limits: [] },
  ];

  expect(topOfBands(charts)).toBe(1_080);
});

function track(q: number, values: QuantileTrack['values']): QuantileTrack {
  return { q, values, low: values, high: values };
}

function figure(changes: Partial<BandsChart>, isStatic = false): string {
  const chart: Omit<BandsChart, 'top'> = {
    kind: 'bands',
    unit: 'ms',
    grid: wholeGrid(START_MS, HOUR_MS, 4),
    n: [12, 12, 12, 12],
    censored: [0, 0, 0, 0],
    tracks: [track(0.5, [800, 850, 870, 900])],
    limits: [{ value: 1_500, label: 'p95 budget 1.5 s' }],
    marks: [],
    ...changes,
  };
  const top = changes.limits === undefined ? 1_658 : topOfBands([chart]);

  return bandsFigure({
    id: 'bands-1',
    caption: 'eu-west-1',
    subject: 'duration in eu-west-1',
    chart: { ...chart, top },
    isStatic,
  }).markup;
}
