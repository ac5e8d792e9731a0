import { OPEN_OPTIONS } from './http-frame.ts';
import { AsyncLocalStorage } from 'node:async_hooks';
import { observeBody } from '../../lib/adapters/base/body-scope.ts';
import { openHttpSession } from '../../lib/adapters/http/http-session.ts';
import type { BrowserPort } from '../../lib/core/ports.ts';
import type { AttemptPorts } from '../../lib/core/run/attempt-ports.ts';

/** The ports of an attempt in this process: everything real but the worker process. */
export function attemptPorts(browser: BrowserPort | null): AttemptPorts {
  const steps = new AsyncLocalStorage<readonly string[]>();

  return {
    clock: { epochMs: () => Date.now(), monotonicMs: () => performance.now() },
    scope: {
      run: (step, body) => steps.run([...(steps.getStore() ?? []), step], body),
      path: () => steps.getStore() ?? [],
    },
    after: (delayMs, action) => {
      const timer = setTimeout(action, delayMs);

      return () => clearTimeout(timer);
    },
    openHttp: (request, frame) =>
      openHttpSession({ ...OPEN_OPTIONS, baseUrl: request.plan.baseUrl }, frame),
    browser,
    observeBody: (observer, body) => {
      observer.onEvaluated();

      return observeBody(observer, body);
    },
    startInstrument: () => () => ({
      cold: false,
      nodeVersion: process.version,
      cpuCheckMs: null,
      eventLoopDelayMaxMs: null,
      memoryBytes: null,
    }),
    locate: () => null,
    currentPosition: () => null,
    onStrayError: () => () => undefined,
    settleLeftovers: async () => true,
    onProgress: () => undefined,
  };
}
