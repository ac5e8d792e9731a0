import { chartGroup, type ChartMember } from '../../lib/web/chart-group.ts';

function member(onPoint: (atMs: number | null) => void = () => undefined): ChartMember & {
  readonly calls: unknown[];
} {
  const calls: unknown[] = [];

  return {
    calls,
    point: (atMs) => {
      calls.push(atMs);
      onPoint(atMs);
    },
    zoom: (range, isOwn) => void calls.push([range, isOwn]),
  };
}

describe('chartGroup()', () => {
  it('chartGroup() passes the cursor of one chart to all others, once', () => {
    const group = chartGroup();
    const one = member();
    const other = member((atMs) => group.point(atMs, other));
    group.join(one);
    group.join(other);

    group.point(7, one);

    expect(one.calls).toEqual([]);
    expect(other.calls).toEqual([7]);
  });

  it('chartGroup() zooms all charts, also those that join later', () => {
    const group = chartGroup();
    const [early, late, gone] = [member(), member(), member()];
    const range = { fromMs: 1, toMs: 2 };
    group.join(early);
    group.join(gone);
    group.leave(gone);

    group.zoom(range, early);
    group.join(late);
    group.zoom(null, late);

    expect(early.calls).toEqual([
      [range, true],
      [null, false],
    ]);
    expect(late.calls).toEqual([
      [range, false],
      [null, true],
    ]);
    expect(gone.calls).toEqual([]);
  });
});
