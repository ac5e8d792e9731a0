import type { FailureReason } from '../../../core/ports.ts';
import type { BrowserRequest } from './browser-request.ts';
import type { NetworkResponse } from './cdp-types.ts';
import { networkCodeIn } from './network-causes.ts';

/** Statuses after which a browser stays on the page that it shows. https://httpwg.org/specs/rfc9110.html#status.204 */
const WITHOUT_PAGE: readonly number[] = [204, 205];
/** Playwright's message of a navigation that became a download. */
const DOWNLOAD = /Download is starting/;

/**
 * The failure of a navigation whose answer is complete, but no page: the browser gives the navigation
 * up, whatever the journey waits for. Null: it is another error.
 */
export function unshownDocument(text: string, latest: BrowserRequest | null): FailureReason | null {
  const answer = latest?.response ?? null;
  if (latest === null || answer === null) return null;
  const { method, url } = latest;
  if (DOWNLOAD.test(text)) {
    return notAPage(
      `${method} ${url} answered a download in place of a page: ${kindOf(answer)}; if it is expected, ` +
        `await page.waitForEvent('download') and catch the error of the navigation`,
    );
  }
  if (networkCodeIn(text) !== 'net::ERR_ABORTED') return null;
  if (WITHOUT_PAGE.includes(answer.status)) {
    return notAPage(`${method} ${url} answered ${answer.status} in place of a page`);
  }
  const location = headerOf(answer, 'location');
  // A redirect that the browser follows is succeeded by another document.
  if (!isRedirect(answer.status) || location === undefined) return null;

  return {
    cause: 'target.protocol',
    message: `${method} ${url} redirects to an address that a browser does not open: ${location}`,
  };
}

/** Whether a navigation failed because its answer is a download. */
export function isDownloadStart(error: unknown): boolean {
  return error instanceof Error && DOWNLOAD.test(error.message);
}

function isRedirect(status: number): boolean {
  return status >= 300 && status < 400;
}

function notAPage(message: string): FailureReason {
  return { cause: 'target.body', message };
}

function kindOf(answer: NetworkResponse): string {
  const disposition = headerOf(answer, 'content-disposition');

  return disposition === undefined ? answer.mimeType : `${answer.mimeType}, ${disposition}`;
}

function headerOf({ headers }: NetworkResponse, wanted: string): string | undefined {
  return Object.entries(headers).find(([name]) => name.toLowerCase() === wanted)?.[1];
}
