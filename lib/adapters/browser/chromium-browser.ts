import { isDeepStrictEqual } from 'node:util';
import type { BrowserPort } from '../../core/ports.ts';
import type { AttemptRequest } from '../../core/journey/attempt.ts';
import type { RefusedConnection } from '../../core/record/run-record.ts';
import type { ReachRules } from '../net/address-guard.ts';
import { machineNames } from '../names/machine-names.ts';
import type { NameResolution } from '../names/resolve-name.ts';
import { authoritiesOf } from './authorities/trusted-home.ts';
import { browserLauncher } from './browser-launcher.ts';
import type { BrowserMode } from './launch-arguments.ts';
import type { BrowserNeeds, LaunchedBrowser } from './launch-chromium.ts';
import { resolverRules } from './resolver-rules.ts';
import { openSession } from './session/open-session.ts';
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
      const launched = await browserFor(request, needsOf(request, options));

      return openSession(launched, {
        request,
        frame,
        reach,
        refusals,
        observerScriptPath,
        names,
        discard,
      });
    },
    learnMode: async ({ request, browserMode }) => {
      launcher.useMode(browserMode);
      if (launcher.isModeKnown()) return null;
      const { launched } = await launch(needsOf(request, options));

      return launched.mode;
    },
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

function needsOf(request: AttemptRequest, options: ChromiumOptions): BrowserNeeds {
  return {
    resolverRules: resolverRules(reachRules(request, options), options.guarded === true),
    webgl: request.plan.browser?.webgl === true,
    authorities: authoritiesOf(request),
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
