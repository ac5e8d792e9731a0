import type { BrowserContext, CDPSession } from 'playwright-core';
import type { FailureReason, RunFrame } from '../../../core/ports.ts';
import type { DownloadProgress, DownloadStart } from './cdp-types.ts';
import {
  type DownloadedFile,
  downloadedFiles,
  type DownloadedFiles,
  interruptedDownload,
  isInterruption,
  isWeb,
  MAX_DOWNLOAD_BYTES,
  tooLargeDownload,
} from './downloaded-files.ts';
import type { LaunchedBrowser } from '../launch-chromium.ts';
import { withDeadline } from '../with-deadline.ts';
import type { DocumentWatch } from './document-watch.ts';
import type { NetworkLog } from './network-log.ts';
import { wipeDownloads } from './download-files.ts';
import { UNHEARD } from './refused-document.ts';

/** Watches the downloads of one attempt. */
export interface DownloadWatch {
  readonly files: DownloadedFiles;
  /** Watches those of a context, by one of its pages. */
  attach(context: BrowserContext, page: CDPSession): Promise<void>;
  /** Why a call about a file failed, if the file was cut off; null: for another reason. */
  explain(error: unknown): Promise<FailureReason | null>;
  /** Resolves when all that happened so far has been taken in; soon, never rejects. */
  settled(): Promise<void>;
  /** Ends the watch and deletes all files. */
  close(): Promise<void>;
}

/** Parts of a session that downloads need. */
export interface DownloadOptions {
  readonly launched: Pick<LaunchedBrowser, 'browser' | 'downloadsDir'>;
  readonly frame: RunFrame;
  readonly network: Pick<NetworkLog, 'finishDownload'>;
  readonly watch: Pick<DocumentWatch, 'fail' | 'unloaded'>;
}

/** More of them are a page that goes wrong. */
const MAX_FILES = 100;

/** Time limit of an answer of the browser, which usually takes 2 ms. */
const ANSWER_DEADLINE_MS = 500;

/** Watches the downloads of one attempt through a DevTools session of its own. */
export async function watchDownloads(options: DownloadOptions): Promise<DownloadWatch> {
  const { launched, frame, watch } = options;
  const session = await launched.browser.newBrowserCDPSession();
  const files = downloadedFiles(frame);
  const contexts = new Map<BrowserContext, string | undefined>();

  session.on('Browser.downloadWillBegin', (event) => begin(event, files, options));
  session.on('Browser.downloadProgress', (event) => {
    const file = files.find(event.guid);
    if (file === undefined || file.endMs !== null) return;
    take(event, file, options);
    const announced = Math.max(0, event.totalBytes - event.receivedBytes);
    if (file.isCancelled || files.bytes() + announced <= MAX_DOWNLOAD_BYTES) return;
    file.isCancelled = true;
    for (const context of contexts.values()) cancel(session, file, context);
    watch.fail(tooLargeDownload(file));
  });

  // Playwright has another session, which may be ahead of this one.
  async function settled(): Promise<void> {
    await withDeadline(session.send('Browser.getVersion'), ANSWER_DEADLINE_MS);
  }

  return {
    files,
    settled,
    close: async () => {
      // It rejects if the browser has ended.
      await session.detach().catch(() => undefined);
      await wipeDownloads(launched.downloadsDir);
    },
    explain: async (error) => {
      if (!isInterruption(error)) return null;
      await settled();

      return interruptedDownload(files.all());
    },
    attach: async (context, page) => {
      if (contexts.has(context)) return;
      contexts.set(context, undefined);
      const { targetInfo } = await page.send('Target.getTargetInfo');
      contexts.set(context, targetInfo.browserContextId);
      await session.send('Browser.setDownloadBehavior', {
        behavior: 'allowAndName',
        downloadPath: launched.downloadsDir,
        eventsEnabled: true,
        ...contextOf(targetInfo.browserContextId),
      });
    },
  };
}

function begin({ guid, url }: DownloadStart, files: DownloadedFiles, options: DownloadOptions) {
  const { network, watch } = options;
  const file = files.begin(guid, url);
  file.isRequested = network.finishDownload(url, null);
  // Only the answers to reported requests have been checked for their addresses.
  if (!file.isRequested && isWeb(url)) watch.unloaded({ method: 'GET', url, error: UNHEARD });
  if (files.all().length > MAX_FILES) {
    watch.fail({
      cause: 'target.body',
      message: `The pages begin more than ${MAX_FILES} downloads`,
    });
  }
}

function take(event: DownloadProgress, file: DownloadedFile, options: DownloadOptions): void {
  const { receivedBytes, totalBytes, state } = event;
  // A broken one begins again, with nothing received.
  const most = Math.max(file.bytes, receivedBytes);
  file.bytes = state === 'completed' ? receivedBytes : most;
  if (state === 'inProgress') return;
  const of = totalBytes > 0 ? ` of ${totalBytes}` : '';
  file.endMs = options.frame.elapsedMs();
  file.error = state === 'completed' ? null : `${file.bytes}${of} bytes of the file were received`;
  if (!file.isRequested) return;
  options.network.finishDownload(file.url, { error: file.error, bytes: file.bytes });
}

function cancel(session: CDPSession, { id }: DownloadedFile, context: string | undefined): void {
  // It belongs to one of the contexts, and may have ended.
  session
    .send('Browser.cancelDownload', { guid: id, ...contextOf(context) })
    .catch(() => undefined);
}

function contextOf(browserContextId: string | undefined): { browserContextId?: string } {
  return browserContextId === undefined ? {} : { browserContextId };
}
