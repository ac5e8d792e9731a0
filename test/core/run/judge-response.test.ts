import {
  isDecided,
  judgeResponse,
  type ResponseCheck,
} from '../../../lib/core/run/judge-response.ts';

/** A page in an endless loop, on a machine with nothing else to do. */
const BUSY: ResponseCheck = {
  waitedMs: 800,
  browserAnswered: true,
  pagesAnswered: false,
  silentUrl: 'https://shop.example/',
  thread: { ranMs: 790, queuedMs: 5 },
  isStopped: false,
  flood: null,
  receivedBytes: 20_000,
};
const FLOOD = { kind: 'console messages', count: 900, withinMs: 1_400 } as const;

describe('judgeResponse()', () => {
  test.each<readonly [string, Partial<ResponseCheck>, string | null]>([
    ['a page keeps its process busy', {}, 'target.unresponsive'],
    ['/proc does not exist', { thread: null }, 'target.unresponsive'],
    ['browser and page answer', { pagesAnswered: true, silentUrl: null }, null],
    ['the page waits, for a dialog or an answer', { thread: { ranMs: 3, queuedMs: 1 } }, null],
    ['only a page of the journey itself is busy', { silentUrl: null }, null],
    [
      'the page got no CPU time',
      { waitedMs: 3_200, thread: { ranMs: 150, queuedMs: 2_900 } },
      'monitor.browser',
    ],
    ['a process is stopped', { isStopped: true }, 'monitor.browser'],
    [
      'a process that the page needs is stopped',
      { isStopped: true, pagesAnswered: true },
      'monitor.browser',
    ],
    ['the browser does not answer', { browserAnswered: false }, 'monitor.browser'],
    [
      'the browser does not answer for events of the page',
      { browserAnswered: false, flood: FLOOD },
      'target.unresponsive',
    ],
    [
      'the browser does not answer, and reports a few large events',
      { browserAnswered: false, receivedBytes: 30_000_000 },
      'target.unresponsive',
    ],
    [
      'page and browser answer in spite of many events',
      { pagesAnswered: true, flood: FLOOD },
      null,
    ],
  ])('finds the cause when %s', (_, changes, cause) => {
    expect(judgeResponse({ ...BUSY, ...changes })?.cause ?? null).toBe(cause);
  });

  test('says how long the page did not respond, and how much CPU time it used', () => {
    expect(judgeResponse({ ...BUSY, waitedMs: 1_840 })?.message).toBe(
      'The page https://shop.example/ did not respond for 1.8 s and used 790 ms of CPU time: a script, or its layout, keeps it busy',
    );
  });
});

describe('isDecided()', () => {
  test('waits on while a machine gives a page too little CPU time to show whether it is busy', () => {
    const starved = { ...BUSY, thread: { ranMs: 100, queuedMs: 690 } };

    expect(isDecided(starved)).toBe(false);
    expect(isDecided(BUSY)).toBe(true);
    expect(isDecided({ ...BUSY, thread: { ranMs: 3, queuedMs: 0 } })).toBe(true);
    expect(isDecided({ ...BUSY, browserAnswered: false })).toBe(false);
  });
});
