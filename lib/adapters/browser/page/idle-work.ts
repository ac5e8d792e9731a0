/** The idle callbacks of this world, which belong to the observer alone. */
export interface IdleWork {
  /**
   * Runs the callbacks that wait, and later ones after the running script: a page that is being left has no
   * idle time before it is gone, and often no other task.
   */
  hurry(): void;
}

interface WaitingWork {
  readonly cancel: () => void;
  readonly run: () => void;
}

/** Has no time left, as after a time-out. */
const NO_TIME: IdleDeadline = { didTimeout: true, timeRemaining: () => 0 };

/**
 * Replaces `requestIdleCallback` in this world, by which the vitals library delays its reports, so that they
 * can be had at once. The page has its own function.
 */
export function idleWork(): IdleWork {
  const whenIdle = globalThis.requestIdleCallback.bind(globalThis);
  const cancelIdle = globalThis.cancelIdleCallback.bind(globalThis);
  const waiting = new Map<number, WaitingWork>();
  let last = 0;
  let isHurried = false;

  globalThis.requestIdleCallback = (callback, options) => {
    last += 1;
    const handle = last;
    function run(deadline = NO_TIME): void {
      if (waiting.delete(handle)) callback(deadline);
    }
    if (isHurried) {
      waiting.set(handle, { run, cancel: () => undefined });
      queueMicrotask(run);
    } else {
      const request = whenIdle(run, options);
      waiting.set(handle, { run, cancel: () => cancelIdle(request) });
    }

    return handle;
  };
  globalThis.cancelIdleCallback = (handle) => {
    waiting.get(handle)?.cancel();
    waiting.delete(handle);
  };

  return {
    hurry: () => {
      isHurried = true;
      for (const { run, cancel } of waiting.values()) {
        cancel();
        run();
      }
    },
  };
}
