import { wholeGrid } from '../../../support/whole-grid.ts';
import type { StepStack } from '../../../../lib/core/dashboard/journey/journey-page.ts';
import { topOfStacks } from '../../../../lib/report/html/charts/chart-top.ts';
import { mergedLayers, stackFigure } from '../../../../lib/report/html/charts/stack-figure.ts';
import { cornersOf, pathOf } from '../../../support/svg-paths.ts';

const GRID = wholeGrid(Date.UTC(2026, 10, 22), 3_600_000, 2);

test('stackFigure() stacks each layer on top of those before it', () => {
  const markup = stackFigure({
    id: 'steps-1',
    caption: 'eu-west-1',
    subject: 'steps in eu-west-1',
    height: 100,
    chart: {
      kind: 'stack',
      unit: 'ms',
      grid: GRID,
      n: [12, 12],
      layers: [
        { name: 'open', values: [40, 40] },
        { name: 'pay', values: [60, 100] },
      ],
      marks: [],
      top: 200,
    },
  }).markup;

  const [[first, second] = []] = cornersOf(pathOf(markup, 'layer layer-2'));
  expect([first?.[1], second?.[1]]).toEqual([50, 30]);
  // Painted first, so that the layer below covers what is not its own.
  expect(markup.indexOf('layer layer-2')).toBeLessThan(markup.indexOf('layer layer-1'));
  expect(markup).toContain('mean of the buckets: open 40.0 ms, pay 80.0 ms');
});

test('mergedLayers() gives all regions the same layers, time outside steps last', () => {
  const { names, layers } = mergedLayers([
    stack({ open: 40, pay: 60 }, 5),
    stack({ open: 30, 'sign in': 20 }, 4),
  ]);

  expect(names).toEqual(['open', 'pay', 'sign in', 'outside steps']);
  expect(layers[1]?.map(({ values }) => values[0])).toEqual([30, null, 20, 4]);
});

test('mergedLayers() merges the smallest of many steps without losing time', () => {
  const steps = Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`step ${at}`, 12 - at]));

  const { names, layers } = mergedLayers([stack(steps, 1)]);

  expect(names).toHaveLength(8);
  expect(names.slice(-2)).toEqual(['other steps', 'outside steps']);
  const sum = layers[0]?.reduce((total, { values }) => total + (values[0] ?? 0), 0);
  expect(sum).toBe(79);
});

test('topOfStacks() is above the highest sum', () => {
  expect(
    topOfStacks([
      {
        layers: [
          { name: 'a', values: [60, 40] },
          { name: 'b', values: [40, 20] },
        ],
      },
    ]),
  ).toBe(108);
});

function stack(steps: Readonly<Record<string, number>>, outside: number): StepStack {
  return {
    grid: GRID,
    n: [12, 12],
    layers: [
      ...Object.entries(steps).map(([step, ms]) => ({ step, meanMs: [ms, ms] })),
      { step: null, meanMs: [outside, outside] },
    ],
  };
}
