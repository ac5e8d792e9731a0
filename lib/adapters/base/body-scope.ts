import { AsyncLocalStorage } from 'node:async_hooks';
import type { BodyObserver } from '../../core/run/attempt-ports.ts';

/** Knows which body the running code belongs to, across everything that it awaits. */
const scope = new AsyncLocalStorage<BodyObserver | null>();

let latest: BodyObserver | null = null;

/** Runs a body; its observer is found by everything that it calls, at any later time too. */
export function observeBody<T>(observer: BodyObserver, body: () => T): T {
  latest = observer;

  return scope.run(observer, body);
}

/** The observer of the body that called; null outside a body, as in a listener of an event. */
export function ownObserver(): BodyObserver | null {
  return scope.getStore() ?? null;
}

/** The observer of the body that called, or of the one that began last. */
export function currentObserver(): BodyObserver | null {
  return scope.getStore() ?? latest;
}

/** Whether the running code belongs to a body that another one has replaced. */
export function isOfEarlierBody(): boolean {
  const own = ownObserver();

  return own !== null && own !== latest;
}

/**
 * Calls a function of a library with arguments: what it calls itself is no call of the body. It is
 * bound so that it adds no frame of ours to stack traces.
 */
export const callOutsideBody: (
  call: (...args: readonly never[]) => unknown,
  ...args: readonly unknown[]
) => unknown = scope.run.bind(scope, null);
