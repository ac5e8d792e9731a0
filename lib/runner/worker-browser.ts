import type { BrowserPort } from '../core/ports.ts';
import type { WorkerSettings } from './protocol.ts';

/** The browser of this worker, or null in a worker of API journeys; tells its processes when asked. */
export async function workerBrowser(
  settings: WorkerSettings,
  onPids: (pids: readonly number[]) => void,
): Promise<BrowserPort | null> {
  if (settings.kind === 'api') return null;
  const { chromiumBrowser } = await import('../adapters/browser/chromium-browser.ts');
  const browser = chromiumBrowser({
    chromiumPath: settings.chromiumPath,
    cacheDir: settings.cacheDir,
    observerScriptPath: settings.observerScriptPath,
    mode: settings.browserMode,
    allowPrivateTargets: settings.allowPrivateTargets,
    lambdaRuntimeApi: settings.lambdaRuntimeApi,
  });

  return {
    ...browser,
    open: async (request, frame) => {
      const session = await browser.open(request, frame);
      onPids(browser.browserPids());

      return session;
    },
  };
}
