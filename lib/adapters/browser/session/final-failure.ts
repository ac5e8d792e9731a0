import type { FailureReason } from '../../../core/ports.ts';

/** The first failure of an attempt that decides it, whatever the journey does. */
export interface FinalFailure {
  readonly read: () => FailureReason | null;
  readonly onAnnounced: (listener: (failure: FailureReason) => void) => void;
  /** Resolves when a failure has been announced; never if there is none. */
  readonly announced: () => Promise<void>;
  /** Ends the attempt with this failure, unless it is null or there is an earlier one. */
  readonly fail: (failure: FailureReason | null) => void;
  /** As {@link FinalFailure.fail}, but after a delay, so that evidence shows the page. */
  readonly failSoon: (failure: FailureReason) => void;
}

/** How long the journey continues after an error page, so that evidence shows the page. */
const STATUS_GRACE_MS = 250;

/** Creates it, without a failure. */
export function finalFailure(): FinalFailure {
  let first: FailureReason | null = null;
  let isAnnounced = false;
  const listeners: ((failure: FailureReason) => void)[] = [];

  function announce(): void {
    if (first === null || isAnnounced) return;
    isAnnounced = true;
    for (const listener of listeners) listener(first);
  }

  return {
    read: () => first,
    onAnnounced: (listener) => void listeners.push(listener),
    announced: async () => {
      if (isAnnounced) return;
      await new Promise<void>((resolve) => {
        listeners.push(() => resolve());
      });
    },
    fail: (failure) => {
      if (failure === null) return;
      first ??= failure;
      announce();
    },
    failSoon: (failure) => {
      first ??= failure;
      setTimeout(announce, STATUS_GRACE_MS).unref();
    },
  };
}
