import type { OverviewDay } from '../../../core/dashboard/overview/overview-page.ts';
import type { PageRange } from '../../../core/dashboard/page-frame.ts';
import { coordinate } from './chart-paths.ts';
import { type Html, html } from '../parts/html.ts';
import { DAY_MS } from '../../../core/base/time.ts';
import { formatCount } from '../../format/count.ts';
import { formatShortDay } from '../../format/instant.ts';

const HEIGHT = 16;
/** Least height of a failure, so that even a single one is visible. */
const MIN_HEIGHT = 2;
/** With more days, there are no gaps between them. */
const MAX_APART = 92;
const MAX_NAMED = 3;

/** A day and its index within the range. */
interface PlacedDay extends OverviewDay {
  readonly index: number;
}

/**
 * Availability by day: a full bar where all runs passed, failures from the top down, errored and
 * missing slots from the bottom up; a day without slots is a gap. Null: there were no slots at all.
 */
export function dayStrip(days: readonly OverviewDay[], range: PageRange): Html | null {
  const firstMs = Math.floor(range.fromMs / DAY_MS) * DAY_MS;
  const count = Math.max(1, Math.ceil((range.toMs - firstMs) / DAY_MS));
  const placed = days
    .map((day) => ({ ...day, index: Math.round((day.atMs - firstMs) / DAY_MS) }))
    .filter((day) => day.index >= 0 && day.index < count && slotsOf(day) > 0);
  if (placed.length === 0) return null;
  const dashes = count <= MAX_APART ? html`stroke-dasharray=".8 .2"` : null;
  const failed = placed.map((day) => barOf(day, day.failed, 'top')).join('');
  const unknown = placed.map((day) => barOf(day, day.unknown, 'bottom')).join('');

  return html`<svg
    class="day-strip"
    role="img"
    aria-label="${stripLabel(placed)}"
    viewBox="0 0 ${count} ${HEIGHT}"
    preserveAspectRatio="none"
  >
    <path class="strip-day" ${dashes} d="${daysPath(placed)}" />
    ${unknown !== '' && html`<path class="strip-unknown" d="${unknown}" />`}
    ${failed !== '' && html`<path class="strip-failed" d="${failed}" />`}
  </svg>`;
}

/** Consecutive days are one line, as thick as the strip is high. */
function daysPath(days: readonly PlacedDay[]): string {
  const indexes = days.map(({ index }) => index);
  const starts = indexes.filter((index) => !indexes.includes(index - 1));
  const ends = indexes.filter((index) => !indexes.includes(index + 1));

  return starts
    .map((start, index) => `M${start} ${HEIGHT / 2}H${(ends[index] ?? start) + 1}`)
    .join('');
}

function barOf(day: PlacedDay, part: number, from: 'top' | 'bottom'): string {
  if (part === 0) return '';
  const height = Math.max(MIN_HEIGHT, (part / slotsOf(day)) * HEIGHT);
  const [start, way] = from === 'top' ? [0, height] : [HEIGHT, -height];

  return `M${day.index} ${start}v${coordinate(way)}h.8V${start}z`;
}

function slotsOf({ passed, failed, unknown }: OverviewDay): number {
  return passed + failed + unknown;
}

function stripLabel(days: readonly PlacedDay[]): string {
  const bad = days.filter(({ failed }) => failed > 0);
  const blind = days.filter(({ unknown }) => unknown > 0).length;
  const worst = bad.toSorted((one, other) => other.failed - one.failed).slice(0, MAX_NAMED);
  const named = worst.map((day) => `${formatShortDay(day.atMs)}: ${day.failed} of ${slotsOf(day)}`);

  return [
    formatCount(days.length, 'day'),
    bad.length === 0 ? 'no failures' : `failures on ${bad.length} (${named.join(', ')})`,
    ...(blind === 0 ? [] : [`errored or missing slots on ${blind}`]),
  ].join('; ');
}
