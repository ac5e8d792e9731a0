import type { BrowserPort } from '../../core/ports.ts';
import type { AttemptRequest } from '../../core/journey/attempt.ts';
import type { ReachRules } from '../net/address-guard.ts';
import { browserLauncher } from './browser-launcher.ts';
import type { BrowserMode } from './launch-arguments.ts';
import type { LaunchedBrowser } from './launch-chromium.ts';
import { resolverRules } from './resolver-rules.ts';
import { openSession } from './session/open-session.ts';

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
  /** Well-known name that every working resolver can resolve; default `example.com`. */
  readonly controlHost?: string;
  /** `host:port` of the Lambda runtime API, which no page may reach; null outside Lambda. */
  readonly lambdaRuntimeApi?: string | null;
}

interface RunningChromium {
  readonly launched: LaunchedBrowser;
  /** Resolver rules at its start: other rules need another browser. */
  readonly rules: string | null;
}

/**
 * Chromium as a {@link BrowserPort}: one browser at a time, reused by attempts with the same rules.
 * Each attempt has its own context, which shares no DNS cache or connections. In single-process
 * mode, which ends with its first context, every attempt gets a new browser.
 */
export function chromiumBrowser(options: ChromiumOptions): BrowserPort {
  const { observerScriptPath, mode = 'auto', controlHost = 'example.com' } = options;
  const launch = browserLauncher({ ...options, mode, anchorPath: observerScriptPath });
  let running: RunningChromium | null = null;

  async function discard(): Promise<void> {
    const old = running;
    running = null;
    await old?.launched.end();
  }

  async function browserFor(request: AttemptRequest, rules: string | null) {
    if (running !== null && !request.freshBrowser && fits(running, rules)) return running.launched;
    await discard();
    const launched = await launch(rules);
    running = { launched, rules };

    return launched;
  }

  return {
    open: async (request, frame) => {
      const reach = reachRules(request, options);
      const launched = await browserFor(request, resolverRules(reach));

      return openSession(launched, {
        request,
        frame,
        reach,
        observerScriptPath,
        controlHost,
        discard,
      });
    },
    browserPids: () => (running?.launched.pid == null ? [] : [running.launched.pid]),
    dispose: discard,
  };
}

function fits({ launched, rules }: RunningChromium, wanted: string | null): boolean {
  return rules === wanted && launched.mode === 'multi-process' && launched.browser.isConnected();
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
