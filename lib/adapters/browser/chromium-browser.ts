import type { BrowserPort } from '../../core/ports.ts';
import type { AttemptRequest } from '../../core/journey/attempt.ts';
import type { ReachRules } from '../net/address-guard.ts';
import { browserLauncher } from './browser-launcher.ts';
import type { BrowserMode } from './launch-arguments.ts';
import type { LaunchedBrowser } from './launch-chromium.ts';
import { resolverRules } from './resolver-rules.ts';
import { openSession } from './session/open-session.ts';

/** How browsers are had and what they may reach. */
export interface ChromiumOptions {
  /** From WAYWISER_CHROMIUM; null: an installed one, or the npm package's. */
  readonly chromiumPath: string | null;
  /** Of this user, kept over runs. */
  readonly cacheDir: string;
  /** The script that measures vitals, built beside this package's code. */
  readonly observerScriptPath: string;
  /** `auto` (default): several processes where a probe shows that they work. */
  readonly mode?: BrowserMode | 'auto';
  /** Private hosts, addresses and ranges that the configuration opens. */
  readonly allowPrivateTargets: readonly string[];
  /** A name of somebody else that every working resolver answers for; default `example.com`. */
  readonly controlHost?: string;
  /** `host:port` of the Lambda runtime API, which no page may reach; null outside Lambda. */
  readonly lambdaRuntimeApi?: string | null;
}

interface Kept {
  readonly launched: LaunchedBrowser;
  /** The rules it was started with: other rules need another browser. */
  readonly rules: string | null;
}

/**
 * Chromium as a {@link BrowserPort}: one browser at a time, kept between attempts that have the same
 * rules, each attempt in a context of its own (which resolves, connects and shakes hands afresh).
 * In single-process mode, which dies with its first context, every attempt gets a new browser.
 */
export function chromiumBrowser(options: ChromiumOptions): BrowserPort {
  const { observerScriptPath, mode = 'auto', controlHost = 'example.com' } = options;
  const launch = browserLauncher({ ...options, mode, anchorPath: observerScriptPath });
  let kept: Kept | null = null;

  async function discard(): Promise<void> {
    const old = kept;
    kept = null;
    await old?.launched.end();
  }

  async function browserFor(request: AttemptRequest, rules: string | null) {
    if (kept !== null && !request.freshBrowser && fits(kept, rules)) return kept.launched;
    await discard();
    const launched = await launch(rules);
    kept = { launched, rules };

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
    browserPids: () => (kept?.launched.pid == null ? [] : [kept.launched.pid]),
    dispose: discard,
  };
}

function fits({ launched, rules }: Kept, wanted: string | null): boolean {
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
