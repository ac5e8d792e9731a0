import { readFile } from 'node:fs/promises';
import type { FailureReason } from '../../../core/ports.ts';
import {
  type EventFlood,
  isDecided,
  judgeResponse,
  type ResponseCheck,
} from '../../../core/run/judge-response.ts';
import type { LaunchedBrowser } from '../launch-chromium.ts';
import { withDeadline } from '../with-deadline.ts';
import { busiestThread, pageThreads } from './page-threads.ts';
import type { PageSet } from './page-set.ts';

/** What is checked: the browser, its pages, and the events that they sent. */
export interface CheckedBrowser {
  readonly launched: LaunchedBrowser;
  readonly pages: Pick<PageSet, 'silent'>;
  readonly flood: () => EventFlood | null;
}

/**
 * How long browser and page have for an answer, which usually takes 2 ms; longer on a machine so busy
 * that a page could not show whether it is. All rounds take less than RESPONSE_CHECK_MS of
 * `lib/core/run/attempt-time.ts`.
 */
const ROUND_MS = 800;
const MAX_ROUNDS = 4;

/** Why browser or page do not respond, found from outside of them; null: they do. */
export async function checkResponse(checked: CheckedBrowser): Promise<FailureReason | null> {
  const { launched, pages, flood } = checked;
  const startMs = performance.now();
  const before = await pageThreads(launched.pid);
  let browserAnswered = false;
  let receivedBytes: number | null = null;
  const silent = pages.silent();
  const all = Promise.all([askBrowser(), silent.answered]);

  async function askBrowser(): Promise<void> {
    const session = await launched.browser.newBrowserCDPSession();
    await session.send('Browser.getVersion');
    browserAnswered = true;
    await session.detach();
  }

  async function round(): Promise<ResponseCheck> {
    const fromBytes = await readBytes();
    await withDeadline(all, ROUND_MS);
    const toBytes = await readBytes();
    if (toBytes !== null && fromBytes !== null)
      receivedBytes = (receivedBytes ?? 0) + toBytes - fromBytes;
    const silentUrls = silent.urls();
    const after = await pageThreads(launched.pid);

    return {
      waitedMs: performance.now() - startMs,
      browserAnswered,
      pagesAnswered: silentUrls.length === 0,
      silentUrl: silentUrls.find((url) => /^https?:/.test(url)) ?? null,
      thread: before === null || after === null ? null : busiestThread(before, after),
      isStopped: after?.isStopped ?? false,
      flood: flood(),
      receivedBytes,
    };
  }

  let check = await round();
  for (let rounds = 1; rounds < MAX_ROUNDS && !isDecided(check); rounds += 1) check = await round();

  return judgeResponse(check);
}

/** What this process has read so far, from its browser above all: `man proc`; null where there is no /proc. */
async function readBytes(): Promise<number | null> {
  const text = await readFile('/proc/self/io', 'utf8').catch(() => '');
  const bytes = /^rchar: (\d+)$/m.exec(text)?.[1];

  return bytes === undefined ? null : Number(bytes);
}
