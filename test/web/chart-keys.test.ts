import { wholeGrid } from '../support/whole-grid.ts';
import { chartMove, type ChartView } from '../../lib/web/chart-keys.ts';

const GRID = wholeGrid(0, 10, 100);

function view(changes: Partial<ChartView> = {}): ChartView {
  return { grid: GRID, index: 50, zoom: null, ...changes };
}

describe('chartMove()', () => {
  it.each([
    ['ArrowLeft', 49],
    ['ArrowRight', 51],
    ['PageUp', 40],
    ['PageDown', 60],
    ['Home', 0],
    ['End', 99],
  ])('chartMove() goes with %s to bucket %d', (key, index) => {
    expect(chartMove(key, view())).toEqual({ kind: 'point', index });
  });

  it('chartMove() starts at the ends without a cursor, and stays within the grid', () => {
    expect(chartMove('ArrowRight', view({ index: null }))).toEqual({ kind: 'point', index: 0 });
    expect(chartMove('ArrowLeft', view({ index: null }))).toEqual({ kind: 'point', index: 99 });
    expect(chartMove('ArrowRight', view({ index: 99 }))).toEqual({ kind: 'point', index: 99 });
  });

  it('chartMove() stays within the zoomed range', () => {
    const zoom = { fromMs: 200, toMs: 300 };

    expect(chartMove('Home', view({ zoom, index: 25 }))).toEqual({ kind: 'point', index: 20 });
    expect(chartMove('End', view({ zoom, index: 25 }))).toEqual({ kind: 'point', index: 29 });
  });

  it('chartMove() zooms to half the range around the cursor, and back', () => {
    const near = { kind: 'zoom', zoom: { fromMs: 250, toMs: 750 } };

    expect(chartMove('+', view())).toEqual(near);
    expect(chartMove('+', view({ index: 99 }))).toEqual({
      kind: 'zoom',
      zoom: { fromMs: 500, toMs: 1_000 },
    });
    expect(chartMove('-', view({ zoom: { fromMs: 250, toMs: 750 } }))).toEqual({
      kind: 'zoom',
      zoom: null,
    });
  });

  it('chartMove() leaves other keys to the page', () => {
    expect(chartMove('Tab', view())).toBeNull();
    expect(chartMove('/', view())).toBeNull();
  });
});
