import type { BrowserContext, CDPSession, Page } from 'playwright-core';
import type { PageEventKind } from '../../../core/run/judge-response.ts';
import type { BrowserPlan } from '../../../core/journey/plan.ts';

/** What is installed in every page of an attempt. */
export interface PageInstruments {
  /** Source of the script that measures vitals. */
  readonly observerScript: string;
  readonly plan: BrowserPlan | null;
  /** Is called at once for a page that has opened. */
  readonly onPage: (page: Page) => void;
  readonly onSession: (session: CDPSession, page: PageIds) => Promise<void>;
  readonly onObserved: (text: string) => void;
  /** Is called for events that a page can send without limit. */
  readonly onEvent: (kind: PageEventKind) => void;
}

/** A page, and its main frame's id in the DevTools protocol. */
export interface PageIds {
  readonly page: Page;
  readonly mainFrameId: string;
}

/** A page with its DevTools session and observer. */
export interface InstrumentedPage {
  readonly page: Page;
  readonly session: CDPSession;
  /** Lets the page's observer send all it has, because the page is about to close. */
  leave(): Promise<void>;
  /** Asks the page's observer for unsent facts. */
  flush(loading: boolean): Promise<void>;
  /** Resolves when the page's main thread has answered, or waits for a dialog to be closed. */
  answers(): Promise<void>;
}

/** An isolated world: it shares only the document with the page's scripts. */
const WORLD = 'waywiser';
const BINDING = 'waywiserSend';

/**
 * Installs observer, request events and throttling in a page. Null if a popup has already closed.
 */
export async function instrumentPage(
  context: BrowserContext,
  page: Page,
  instruments: PageInstruments,
): Promise<InstrumentedPage | null> {
  try {
    return await setUp(await context.newCDPSession(page), page, instruments);
  } catch (error) {
    // A popup may close at any time; the journey's own page may not.
    if (page.isClosed() && context.pages().length > 0) return null;
    throw error;
  }
}

async function setUp(
  session: CDPSession,
  page: Page,
  instruments: PageInstruments,
): Promise<InstrumentedPage> {
  const contextIds = { observer: null as number | null };
  let dialogs = 0;
  session.on('Page.javascriptDialogOpening', () => {
    dialogs += 1;
    instruments.onEvent('dialogs');
  });
  session.on('Page.javascriptDialogClosed', () => void (dialogs -= 1));
  session.on('Page.navigatedWithinDocument', () => instruments.onEvent('navigations'));
  session.on('Network.webSocketFrameReceived', () => instruments.onEvent('WebSocket messages'));
  session.on('Network.requestWillBeSent', () => instruments.onEvent('requests'));
  session.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
    if (name !== BINDING) return;
    contextIds.observer = executionContextId;
    instruments.onObserved(payload);
  });
  const { frameTree } = await session.send('Page.getFrameTree');
  const mainFrameId = frameTree.frame.id;
  const watched = instruments.onSession(session, { page, mainFrameId });
  onLeaving(session, mainFrameId, () => void leave(session, contextIds.observer));
  await Promise.all([
    watched,
    session.send('Page.enable'),
    // Bodies are not needed, so the browser keeps no copies.
    session.send('Network.enable', { maxTotalBufferSize: 0, maxResourceBufferSize: 0 }),
    // Bindings work only if the Runtime domain is enabled.
    session.send('Runtime.enable'),
    session.send('Runtime.addBinding', { name: BINDING, executionContextName: WORLD }),
    session.send('Page.addScriptToEvaluateOnNewDocument', {
      source: instruments.observerScript,
      worldName: WORLD,
      runImmediately: true,
    }),
    ...throttles(session, instruments.plan),
  ]);

  return {
    page,
    session,
    answers: async () => {
      if (dialogs === 0) await session.send('Runtime.evaluate', { expression: '1' });
    },
    leave: async () => leave(session, contextIds.observer),
    flush: async (loading) => {
      if (loading) await session.send('Page.stopLoading');
      await flush(session, contextIds.observer);
    },
  };
}

async function flush(session: CDPSession, contextId: number | null): Promise<void> {
  if (contextId === null) return;
  await session.send('Runtime.evaluate', {
    expression: 'globalThis.waywiserFlush?.()',
    contextId,
    awaitPromise: true,
  });
}

function onLeaving(session: CDPSession, mainFrameId: string, react: () => void): void {
  session.on('Page.frameStartedNavigating', ({ frameId, navigationType }) => {
    if (frameId === mainFrameId && !/sameDocument/i.test(navigationType)) react();
  });
}

/** Lets the observer send all it has, before the next document's answer comes. */
async function leave(session: CDPSession, contextId: number | null): Promise<void> {
  if (contextId === null) return;
  const expression = 'globalThis.waywiserLeave?.()';
  // It rejects if the document is gone already.
  await session.send('Runtime.evaluate', { expression, contextId }).catch(() => undefined);
}

const BITS_PER_BYTE = 8;

function throttles(session: CDPSession, plan: BrowserPlan | null): readonly Promise<unknown>[] {
  if (plan === null) return [];
  const { cpuThrottle, network } = plan;
  const cpu = cpuThrottle === 1 ? [] : [{ rate: cpuThrottle }];
  const limits = network === null ? [] : [network];

  return [
    ...cpu.map(async (rate) => session.send('Emulation.setCPUThrottlingRate', rate)),
    ...limits.map(async ({ latencyMs, downloadKbps, uploadKbps }) =>
      session.send('Network.emulateNetworkConditions', {
        offline: false,
        latency: latencyMs,
        downloadThroughput: (downloadKbps * 1000) / BITS_PER_BYTE,
        uploadThroughput: (uploadKbps * 1000) / BITS_PER_BYTE,
      }),
    ),
  ];
}
