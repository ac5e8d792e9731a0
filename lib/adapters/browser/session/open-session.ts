import { readFile } from 'node:fs/promises';
import type { BrowserContext, CDPSession } from 'playwright-core';
import type { BrowserObservations, BrowserSession, RunFrame } from '../../../core/ports.ts';
import type { EvidenceItem } from '../../../core/record/run-record.ts';
import { type Redact, redactor } from '../../../core/record/redact.ts';
import type { AttemptRequest } from '../../../core/journey/attempt.ts';
import { RunFailure } from '../../../core/record/outcome.ts';
import type { ReachRules } from '../../net/address-guard.ts';
import type { LaunchedBrowser } from '../launch-chromium.ts';
import { withDeadline } from '../with-deadline.ts';
import { captureFailure } from './capture-failure.ts';
import { type ConsoleLog, consoleLog } from './console-log.ts';
import { contextOptions } from './context-options.ts';
import { crashFailure, watchBrowser } from './crash-failure.ts';
import { type DocumentWatch, documentWatch } from './document-watch.ts';
import { explainError } from './explain-error.ts';
import { libraryTimers } from './library-timers.ts';
import { type NetworkLog, networkLog } from './network-log.ts';
import { type PageSet, pageSet } from './page-set.ts';
import { type ContextRecording, harOptions, startRecording } from './recording.ts';
import { silenceWatch } from './silence-watch.ts';
import { keepTimeoutsInside } from './time-outs.ts';
import { type VitalsLog, vitalsLog } from './vitals-log.ts';
import { watchWindows } from './window-watch.ts';

/** Options of a browser session. */
export interface SessionOptions {
  readonly request: AttemptRequest;
  readonly frame: RunFrame;
  readonly reach: ReachRules;
  readonly observerScriptPath: string;
  /** Well-known name of a third party that every working resolver can resolve. */
  readonly controlHost: string;
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
    return await inTime(openParts(launched, options));
  } catch (error) {
    await options.discard();
    if (error instanceof RunFailure) throw error;
    const reason = error instanceof Error ? error.message.split('\n', 1)[0] : String(error);
    throw new RunFailure('monitor.browser', `Cannot open a page in the browser: ${reason}`, {
      cause: error,
    });
  }
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`no answer within ${OPEN_DEADLINE_MS / 1000} s`)),
      OPEN_DEADLINE_MS,
    );
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
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
  readonly recording: ContextRecording;
  readonly redact: Redact;
  readonly stop: () => void;
}

async function openParts(
  launched: LaunchedBrowser,
  options: SessionOptions,
): Promise<BrowserSession> {
  const { request, frame, reach } = options;
  const redact = redactor(Object.values(request.secrets));
  const { allowStatus } = request.plan;
  const watch = documentWatch({ reach, allowStatus });
  const silence = silenceWatch((failure) => watch.fail(failure), options.controlHost);
  const network = networkLog(frame, [watch, silence]);
  const vitals = vitalsLog(frame);
  const observerScript = await readFile(options.observerScriptPath, 'utf8');
  const context = await launched.browser.newContext({
    ...contextOptions(request.plan),
    ...harOptions(request),
  });
  const recording = await startRecording(context, request);
  const console = consoleLog(context, frame, redact);
  const instruments = {
    observerScript,
    plan: request.plan.browser,
    onSession: (page: CDPSession, frameId: string) => network.attach(page, frameId),
    onObserved: (text: string) => vitals.receive(text),
  };
  const pages = await pageSet(context, instruments, () => {
    void crashFailure(launched).then((failure) => watch.fail(failure));
  });
  watchWindows({ context, main: pages.page, allowStatus, onFinalFailure: watch.failSoon });
  const stops = [
    keepTimeoutsInside(context, frame),
    watchBrowser(launched, (failure) => watch.fail(failure)),
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
    recording,
    redact,
    stop: () => {
      for (const each of stops) each();
    },
  });
}

function session(parts: Parts): BrowserSession {
  const { launched, options, context, watch, network, pages } = parts;
  let closing: Promise<readonly EvidenceItem[]> | null = null;

  return {
    page: pages.page,
    context,
    chromiumVersion: launched.version,
    mode: launched.mode,
    pending: () => network.pending().map(({ method, url }) => `${method} ${url}`),
    finalFailure: () => watch.finalFailure(),
    onFinalFailure: (listener) => watch.onFinalFailure(listener),
    explain: async (error) =>
      explainError(error, {
        launched,
        watch,
        pending: () => network.pending(),
        controlHost: options.controlHost,
      }),
    ownTimers: () => libraryTimers(context),
    collect: async (deadlineMs) => collect(parts, deadlineMs),
    captureFailure: async (dir, deadlineMs) =>
      captureFailure(
        { page: pages.page, context, console: parts.console, redact: parts.redact },
        { dir, deadlineMs, request: options.request },
      ),
    close: async (deadlineMs) => (closing ??= close(parts, deadlineMs)),
  };
}

async function collect(parts: Parts, deadlineMs: number): Promise<BrowserObservations> {
  const { network, vitals, console, redact } = parts;
  parts.stop();
  const requests = network.records(redact);
  const loading = network.pending().some(({ isPage }) => isPage);
  await parts.pages.flush({ deadlineMs, loading });
  const navigations = vitals.omitted();

  return {
    requests,
    vitals: vitals.vitals(),
    stepVitals: vitals.stepVitals(),
    console: console.lines(),
    pageErrors: console.pageErrors(),
    omitted: {
      ...console.omitted(),
      ...(network.omitted() > 0 ? { requests: network.omitted() } : {}),
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
  const closed =
    launched.mode === 'multi-process' &&
    (await withDeadline(
      context.close().then(() => true),
      CLOSE_DEADLINE_MS,
    ));
  if (closed !== true) await options.discard();

  return [...evidence, ...(await recording.finish(CLOSE_DEADLINE_MS))];
}

/**
 * Time limit of closing a context, which usually takes 10 ms; a page in an endless loop never
 * closes.
 */
const CLOSE_DEADLINE_MS = 1_000;
