import { inWholeUnits } from '../../../core/base/whole-units.ts';
import type { FailureReason } from '../../../core/ports.ts';
import type { NameResolution } from '../../names/resolve-name.ts';
import { withDeadline } from '../with-deadline.ts';
import type { LaunchedBrowser } from '../launch-chromium.ts';
import { browserExitFailure, crashFailure, networkProcessFailure } from './crash-failure.ts';
import type { Tunnels } from '../forwarder/attempt-tunnels.ts';
import type { DocumentWatch } from './document-watch.ts';
import { unshownDocument } from './unshown-document.ts';
import { failedDocument } from './failed-document.ts';
import { type NameFacts, unresolvedNames } from './unresolved-names.ts';
import { errorMessages } from './refused-socket.ts';
import { unreachedBecause } from './forwarded-request.ts';
import { type FailedDocument, networkFailure } from './network-failure.ts';
import { nameFailure } from './target-probe.ts';
import { networkCodeIn } from './network-causes.ts';

/** Evidence that an error is explained by. */
export interface ExplainFacts extends NameFacts {
  readonly launched: LaunchedBrowser;
  readonly watch: DocumentWatch;
  readonly tunnels: Tunnels | null;
  /** Milliseconds since the session was opened. */
  readonly openMs: () => number;
  /** Whether the journey has closed its context or its browser. */
  readonly isClosed: () => boolean;
  /** Whether no page has been closed. */
  readonly areAllOpen: () => boolean;
  /** Why browser or page do not respond; null: they do. */
  readonly unresponsive: () => Promise<FailureReason | null>;
}

/** Messages of calls whose page or browser may have crashed. */
const MAY_BE_A_CRASH = /ERR_ABORTED|crashed|has been closed|disconnected/;
/** Navigations of a page whose frame is gone, which happens to a closed page or one without a process. */
const LOST_FRAME = /^page\.(goto|reload|goBack|goForward): .*maybe frame was detached/;
/** Codes that do not say why a document was not loaded. */
const UNEXPLAINED = /ERR_(ABORTED|FAILED)\b/;
/** Maximum delay between a call's error and the report of a crash. */
const CRASH_NEWS_MS = 500;
/** Maximum number of open requests that a message names. */
const NAMED_REQUESTS = 3;
/** Calls and expectations that ran out of time. */
const IS_LATE = /time-?out|timed out/i;
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
  if (facts.isClosed()) return closedFailure(text);
  if (MAY_BE_A_CRASH.test(text)) await withDeadline(watch.announced(), CRASH_NEWS_MS);
  if (!launched.browser.isConnected()) return browserExitFailure(launched);
  // The end of a process that a navigation was about to leave is not reported as a crash.
  if (LOST_FRAME.test(text) && facts.areAllOpen()) return crashFailure(launched);
  await watch.settled();
  if (watch.finalFailure() !== null) return watch.finalFailure();

  const shown = unshownDocument(text, watch.latest());

  return (
    shown ??
    (await clientNameFailure(errorMessages(error).join('\n'), facts.names)) ??
    explainBrowsers(error, text, facts)
  );
}

/** The failure of a call after the journey has closed what it is about; null: of another call. */
function closedFailure(text: string): FailureReason | null {
  if (!/has been closed/.test(text)) return null;

  return {
    cause: 'journey.exception',
    message: `${firstLine(text)}: the journey has closed it before`,
  };
}

async function explainBrowsers(
  error: unknown,
  text: string,
  facts: ExplainFacts,
): Promise<FailureReason | null> {
  if (!isBrowsers(error, text)) return null;
  const lost = await networkProcessFailure(facts.launched, {
    openMs: facts.openMs(),
    isUnexplained: UNEXPLAINED.test(text),
  });
  if (lost !== null) return lost;
  const failed = failedDocument(facts.watch.latest(), text);
  if (failed !== null)
    return forwardedFailure(failed, facts) ?? networkFailure(failed, facts.names);
  const silent = (await silentFailure(text, facts)) ?? (await unresolvedNames(facts));

  return silent ?? timeoutFailure(error, text, facts);
}

/** What the forwarder saw of a server that the browser could not reach over it. */
function forwardedFailure(
  { url, code }: FailedDocument,
  { watch, tunnels }: Pick<ExplainFacts, 'watch' | 'tunnels'>,
): FailureReason | null {
  const latest = watch.latest();
  const seen = latest === null ? null : unreachedBecause(latest, tunnels);
  if (seen === null) return null;

  return { ...seen, message: `Cannot open ${url}: ${seen.message} (${code})` };
}

/** Requests that Playwright's client sends are resolved by this process. */
async function clientNameFailure(
  text: string,
  names: NameResolution,
): Promise<FailureReason | null> {
  const host = /getaddrinfo E\w+ (\S+)/.exec(text)?.[1];
  if (host === undefined || !URL.canParse(`http://${host}`)) return null;
  const failure = await nameFailure(new URL(`http://${host}`), names);

  return (
    failure ?? {
      cause: 'monitor.dns',
      message: `A request could not resolve "${host}", but a second look-up succeeded: ${text.split('\n', 1)[0]}`,
    }
  );
}

/** Why an error came too late, if browser or page did not respond. */
async function silentFailure(text: string, facts: ExplainFacts): Promise<FailureReason | null> {
  if (!IS_LATE.test(text)) return null;
  const silent = await facts.unresponsive();
  // While the next document has no answer, it does not matter how busy the old page is.
  const isUnanswered = facts.pending().some(({ isPage, response }) => isPage && response === null);

  return isUnanswered && silent?.cause === 'target.unresponsive' ? null : silent;
}

function isBrowsers(error: unknown, text: string): error is Error {
  if (!(error instanceof Error)) return false;

  return error.name === 'TimeoutError' || 'matcherResult' in error || networkCodeIn(text) !== null;
}

function timeoutFailure(error: Error, text: string, facts: ExplainFacts): FailureReason | null {
  const waiting = facts.pending();
  const document = waiting.find(({ isPage }) => isPage);
  const first = firstLine(text);
  if (document !== undefined) {
    return {
      cause: 'target.timeout',
      message: `No complete answer to GET ${document.url} within the time allowed: ${first}`,
    };
  }
  if (error.name !== 'TimeoutError') return null;
  if (WAITS_FOR_DOCUMENT.test(text)) {
    const open = facts.loading();
    const named = open.slice(0, NAMED_REQUESTS).map(({ method, url }) => `${method} ${url}`);
    const still =
      named.length === 0
        ? ''
        : `; requests without a complete answer: ${listed(named, open.length)}`;

    return { cause: 'target.timeout', message: `${first}${still}` };
  }

  return { cause: 'target.assertion', message: withoutColours(text) };
}

function listed(named: readonly string[], count: number): string {
  const others = count - named.length;

  return others === 0 ? named.join(', ') : `${named.join(', ')} and ${others} more`;
}

/** Playwright gives a limit in milliseconds, which is what was left of the journey's time-out. */
function firstLine(text: string): string {
  const first = text.split('\n', 1)[0] ?? text;

  return first.replace(
    /Timeout (\d+(?:\.\d+)?)ms exceeded\.?/,
    (_, ms: string) => `time-out of ${inWholeUnits(Number(ms))} exceeded`,
  );
}

function withoutColours(text: string): string {
  // oxlint-disable-next-line no-control-regex -- matches the escape character on purpose
  return text.replaceAll(/\u001B\[[0-9;]*m/g, '').trim();
}
