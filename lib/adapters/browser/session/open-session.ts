import type { BrowserSession, FailureReason } from '../../../core/ports.ts';
import type { EvidenceItem } from '../../../core/record/run-record.ts';
import { redactor } from '../../../core/record/redact.ts';
import { RunFailure } from '../../../core/record/outcome.ts';
import type { LaunchedBrowser } from '../launch-chromium.ts';
import { inTime } from '../in-time.ts';
import { captureFailure } from './capture-failure.ts';
import { consoleLog } from './console-log.ts';
import { contextOptions } from './context-options.ts';
import { crashFailure, networkProcessFailure, watchBrowser } from './crash-failure.ts';
import { documentWatch } from './document-watch.ts';
import { closeSession, collectObservations } from './end-session.ts';
import { watchDownloads } from './downloads.ts';
import { explainError, type ExplainFacts } from './explain-error.ts';
import { libraryTimers } from './library-timers.ts';
import { followPage } from './followed-calls.ts';
import { networkLog } from './network-log.ts';
import { checkResponse } from './response-check.ts';
import { refusedSocket } from './refused-socket.ts';
import { pageSet } from './page-set.ts';
import { harOptions, startRecording } from './recording.ts';
import {
  pageInstruments,
  type SessionOptions,
  type SessionParts,
  watchOthers,
} from './session-parts.ts';
import { requestsNow } from './requests-now.ts';
import { silenceWatch } from './silence-watch.ts';
import { keepTimeoutsInside } from './time-outs.ts';
import { resolvedNames, unresolvedNames } from './unresolved-names.ts';
import { vitalsLog } from './vitals-log.ts';
import { watchFloods } from './watch-floods.ts';

/** Time limit of opening, which usually takes 30 ms. */
const OPEN_DEADLINE_MS = 15_000;

/** Opens a new context in a browser and attaches all observers. */
export async function openSession(
  launched: LaunchedBrowser,
  options: SessionOptions,
): Promise<BrowserSession> {
  try {
    return await inTime(openParts(launched, options), OPEN_DEADLINE_MS);
  } catch (error) {
    await options.discard();
    if (error instanceof RunFailure) throw error;
    const reason = error instanceof Error ? error.message.split('\n', 1)[0] : String(error);
    throw new RunFailure('monitor.browser', `Cannot open a page in the browser: ${reason}`, {
      cause: error,
    });
  }
}

async function openParts(
  launched: LaunchedBrowser,
  options: SessionOptions,
): Promise<BrowserSession> {
  const { request, frame, reach, refusals } = options;
  const redact = redactor(Object.values(request.secrets));
  const watch = documentWatch({ reach, refusals, allowStatus: request.plan.allowStatus });
  const silence = silenceWatch(watch.fail, options.names);
  const network = networkLog(frame, [watch, silence, resolvedNames(options.names)], options);
  const vitals = vitalsLog(frame);
  const context = await launched.browser.newContext({
    ...contextOptions(request.plan, request.secrets),
    ...harOptions(request),
  });
  const floods = watchFloods(context, watch);
  const withheld: SessionParts['withheld'] = [];
  const recording = await startRecording(context, request, (kind) => withheld.push(kind));
  const console = consoleLog(context, frame, redact);
  const files = await watchDownloads({ launched, frame, network, watch });
  const parts = { launched, options, network, vitals, floods, downloads: files };
  const instruments = await pageInstruments(parts);
  const pages = await pageSet(
    context,
    instruments,
    () => void crashFailure(launched).then(watch.fail),
  );
  followPage(pages.page);
  // A browser of one process ends with its context.
  const stopWatching = watchBrowser(launched, watch.fail);
  const others = watchOthers({ launched, options, context, watch, pages }, stopWatching);
  const stops = [
    () => others.contexts.stop(),
    others.client.attachFetch(),
    () => others.closing.stop(),
    keepTimeoutsInside(context, frame),
    stopWatching,
    () => silence.stop(),
  ];

  return session({
    ...parts,
    context,
    watch,
    console,
    pages,
    ...others,
    recording,
    redact,
    withheld,
    stop: () => stops.forEach((each) => each()),
  });
}

function session(parts: SessionParts): BrowserSession {
  const { launched, options, context, watch, network, pages } = parts;
  const openedMs = performance.now();
  let closing: Promise<readonly EvidenceItem[]> | null = null;

  async function unresponsive(): Promise<FailureReason | null> {
    if (parts.closing.isClosed()) return null;
    const openMs = performance.now() - openedMs;
    const lost = await networkProcessFailure(launched, { openMs, isUnexplained: false });

    return lost ?? checkResponse({ launched, pages, flood: parts.floods.latest });
  }

  return {
    page: pages.page,
    context,
    chromiumVersion: launched.version,
    mode: launched.mode,
    sandbox: launched.sandbox,
    pending: () => pending(parts),
    finalFailure: () => watch.finalFailure(),
    unchecked: () => parts.unchecked.failure(),
    onFinalFailure: (listener) => watch.onFinalFailure(listener),
    settled: async () => watch.settled(),
    unresponsive,
    unresolved: async () => unresolvedNames({ ...requestsNow(network), ...nameFacts(options) }),
    explain: async (error) => explain(error, parts, { unresponsive, openedMs }),
    ownTimers: () => libraryTimers(context),
    collect: async (deadlineMs) => collectObservations(parts, deadlineMs),
    captureFailure: async (dir, deadlineMs) =>
      captureFailure(
        { page: pages.page, context, console: parts.console, redact: parts.redact },
        {
          dir,
          deadlineMs,
          request: options.request,
          onWithheld: (kind) => parts.withheld.push(kind),
        },
      ),
    withheld: () => parts.withheld,
    close: async (deadlineMs) => (closing ??= closeSession(parts, deadlineMs)),
  };
}

function nameFacts({
  names,
  tunnels = null,
}: SessionOptions): Pick<ExplainFacts, 'names' | 'tunnels'> {
  return { names, tunnels };
}

function pending({ network, downloads }: SessionParts): readonly string[] {
  const open = [...network.pending(), ...downloads.files.pending()];

  return open.map(({ method, url }) => `${method} ${url}`);
}

async function explain(
  error: unknown,
  parts: SessionParts,
  { unresponsive, openedMs }: Pick<ExplainFacts, 'unresponsive'> & { readonly openedMs: number },
): Promise<FailureReason | null> {
  const { options, network, pages } = parts;
  const requests = requestsNow(network);
  const failure =
    refusedSocket(error, options.reach) ??
    (await parts.downloads.explain(error)) ??
    parts.client.explain(error) ??
    (await explainError(error, {
      ...parts,
      ...requests,
      ...nameFacts(options),
      unresponsive,
      isClosed: () => parts.closing.isClosed(),
      areAllOpen: () => pages.areAllOpen(),
      openMs: () => performance.now() - openedMs,
    }));

  return parts.clock.note(failure, error);
}
