import type { PageRange } from '../../../core/dashboard/page-frame.ts';
import { type Html, html } from './html.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../core/base/time.ts';
import { formatAgo, formatDuration } from '../../format/duration.ts';
import { formatInstant, formatMinute } from '../../format/instant.ts';

/**
 * An instant in UTC, to the minute or the second: `2026-11-22 16:45 UTC`. A script replaces it with
 * the reader's local time, followed by UTC.
 */
export function instant(at: string | number, precision: 'minute' | 'second' = 'minute'): Html {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return html`<span class="unknown">unknown time</span>`;
  const iso = date.toISOString();
  const words = precision === 'second' ? formatInstant(iso) : formatMinute(iso);

  return html`<time datetime="${iso}" data-local>${words}</time>`;
}

/**
 * Age of an instant: `12 m ago`. Its title is the instant in UTC; a script keeps the age up to date.
 */
export function ago(at: string | number, nowMs: number): Html {
  const atMs = new Date(at).getTime();
  if (Number.isNaN(atMs)) return html`<span class="unknown">unknown time</span>`;
  const iso = new Date(atMs).toISOString();

  return html`<time datetime="${iso}" title="${formatInstant(iso)}" data-ago="${nowMs - atMs}"
    >${formatAgo(nowMs - atMs)}</time
  >`;
}

/** Both ends of a range, each as {@link instant}. */
export function rangeTimes({ fromMs, toMs }: PageRange): Html {
  return html`${instant(fromMs)} to ${instant(toMs)}`;
}

/** Length of a value of `datetime-local`. */
const FIELD_CHARACTERS = 16;

/** An instant in UTC as the value of an `<input type="datetime-local">`: `2026-11-22T16:45`. */
export function dateTimeValue(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, FIELD_CHARACTERS);
}

/** Length of a range: `24 h`, `7 d`, `1 y` for those that pages offer, otherwise a duration. */
export function formatRangeLength(range: PageRange): string {
  const known = RANGE_LENGTHS.find(({ ms }) => isOfLength(range, ms));

  return known?.words ?? formatDuration(range.toMs - range.fromMs);
}

/**
 * Whether a range has a length that pages offer. It may start up to an hour or a day earlier, since
 * ranges are extended to whole hours or days.
 */
export function isOfLength({ fromMs, toMs }: PageRange, ms: number): boolean {
  const begins = [HOUR_MS, DAY_MS].map((step) => Math.floor((toMs - ms) / step) * step);

  return Math.abs(toMs - ms - fromMs) < MINUTE_MS || begins.includes(fromMs);
}

/** Lengths of ranges that pages offer, the shortest first. */
export const RANGE_LENGTHS: readonly { readonly words: string; readonly ms: number }[] = [
  { words: '24 h', ms: DAY_MS },
  { words: '7 d', ms: 7 * DAY_MS },
  { words: '14 d', ms: 14 * DAY_MS },
  { words: '30 d', ms: 30 * DAY_MS },
  { words: '90 d', ms: 90 * DAY_MS },
  { words: '1 y', ms: 365 * DAY_MS },
];
