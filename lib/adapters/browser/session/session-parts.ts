import { readFile } from 'node:fs/promises';
import type { BrowserContext } from 'playwright-core';
import type { RunFrame } from '../../../core/ports.ts';
import type { EvidenceItem } from '../../../core/record/run-record.ts';
import type { Redactor } from '../../../core/record/redact.ts';
import type { AttemptRequest } from '../../../core/journey/attempt.ts';
import type { NameResolution } from '../../names/resolve-name.ts';
import type { ReachRules } from '../../net/address-guard.ts';
import type { Tunnels } from '../forwarder/attempt-tunnels.ts';
import type { LaunchedBrowser } from '../launch-chromium.ts';
import { type ClientRequests, clientRequests } from './client-requests.ts';
import type { ConsoleLog } from './console-log.ts';
import type { DocumentWatch } from './document-watch.ts';
import { keepDownloadsInside } from './download-files.ts';
import type { DownloadWatch } from './downloads.ts';
import type { EventFloods } from './event-floods.ts';
import { type JourneyClosing, journeyClosing } from './journey-closing.ts';
import type { NetworkLog } from './network-log.ts';
import { type OwnContexts, ownContexts } from './own-contexts.ts';
import type { PageInstruments } from './page-instruments.ts';
import type { PageSet } from './page-set.ts';
import { type PausedClock, pausedClock } from './paused-clock.ts';
import { acceptPdfDocuments } from './pdf-navigation.ts';
import type { ContextRecording } from './recording.ts';
import type { RefusalFeed } from './refusals.ts';
import type { VitalsLog } from './vitals-log.ts';
import { type UncheckedAnswers, uncheckedAnswers } from './unchecked-answers.ts';
import { watchWindows } from './window-watch.ts';

/** Options of a browser session. */
export interface SessionOptions {
  readonly request: AttemptRequest;
  readonly frame: RunFrame;
  readonly reach: ReachRules;
  /** Connections that the guard refused. */
  readonly refusals: RefusalFeed;
  /** Connections with a client certificate; null or absent: there are none. */
  readonly tunnels?: Tunnels | null;
  readonly observerScriptPath: string;
  /** Shows whether the resolver is broken or a single name. */
  readonly names: NameResolution;
  /** Ends the browser if a session leaves it unusable for the next. */
  readonly discard: () => Promise<void>;
}

/** Everything that belongs to one browser session. */
export interface SessionParts {
  readonly launched: LaunchedBrowser;
  readonly options: SessionOptions;
  readonly context: BrowserContext;
  readonly watch: DocumentWatch;
  readonly network: NetworkLog;
  readonly vitals: VitalsLog;
  readonly console: ConsoleLog;
  readonly pages: PageSet;
  readonly client: ClientRequests;
  readonly unchecked: UncheckedAnswers;
  readonly contexts: OwnContexts;
  readonly closing: JourneyClosing;
  readonly clock: PausedClock;
  readonly downloads: DownloadWatch;
  readonly recording: ContextRecording;
  readonly redact: Redactor;
  /** Kinds of evidence that was not kept. */
  readonly withheld: EvidenceItem['kind'][];
  readonly floods: EventFloods;
  readonly stop: () => void;
}

/** What is installed in every page of a session. */
export async function pageInstruments(
  parts: Pick<SessionParts, 'launched' | 'options' | 'network' | 'vitals' | 'floods' | 'downloads'>,
): Promise<PageInstruments> {
  const { options, network, vitals, floods } = parts;
  const { downloadsDir } = parts.launched;

  return {
    observerScript: await readFile(options.observerScriptPath, 'utf8'),
    plan: options.request.plan.browser,
    onPage: (page) => {
      keepDownloadsInside(page, downloadsDir, parts.downloads.files);
      acceptPdfDocuments(page);
    },
    onSession: async (cdp, { page, mainFrameId }) => {
      network.attach(cdp, mainFrameId);
      await parts.downloads.attach(page.context(), cdp);
    },
    onObserved: vitals.receive,
    onEvent: floods.note,
  };
}

/** Watches what happens beside the journey's page: windows, other contexts, Playwright's client. */
export function watchOthers(
  parts: Pick<SessionParts, 'launched' | 'options' | 'context' | 'watch' | 'pages'>,
  stopWatching: () => void,
): Pick<SessionParts, 'client' | 'unchecked' | 'contexts' | 'closing' | 'clock'> {
  const { launched, options, context, watch, pages } = parts;
  const unchecked = uncheckedAnswers(options.request.plan.allowStatus);
  const client = clientRequests(options.frame, unchecked);
  const windows = {
    allowStatus: options.request.plan.allowStatus,
    onFinalFailure: watch.failSoon,
    onUnloaded: watch.unloaded,
    onServed: watch.served,
  };
  const closing = journeyClosing({
    browser: launched.browser,
    context,
    leave: async () => pages.leave(),
    onClose: stopWatching,
  });
  client.attach(context);
  watchWindows({ context, main: pages.page, ...windows });
  const contexts = ownContexts(launched.browser, (own) => {
    pages.admitFrom(own);
    client.attach(own);
    closing.attend(own);
    watchWindows({ context: own, main: null, ...windows });
  });

  return { client, unchecked, contexts, closing, clock: pausedClock(context) };
}
