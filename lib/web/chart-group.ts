import type { PageRange } from '../core/dashboard/page-frame.ts';

/** A chart among others that show the same time. */
export interface ChartMember {
  /** Something was pointed at; null: nothing any more. */
  point(atMs: number | null): void;
  /** Shows a part of its time; null: all of it. `isOwn`: it was zoomed itself. */
  zoom(range: PageRange | null, isOwn: boolean): void;
}

/** Charts that are pointed at and zoomed together. */
export interface ChartGroup {
  /** A chart that comes later is zoomed as the others are. */
  join(member: ChartMember): void;
  leave(member: ChartMember): void;
  point(atMs: number | null, by: ChartMember): void;
  zoom(range: PageRange | null, by: ChartMember): void;
}

/** A group without charts. */
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
      // A chart that is told of the pointer moves its own cursor, and tells of that.
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
