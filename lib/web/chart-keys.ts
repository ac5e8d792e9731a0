import { bucketAt } from './chart-rows.ts';
import type { Grid } from '../core/dashboard/journey/journey-page.ts';
import type { PageRange } from '../core/dashboard/page-frame.ts';

/** Cursor and zoom of a chart. */
export interface ChartView {
  readonly grid: Grid;
  readonly index: number | null;
  /** Null: all of the grid. */
  readonly zoom: PageRange | null;
}

/** Change of a chart's cursor or zoom. */
export type ChartMove =
  | { readonly kind: 'point'; readonly index: number }
  | { readonly kind: 'zoom'; readonly zoom: PageRange | null };

const PAGE_SHARE = 10;
const ZOOM_FACTOR = 2;
/** Zooming in stops at this number of buckets. */
const MIN_BUCKETS = 4;

/** Move of a key in a chart; null: the key is left to the page. */
export function chartMove(key: string, view: ChartView): ChartMove | null {
  const [first, last] = shownBuckets(view);
  const index = view.index ?? last + 1;
  const page = Math.max(1, Math.round((last - first) / PAGE_SHARE));
  const targets: Readonly<Record<string, number>> = {
    ArrowLeft: index - 1,
    ArrowRight: view.index === null ? first : index + 1,
    PageUp: index - page,
    PageDown: index + page,
    Home: first,
    End: last,
  };
  const target = targets[key];
  if (target !== undefined) {
    return { kind: 'point', index: Math.min(last, Math.max(first, target)) };
  }
  if (key === '+' || key === '=') return { kind: 'zoom', zoom: closer(view) };

  return key === '-' || key === '0' ? { kind: 'zoom', zoom: null } : null;
}

function shownBuckets({ grid, zoom }: ChartView): readonly [number, number] {
  return zoom === null
    ? [0, grid.length - 1]
    : [bucketAt(grid, zoom.fromMs), bucketAt(grid, zoom.toMs - 1)];
}

function closer(view: ChartView): PageRange {
  const { grid } = view;
  const [first, last] = shownBuckets(view);
  const length = Math.min(
    last - first + 1,
    Math.max(MIN_BUCKETS, Math.ceil((last - first + 1) / ZOOM_FACTOR)),
  );
  const middle = view.index ?? Math.round((first + last) / 2);
  const start = Math.min(last - length + 1, Math.max(first, middle - Math.floor(length / 2)));

  return {
    fromMs: grid.startMs + start * grid.stepMs,
    toMs: grid.startMs + (start + length) * grid.stepMs,
  };
}
