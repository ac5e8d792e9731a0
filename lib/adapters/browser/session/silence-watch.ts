import type { FailureReason } from '../../../core/ports.ts';
import type { BrowserRequest } from './browser-request.ts';
import type { NetworkListener } from './network-log.ts';
import { nameVerdict } from './target-probe.ts';

/** A document that has no answer after this long may not even have an address. */
const SILENCE_MS = 5_000;

/** Watches for documents that nobody answers: a resolver's silence must not eat the whole run. */
export interface SilenceWatch extends NetworkListener {
  stop(): void;
}

/** Asks for the name of a silent document from here; concludes where that fails as well. */
export function silenceWatch(
  conclude: (verdict: FailureReason) => void,
  controlHost: string,
): SilenceWatch {
  const timers = new Map<BrowserRequest, NodeJS.Timeout>();

  function forget(exchange: BrowserRequest): void {
    clearTimeout(timers.get(exchange));
    timers.delete(exchange);
  }

  async function probe(exchange: BrowserRequest): Promise<void> {
    const verdict = await nameVerdict(new URL(exchange.url), controlHost);
    if (verdict !== null && timers.has(exchange)) conclude(verdict);
  }

  return {
    onStarted: (exchange) => {
      if (!exchange.isPage) return;
      const timer = setTimeout(() => void probe(exchange), SILENCE_MS);
      timer.unref();
      timers.set(exchange, timer);
    },
    onResponse: forget,
    onData: () => undefined,
    onEnded: forget,
    stop: () => {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}
