import { isDeepStrictEqual } from 'node:util';
import type { BrowserPort, BrowserSession } from '../../core/ports.ts';
import type { AttemptRequest } from '../../core/journey/attempt.ts';
import type { RefusedConnection } from '../../core/record/run-record.ts';
import type { ReachRules } from '../net/address-guard.ts';
import { machineNames } from '../names/machine-names.ts';
import type { NameResolution } from '../names/resolve-name.ts';
import { authoritiesOf } from './authorities/trusted-home.ts';
import { browserLauncher } from './browser-launcher.ts';
import type { Tunnels } from './forwarder/attempt-tunnels.ts';
import { type ForwardedJourney, journeyForwarder } from './forwarder/journey-forwarder.ts';
import type { BrowserMode } from './launch-arguments.ts';
import type { BrowserNeeds, LaunchedBrowser } from './launch-chromium.ts';
import { resolverRules } from './resolver-rules.ts';
import { openSession } from './session/open-session.ts';
import type { SessionOptions } from './session/session-parts.ts';
import { refusalFeed } from './session/refusals.ts';

/** Which browser is used and what its pages may reach. */
export interface ChromiumOptions {
  /** Path from WAYWISER_CHROMIUM; null: an installed browser or the npm package's. */
  readonly chromiumPath: string | null;
  /** Cache folder of this user. */
  readonly cacheDir: string;
  /** Path of the built script that measures vitals. */
  readonly observerScriptPath: string;
  /** `auto` (default): multi-process if a probe shows that it works. */
  readonly mode?: BrowserMode | 'auto';
  /** Private hosts, addresses and ranges that the configuration allows. */
  readonly allowPrivateTargets: readonly string[];
  /** By what names are resolved, to judge those that the browser cannot; default: this machine's. */
  readonly names?: NameResolution;
  /** `host:port` of the Lambda runtime API, which no page may reach; null outside Lambda. */
  readonly lambdaRuntimeApi?: string | null;
  /**
   * Whether the guard checks every connection (default: it does not). Then the browser needs no rules
   * against private addresses, which would hide what pages try.
   */
  readonly guarded?: boolean;
}

/** The browser of a worker. */
export interface ChromiumPort extends BrowserPort {
  /** Explains documents that failed since: the guard refused a connection of the running attempt. */
  noteRefused(refused: RefusedConnection): void;
  /**
   * The port for connections that need a client certificate, by default any; null: the machine has none
   * left. The first one that was listened at stays.
   */
  useForwarderPort(port: number | null): void;
  /**
   * Uses the process model that is known to work. If none is known, starts the browser of the next
   * attempt, and returns the model that worked; else null.
   */
  learnMode(next: {
    readonly request: AttemptRequest;
    readonly browserMode: BrowserMode | 'auto';
  }): Promise<BrowserMode | null>;
}

interface RunningChromium {
  readonly launched: LaunchedBrowser;
  readonly needs: BrowserNeeds;
  /** No attempt has used it. */
  isNew: boolean;
}

/**
 * Chromium as a {@link BrowserPort}: one browser at a time, reused by attempts with the same needs.
 * Each attempt has its own context, which shares no DNS cache or connections. In single-process
 * mode, which ends with its first context, every attempt gets a new browser.
 */
export function chromiumBrowser(options: ChromiumOptions): ChromiumPort {
  const { observerScriptPath, mode = 'auto', names = machineNames() } = options;
  const isLambda = (options.lambdaRuntimeApi ?? null) !== null;
  const anchorPath = observerScriptPath;
  const launcher = browserLauncher({ ...options, mode, isLambda, anchorPath });
  const refusals = refusalFeed();
  const forwarder = journeyForwarder({ ...options, names });
  let running: RunningChromium | null = null;

  async function discard(): Promise<void> {
    const old = running;
    running = null;
    await old?.launched.end();
  }

  async function launch(needs: BrowserNeeds): Promise<RunningChromium> {
    await discard();
    running = { launched: await launcher.launch(needs), needs, isNew: true };

    return running;
  }

  async function browserFor(request: AttemptRequest, needs: BrowserNeeds) {
    const isReused =
      running !== null && fits(running, needs) && (running.isNew || !request.freshBrowser);
    const used = isReused && running !== null ? running : await launch(needs);
    used.isNew = false;

    return used.launched;
  }

  return {
    open: async (request, frame) => {
      const reach = reachRules(request, options);
      refusals.clear();
      const forwarded = await forwarder.forRequest(request, reach);
      const launched = await browserFor(request, needsOf(request, forwarded, options));
      const session = { request, frame, reach, refusals, observerScriptPath, names, discard };

      return openForwarded(launched, session, forwarded?.begin(frame) ?? null);
    },
    learnMode: async ({ request, browserMode }) => {
      launcher.useMode(browserMode);
      if (launcher.isModeKnown()) return null;
      const forwarded = await forwarder.forRequest(request, reachRules(request, options));
      const { launched } = await launch(needsOf(request, forwarded, options));

      return launched.mode;
    },
    useForwarderPort: forwarder.usePort,
    noteRefused: (refused) => refusals.note(refused),
    browserPids: () => (running?.launched.pid == null ? [] : [running.launched.pid]),
    dispose: discard,
  };
}

// A single-process browser ends with its first context.
function fits({ launched, needs, isNew }: RunningChromium, wanted: BrowserNeeds): boolean {
  const hasRoom = isNew || launched.mode === 'multi-process';

  return isDeepStrictEqual(needs, wanted) && hasRoom && launched.browser.isConnected();
}

/** Opens a session whose connections over the forwarder end with it. */
async function openForwarded(
  launched: LaunchedBrowser,
  options: SessionOptions,
  tunnels: Tunnels | null,
): Promise<BrowserSession> {
  const session = await openSession(launched, { ...options, tunnels }).catch((error: unknown) => {
    tunnels?.close();
    throw error;
  });
  if (tunnels === null) return session;

  return {
    ...session,
    close: async (deadlineMs) => {
      try {
        return await session.close(deadlineMs);
      } finally {
        tunnels.close();
      }
    },
  };
}

function needsOf(
  request: AttemptRequest,
  forwarded: ForwardedJourney | null,
  options: ChromiumOptions,
): BrowserNeeds {
  const reach = reachRules(request, options);
  const forwarder = forwarded?.place ?? null;

  return {
    resolverRules: resolverRules(reach, options.guarded === true, forwarder?.port),
    webgl: request.plan.browser?.webgl === true,
    authorities: authoritiesOf(request),
    forwarder,
  };
}

function reachRules(request: AttemptRequest, options: ChromiumOptions): ReachRules {
  const { baseUrl, allowPrivate, allowHosts } = request.plan;

  return {
    baseUrl,
    allowPrivate,
    allowHosts,
    allowPrivateTargets: options.allowPrivateTargets,
    lambdaRuntimeApi: options.lambdaRuntimeApi ?? null,
  };
}
