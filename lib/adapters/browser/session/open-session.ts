import { readFile } from 'node:fs/promises';
import type { NameResolution } from '../../names/resolve-name.ts';
import type { BrowserContext } from 'playwright-core';
import type {
  BrowserObservations,
  BrowserSession,
  FailureReason,
  RunFrame,
} from '../../../core/ports.ts';
import type { EvidenceItem } from '../../../core/record/run-record.ts';
import { type Redactor, redactor } from '../../../core/record/redact.ts';
import type { AttemptRequest } from '../../../core/journey/attempt.ts';
import { RunFailure } from '../../../core/record/outcome.ts';
import type { ReachRules } from '../../net/address-guard.ts';
import type { LaunchedBrowser } from '../launch-chromium.ts';
import { inTime } from '../in-time.ts';
import { withDeadline } from '../with-deadline.ts';
import { captureFailure } from './capture-failure.ts';
import { type ConsoleLog, consoleLog } from './console-log.ts';
import { contextOptions } from './context-options.ts';
import { crashFailure, networkProcessFailure, watchBrowser } from './crash-failure.ts';
import { type DocumentWatch, documentWatch } from './document-watch.ts';
import type { EventFloods } from './event-floods.ts';
import { explainError } from './explain-error.ts';
import { libraryTimers } from './library-timers.ts';
import { type NetworkLog, networkLog } from './network-log.ts';
import { type ClientRequests, clientRequests } from './client-requests.ts';
import { type OwnContexts, ownContexts } from './own-contexts.ts';
import type { RefusalFeed } from './refusals.ts';
import { checkResponse } from './response-check.ts';
import { refusedSocket } from './refused-socket.ts';
import type { PageInstruments } from './page-instruments.ts';
import { type PageSet, pageSet } from './page-set.ts';
import { type ContextRecording, harOptions, startRecording } from './recording.ts';
import { silenceWatch } from './silence-watch.ts';
import { keepTimeoutsInside } from './time-outs.ts';
import { resolvedNames, unresolvedNames } from './unresolved-names.ts';
import { type VitalsLog, vitalsLog } from './vitals-log.ts';
import { watchFloods } from './watch-floods.ts';
import { watchWindows } from './window-watch.ts';

/** Kinds of evidence that was not kept. */
type Withheld = EvidenceItem['kind'][];

/** Options of a browser session. */
export interface SessionOptions {
  readonly request: AttemptRequest;
  readonly frame: RunFrame;
  readonly reach: ReachRules;
  /** Connections that the guard refused. */
  readonly refusals: RefusalFeed;
  readonly observerScriptPath: string;
  /** Shows whether the resolver is broken or a single name. */
  readonly names: NameResolution;
  /** Ends the browser if a session leaves it unusable for the next. */
  readonly discard: () => Promise<void>;
}

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

interface Parts {
  readonly launched: LaunchedBrowser;
  readonly options: SessionOptions;
  readonly context: BrowserContext;
  readonly watch: DocumentWatch;
  readonly network: NetworkLog;
  readonly vitals: VitalsLog;
  readonly console: ConsoleLog;
  readonly pages: PageSet;
  readonly client: ClientRequests;
  readonly contexts: OwnContexts;
  readonly recording: ContextRecording;
  readonly redact: Redactor;
  readonly withheld: Withheld;
  readonly floods: EventFloods;
  readonly stop: () => void;
}

async function openParts(
  launched: LaunchedBrowser,
  options: SessionOptions,
): Promise<BrowserSession> {
  const { request, frame, reach, refusals } = options;
  const redact = redactor(Object.values(request.secrets));
  const watch = documentWatch({ reach, refusals, allowStatus: request.plan.allowStatus });
  const silence = silenceWatch(watch.fail, options.names);
  const network = networkLog(frame, [watch, silence, resolvedNames(options.names)]);
  const vitals = vitalsLog(frame);
  const context = await launched.browser.newContext({
    ...contextOptions(request.plan),
    ...harOptions(request),
  });
  const floods = watchFloods(context, watch);
  const withheld: Withheld = [];
  const recording = await startRecording(context, request, (kind) => withheld.push(kind));
  const console = consoleLog(context, frame, redact);
  const instruments = await pageInstruments({ options, network, vitals, floods });
  const pages = await pageSet(
    context,
    instruments,
    () => void crashFailure(launched).then(watch.fail),
  );
  const others = watchOthers({ launched, options, context, watch, pages });
  const stops = [
    () => others.contexts.stop(),
    keepTimeoutsInside(context, frame),
    watchBrowser(launched, watch.fail),
    () => silence.stop(),
  ];

  return session({
    launched,
    options,
    context,
    watch,
    network,
    vitals,
    console,
    pages,
    floods,
    ...others,
    recording,
    redact,
    withheld,
    stop: () => stops.forEach((each) => each()),
  });
}

