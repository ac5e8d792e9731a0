import type { FailureReason } from '../../../core/ports.ts';
import type { NameResolution } from '../../names/resolve-name.ts';
import type { BrowserRequest } from './browser-request.ts';
import type { NetworkListener } from './network-log.ts';
import { nameFailure } from './target-probe.ts';

/** After this long without an answer, the document's name is checked. */
const SILENCE_MS = 5_000;

/**
 * Watches for documents without an answer, so that an unresponsive resolver does not use up the
 * whole run.
 */
export interface SilenceWatch extends NetworkListener {
  stop(): void;
}

/**
 * Looks up the name of a document without an answer from this process, and fails the attempt if
 * that fails too.
 */
export function silenceWatch(
  fail: (failure: FailureReason) => void,
  names: NameResolution,
): SilenceWatch {
  const timers = new Map<BrowserRequest, NodeJS.Timeout>();

  function forget(request: BrowserRequest): void {
    clearTimeout(timers.get(request));
    timers.delete(request);
  }

  async function probe(request: BrowserRequest): Promise<void> {
    if (request.isSent) return;
    const failure = await nameFailure(new URL(request.url), names);
    if (failure !== null && timers.has(request)) fail(failure);
  }

  return {
    onStarted: (request) => {
      if (!request.isPage) return;
      const timer = setTimeout(() => void probe(request), SILENCE_MS);
      timer.unref();
      timers.set(request, timer);
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
