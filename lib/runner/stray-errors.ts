import { isOfEarlierBody } from '../adapters/base/body-scope.ts';
import { RunFailure } from '../core/record/outcome.ts';

/** Errors outside the promises of the running journey, such as unhandled rejections. */
export interface StrayErrors {
  /**
   * Sends errors to `listener` until the returned function is called. Without a listener they are
   * dropped.
   */
  readonly listen: (listener: (error: unknown) => void) => () => void;
}

/**
 * Catches unhandled rejections, uncaught exceptions and `process.exit` in this process and passes
 * them to the running attempt.
 */
export function strayErrors(): StrayErrors {
  let current: ((error: unknown) => void) | null = null;

  function pass(error: unknown): void {
    // What an earlier run left behind says nothing about this one.
    if (!isOfEarlierBody()) current?.(error);
  }
  process.on('unhandledRejection', pass);
  process.on('uncaughtException', pass);
  process.exit = (code): never => {
    const error = new RunFailure(
      'journey.exited',
      `The journey called process.exit(${code ?? ''}); expected it to return or throw`,
    );
    pass(error);
    throw error;
  };

  return {
    listen: (listener) => {
      current = listener;

      return () => {
        if (current === listener) current = null;
      };
    },
  };
}