async function pageInstruments(
  parts: Pick<Parts, 'options' | 'network' | 'vitals' | 'floods'>,
): Promise<PageInstruments> {
  const { options, network, vitals, floods } = parts;

  return {
    observerScript: await readFile(options.observerScriptPath, 'utf8'),
    plan: options.request.plan.browser,
    onSession: (page, frameId) => network.attach(page, frameId),
    onObserved: vitals.receive,
    onEvent: floods.note,
  };
}

/** Watches what happens beside the journey's page: windows, other contexts, Playwright's client. */
function watchOthers(
  parts: Pick<Parts, 'launched' | 'options' | 'context' | 'watch' | 'pages'>,
): Pick<Parts, 'client' | 'contexts'> {
  const { launched, options, context, watch, pages } = parts;
  const client = clientRequests(options.frame);
  const windows = {
    allowStatus: options.request.plan.allowStatus,
    onFinalFailure: watch.failSoon,
    onUnloaded: watch.unloaded,
    onServed: watch.served,
  };
  client.attach(context);
  watchWindows({ context, main: pages.page, ...windows });
  const contexts = ownContexts(launched.browser, (own) => {
    pages.admitFrom(own);
    client.attach(own);
    watchWindows({ context: own, main: null, ...windows });
  });

  return { client, contexts };
}

function session(parts: Parts): BrowserSession {
  const { launched, options, context, watch, network, pages } = parts;
  const openedMs = performance.now();
  let closing: Promise<readonly EvidenceItem[]> | null = null;

  async function unresponsive(): Promise<FailureReason | null> {
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
    pending: () => network.pending().map(({ method, url }) => `${method} ${url}`),
    finalFailure: () => watch.finalFailure(),
    onFinalFailure: (listener) => watch.onFinalFailure(listener),
    settled: async () => watch.settled(),
    unresponsive,
    unresolved: async () => unresolvedNames({ ...network, names: options.names }),
    explain: async (error) =>
      refusedSocket(error, options.reach) ??
      explainError(error, {
        ...network,
        launched,
        watch,
        names: options.names,
        unresponsive,
        areAllOpen: () => pages.areAllOpen(),
        openMs: () => performance.now() - openedMs,
      }),
    ownTimers: () => libraryTimers(context),
    collect: async (deadlineMs) => collect(parts, deadlineMs),
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
    close: async (deadlineMs) => (closing ??= close(parts, deadlineMs)),
  };
}

async function collect(parts: Parts, deadlineMs: number): Promise<BrowserObservations> {
  const { network, vitals, console, redact } = parts;
  parts.stop();
  const requests = [...network.records(redact), ...parts.client.records()];
  const loading = network.pending().some(({ isPage }) => isPage);
  await parts.pages.flush({ deadlineMs, loading });
  const navigations = vitals.omitted();
  const omittedRequests = network.omitted() + parts.client.omitted();

  return {
    requests,
    vitals: vitals.vitals(),
    stepVitals: vitals.stepVitals(),
    console: console.lines(),
    pageErrors: console.pageErrors(),
    omitted: {
      ...console.omitted(),
      ...(omittedRequests > 0 ? { requests: omittedRequests } : {}),
      ...(navigations > 0 ? { navigations } : {}),
    },
  };
}

/**
 * Closes the context. If it does not close in time, or the browser is single-process, the browser
 * is ended too.
 */
async function close(parts: Parts, deadlineMs: number): Promise<readonly EvidenceItem[]> {
  const { launched, context, recording, options } = parts;
  parts.stop();
  const evidence = await recording.stop(deadlineMs);
  await withDeadline(parts.contexts.close(), CLOSE_DEADLINE_MS);
  const closed =
    launched.mode === 'multi-process' &&
    (await withDeadline(
      context.close().then(() => true),
      CLOSE_DEADLINE_MS,
    ));
  if (closed !== true) await options.discard();

  return [...evidence, ...(await recording.finish(REDACT_DEADLINE_MS))];
}

/** Time limit of redacting a HAR: a large one takes seconds. */
const REDACT_DEADLINE_MS = 5_000;

/**
 * Time limit of closing a context, which usually takes 10 ms; a page in an endless loop never
 * closes.
 */
const CLOSE_DEADLINE_MS = 1_000;
