import type { PageRange } from '../core/dashboard/page-frame.ts';

/** A chart of a group. */
export interface ChartMember {
  /** Moves the cursor to an instant; null: removes it. */
  point(atMs: number | null): void;
  /** Shows part of the time axis; null: all of it. `isOwn`: the zoom started in this chart. */
  zoom(range: PageRange | null, isOwn: boolean): void;
}

/** Charts with a common cursor and zoom. */
export interface ChartGroup {
  /** Adds a chart, and zooms it like the others. */
  join(member: ChartMember): void;
  leave(member: ChartMember): void;
  point(atMs: number | null, by: ChartMember): void;
  zoom(range: PageRange | null, by: ChartMember): void;
}

/** Creates an empty group. */
export function chartGroup(): ChartGroup {
  const members = new Set<ChartMember>();
  let range: PageRange | null = null;
  let isPointing = false;

  return {
    join: (member) => {
      members.add(member);
      if (range !== null) member.zoom(range, false);
    },
    leave: (member) => void members.delete(member),
    point: (atMs, by) => {
      // Moving another chart's cursor makes that chart call point() again.
      if (isPointing) return;
      isPointing = true;
      for (const member of members) if (member !== by) member.point(atMs);
      isPointing = false;
    },
    zoom: (part, by) => {
      range = part;
      for (const member of members) member.zoom(part, member === by);
    },
  };
}
