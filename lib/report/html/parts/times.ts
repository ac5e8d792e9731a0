import type { PageRange } from '../../../core/dashboard/page-frame.ts';
import { type Html, html } from './html.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../core/base/time.ts';
import { formatAgo, formatDuration } from '../../format/duration.ts';
import { formatInstant, formatMinute } from '../../format/instant.ts';

/**
 * An instant in UTC, to the minute or the second: `2026-11-22 16:45 UTC`. A script writes the
 * reader's own time before it.
 */
export function instant(at: string | number, precision: 'minute' | 'second' = 'minute'): Html {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return html`<span class="unknown">an unknown time</span>`;
  const iso = date.toISOString();
  const words = precision === 'second' ? formatInstant(iso) : formatMinute(iso);

  return html`<time datetime="${iso}" data-local>${words}</time>`;
}

/**
 * How long ago something was: `12 m ago`. The instant in UTC is its title; a script lets it grow.
 */
export function ago(at: string | number, nowMs: number): Html {
  const atMs = new Date(at).getTime();
  if (Number.isNaN(atMs)) return html`<span class="unknown">an unknown time</span>`;
  const iso = new Date(atMs).toISOString();

  return html`<time datetime="${iso}" title="${formatInstant(iso)}" data-ago="${nowMs - atMs}"
    >${formatAgo(nowMs - atMs)}</time
  >`;
}

/** From when to when: both ends as {@link instant}. */
export function rangeTimes({ fromMs, toMs }: PageRange): Html {
  return html`${instant(fromMs)} to ${instant(toMs)}`;
}

/** A range's length as pages offer it: `24 h`, `7 d`, `1 y`, else as any duration. */
export function lengthWords(range: PageRange): string {
  const known = RANGE_LENGTHS.find(({ ms }) => isOfLength(range, ms));

  return known?.words ?? formatDuration(range.toMs - range.fromMs);
}

/**
 * Whether a range is what was chosen as one of a length: it may begin earlier, with the whole hour or
 * the whole day that the length leads back to.
 */
export function isOfLength({ fromMs, toMs }: PageRange, ms: number): boolean {
  const begins = [HOUR_MS, DAY_MS].map((step) => Math.floor((toMs - ms) / step) * step);

  return Math.abs(toMs - ms - fromMs) < MINUTE_MS || begins.includes(fromMs);
}

/** The lengths of time that pages offer. */
export const RANGE_LENGTHS: readonly { readonly words: string; readonly ms: number }[] = [
  { words: '24 h', ms: DAY_MS },
  { words: '7 d', ms: 7 * DAY_MS },
  { words: '14 d', ms: 14 * DAY_MS },
  { words: '30 d', ms: 30 * DAY_MS },
  { words: '90 d', ms: 90 * DAY_MS },
  { words: '1 y', ms: 365 * DAY_MS },
];
