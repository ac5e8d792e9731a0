import type { FailureReason } from '../../../core/ports.ts';
import { withDeadline } from '../with-deadline.ts';
import type { LaunchedBrowser } from '../launch-chromium.ts';
import { browserExitFailure } from './crash-failure.ts';
import type { DocumentWatch } from './document-watch.ts';
import type { BrowserRequest } from './browser-request.ts';
import { networkFailure } from './network-failure.ts';
import { networkCodeIn } from './network-causes.ts';

/** Evidence that an error is explained by. */
export interface ExplainFacts {
  readonly launched: LaunchedBrowser;
  readonly watch: DocumentWatch;
  /** Requests that have no complete answer. */
  readonly pending: () => readonly BrowserRequest[];
  /** Well-known name of a third party, to distinguish a broken resolver from a broken name. */
  readonly controlHost: string;
}

/** Messages of calls whose page or browser may have crashed. */
const MAY_BE_A_CRASH = /ERR_ABORTED|crashed|has been closed|disconnected/;
/** Maximum delay between a call's error and the report of a crash. */
const CRASH_NEWS_MS = 500;
/** Maximum number of open requests that a message names. */
const NAMED_REQUESTS = 3;
/** Calls that wait for a document rather than for something in it. */
const WAITS_FOR_DOCUMENT =
  /^(page|frame)\.(goto|reload|goBack|goForward|setContent|waitForLoadState|waitForNavigation|waitForURL): /;

/**
 * Finds the cause of an error that a Playwright call threw: first by the state of browser and
 * network, last by the kind of error. Null: it is the journey's own error.
 */
export async function explainError(
  error: unknown,
  facts: ExplainFacts,
): Promise<FailureReason | null> {
  const { launched, watch } = facts;
  const text = error instanceof Error ? error.message : '';
  if (MAY_BE_A_CRASH.test(text)) await withDeadline(watch.announced(), CRASH_NEWS_MS);
  if (!launched.browser.isConnected()) return browserExitFailure(launched);
  if (watch.finalFailure() !== null) return watch.finalFailure();
  if (!isBrowsers(error, text)) return null;
  const failed = failedDocument(watch.latest(), text);
  if (failed !== null) return networkFailure(failed, facts.controlHost);

  return timeoutFailure(error, text, facts);
}

function isBrowsers(error: unknown, text: string): error is Error {
  if (!(error instanceof Error)) return false;

  return error.name === 'TimeoutError' || 'matcherResult' in error || networkCodeIn(text) !== null;
}

/** The page's latest document, if it failed. */
function failedDocument(
  latest: BrowserRequest | null,
  text: string,
): { readonly url: string; readonly code: string } | null {
  const seen = networkCodeIn(latest?.error ?? '');
  if (latest !== null && seen !== null && seen !== 'net::ERR_ABORTED') {
    return { url: latest.url, code: seen };
  }
  const said = networkCodeIn(text);
  const url = / at (\S+)/.exec(text)?.[1];

  return said === null || said === 'net::ERR_ABORTED' || url === undefined
    ? null
    : { url, code: said };
}

function timeoutFailure(error: Error, text: string, facts: ExplainFacts): FailureReason | null {
  const waiting = facts.pending();
  const document = waiting.find(({ isPage }) => isPage);
  const first = text.split('\n', 1)[0] ?? text;
  if (document !== undefined) {
    return {
      cause: 'target.timeout',
      message: `No complete answer to GET ${document.url} within the time allowed: ${first}`,
    };
  }
  if (error.name !== 'TimeoutError') return null;
  if (WAITS_FOR_DOCUMENT.test(text)) {
    const named = waiting.slice(0, NAMED_REQUESTS).map(({ method, url }) => `${method} ${url}`);
    const still =
      named.length === 0 ? '' : `; requests without a complete answer: ${named.join(', ')}`;

    return { cause: 'target.timeout', message: `${first}${still}` };
  }

  return { cause: 'target.assertion', message: withoutColours(text) };
}

function withoutColours(text: string): string {
  // oxlint-disable-next-line no-control-regex -- matches the escape character on purpose
  return text.replaceAll(/\u001B\[[0-9;]*m/g, '').trim();
}
