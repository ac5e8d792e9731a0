import { axisTimes } from '../../lib/web/zone-times.ts';
import { backOffMs, liveText, refreshDelayMs } from '../../lib/web/live.ts';
import { keyAction } from '../../lib/web/keys.ts';
import { matchesWords, shownText } from '../../lib/web/filter.ts';
import { rangeLink } from '../../lib/web/zoom-bar.ts';
import { HOUR_MS } from '../../lib/core/base/time.ts';

test('matchesWords() requires every word, in any case and order', () => {
  expect(matchesWords('Checkout eu-west-1', 'EU check')).toBe(true);
  expect(matchesWords('Checkout eu-west-1', 'eu search')).toBe(false);
  expect(matchesWords('Checkout eu-west-1', '')).toBe(true);
});

test('shownText() is empty while all rows are shown', () => {
  expect([shownText(3, 500), shownText(500, 500)]).toEqual(['3 of 500 shown', '']);
});

test('backOffMs() doubles up to 30 s', () => {
  expect([1, 2, 3, 6, 60].map(backOffMs)).toEqual([1_000, 2_000, 4_000, 30_000, 30_000]);
});

test('refreshDelayMs() waits 2 s after the last refresh, and returns null while the page is hidden', () => {
  const pace = { lastMs: 10_000, isRefreshDue: true, isHidden: false };

  expect(refreshDelayMs(pace, 10_500)).toBe(1_500);
  expect(refreshDelayMs(pace, 20_000)).toBe(0);
  expect(refreshDelayMs({ ...pace, isHidden: true }, 20_000)).toBeNull();
  expect(refreshDelayMs({ ...pace, isRefreshDue: false }, 20_000)).toBeNull();
});

test('rangeLink() keeps the other parameters of the address', () => {
  const link = rangeLink('http://127.0.0.1:1/journeys/a?metric=lcp&last=7d#lcp', 0, HOUR_MS);

  expect(link).toBe(
    'http://127.0.0.1:1/journeys/a?metric=lcp&from=1970-01-01T00%3A00%3A00.000Z&to=1970-01-01T01%3A00%3A00.000Z',
  );
});

test('axisTimes() puts the day below its first time, in the zone', () => {
  const ticks = [20, 22, 24].map((hour) => Date.UTC(2026, 10, 22, hour));

  expect(axisTimes(ticks, 'Europe/Amsterdam')).toEqual(['21:00\n22 Nov', '23:00', '01:00\n23 Nov']);
  expect(axisTimes([0, 7 * 24 * HOUR_MS], 'UTC')).toEqual(['1 Jan', '8 Jan']);
  expect(axisTimes([0, 31 * 24 * HOUR_MS], 'UTC')).toEqual(['Jan 1970', 'Feb 1970']);
});

test('keyAction() maps single keys, and pages after g', () => {
  expect(keyAction('/', null)).toEqual({ kind: 'filter' });
  expect(keyAction('?', null)).toEqual({ kind: 'help' });
  expect(keyAction('g', null)).toEqual({ kind: 'wait' });
  expect(keyAction('o', 'g')).toEqual({ kind: 'go', page: 'overview' });
  expect(keyAction('o', null)).toBeNull();
  expect(keyAction('/', 'g')).toBeNull();
});

function clock(atMs: number): string {
  return `${atMs} o'clock`;
}

test('liveText() says since when the page is disconnected', () => {
  expect(liveText({ kind: 'live', updatedAtMs: 9 }, clock)).toBe("live · updated 9 o'clock");
  expect(liveText({ kind: 'lost', sinceMs: 7 }, clock)).toBe(
    "disconnected since 7 o'clock · reconnecting",
  );
});
