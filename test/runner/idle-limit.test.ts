import { idleLimitMs, maxIdleWorkers } from '../../lib/runner/idle-limit.ts';
import { HOUR_MS, MINUTE_MS } from '../../lib/core/base/time.ts';

const GIB = 1024 ** 3;

test.each([
  { every: 'minute', intervalMs: MINUTE_MS, minutes: 2 },
  { every: 'five minutes', intervalMs: 5 * MINUTE_MS, minutes: 10 },
  { every: 'six minutes', intervalMs: 6 * MINUTE_MS, minutes: 1 },
  { every: 'hour', intervalMs: HOUR_MS, minutes: 1 },
  { every: 'run on demand', intervalMs: Infinity, minutes: 1 },
])('idleLimitMs() is $minutes min for a journey of every $every', ({ intervalMs, minutes }) => {
  expect(idleLimitMs(intervalMs)).toBe(minutes * MINUTE_MS);
});

test.each([
  { memory: 24, api: 68, browser: 10 },
  { memory: 8, api: 22, browser: 3 },
  { memory: 0.5, api: 1, browser: 1 },
])('maxIdleWorkers() keeps an eighth of $memory GiB for each kind', ({ memory, api, browser }) => {
  expect(maxIdleWorkers('api', memory * GIB)).toBe(api);
  expect(maxIdleWorkers('browser', memory * GIB)).toBe(browser);
});
