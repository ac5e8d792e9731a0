import type { PageRange } from '../../../core/dashboard/page-frame.ts';
import { formatDuration, formatInstant } from '../../format/format.ts';
import { formatMinute } from '../../format/trend-format.ts';
import { type Html, html } from './html.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../core/base/time.ts';

/**
 * An instant in UTC, to the minute or the second: `2026-11-22 16:45 UTC`. A script writes the
 * reader's own time before it.
 */
export function instant(at: string | number, precision: 'minute' | 'second' = 'minute'): Html {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return html`<span class="unknown">an unknown time</span>`;
  const iso = date.toISOString();
  const words = precision === 'second' ? formatInstant(iso) : minuteWords(iso);

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
    >${agoWords(nowMs - atMs)}</time
  >`;
}

/** A time that has passed, in one whole unit: `just now`, `40 s ago`, `12 m ago`, `3 d ago`. */
export function agoWords(ms: number): string {
  if (ms < SECOND_MS) return 'just now';
  if (ms < 99.5 * SECOND_MS) return `${Math.round(ms / SECOND_MS)} s ago`;
  if (ms < 99.5 * MINUTE_MS) return `${Math.round(ms / MINUTE_MS)} m ago`;
  if (ms < 47.5 * HOUR_MS) return `${Math.round(ms / HOUR_MS)} h ago`;

  return `${Math.round(ms / DAY_MS)} d ago`;
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

/** The length of a bucket of time: `5 m`, `1 h`, `1 d`. */
export function stepWords(ms: number): string {
  return formatDuration(ms).replace(/ 00 [smh]$/, '');
}

function minuteWords(iso: string): string {
  return formatMinute(iso).replace('Z', ' UTC');
}
