import type { Verdict } from '../../../core/ports.ts';
import type { LaunchedBrowser } from '../launch-chromium.ts';
import type { DocumentWatch } from './document-watch.ts';

/** A page's process died. Whether the page or this machine is to blame, a fresh browser will tell. */
export function crashVerdict(launched: LaunchedBrowser): Verdict {
  if (!launched.browser.isConnected()) return deathVerdict(launched);

  return {
    cause: 'target.crash',
    message: 'The page crashed: its process ended while the browser itself goes on',
  };
}

/** The browser itself died, with the way in which its process ended. */
export function deathVerdict(launched: LaunchedBrowser): Verdict {
  const exit = launched.exit();

  return {
    cause: 'monitor.browser',
    message: `The browser ended during the run (${exit ?? 'its connection closed'})`,
  };
}

/** Concludes the attempt when the browser dies. The result stops watching. */
export function watchBrowser(launched: LaunchedBrowser, watch: DocumentWatch): () => void {
  const { browser } = launched;
  browser.on('disconnected', onDeath);

  function onDeath(): void {
    watch.conclude(deathVerdict(launched));
  }

  return () => browser.off('disconnected', onDeath);
}
