import type { Download, Page, Response } from 'playwright-core';
import { RunFailure } from '../../../core/record/outcome.ts';
import { replaceCall } from './followed-calls.ts';
import { isDownloadStart } from './unshown-document.ts';

type GotoOptions = Parameters<Page['goto']>[1];

/** How long the download of a document may take to be announced, after the error of the navigation. */
const NEWS_DEADLINE_MS = 2_000;

/**
 * Lets `page.goto` of a PDF document succeed when the document is complete. Users' browsers show it; the
 * headless browser has no viewer and downloads it.
 */
export function acceptPdfDocuments(page: Page): void {
  const goto = page.goto.bind(page);
  let answer: Response | null = null;
  let latest: Download | null = null;
  page.on('response', (response) => {
    if (isOfPage(response, page)) answer = response;
  });
  page.on('download', (download) => {
    latest = download;
  });
  replaceCall(page, 'goto', async (url: string, options?: GotoOptions) => {
    answer = null;
    latest = null;
    try {
      return await goto(url, options);
    } catch (error) {
      if (!isDownloadStart(error) || !isShown(answer)) throw error;
      await complete(latest ?? (await nextDownload(page)));

      return answer;
    }
  });
}

function isOfPage(response: Response, page: Page): boolean {
  return response.request().isNavigationRequest() && response.frame() === page.mainFrame();
}

/** Whether a user's browser would show the document. */
function isShown(answer: Response | null): boolean {
  const { 'content-type': type = '', 'content-disposition': disposition = '' } =
    answer?.headers() ?? {};

  return /^application\/pdf\b/i.test(type) && !/^\s*attachment/i.test(disposition);
}

async function nextDownload(page: Page): Promise<Download> {
  return page.waitForEvent('download', { timeout: NEWS_DEADLINE_MS });
}

async function complete(download: Download): Promise<void> {
  const failure = await download.failure();
  if (failure === null) return;
  throw new RunFailure(
    'target.body',
    `The document ${download.url()} was cut off: it is a PDF file of which a part is missing`,
  );
}
