import { RunFailure } from '../core/record/outcome.ts';

/** Errors that no promise of the running journey holds. */
export interface StrayErrors {
  /** Sends them to `listener` until the result is called; with no listener they are dropped. */
  readonly listen: (listener: (error: unknown) => void) => () => void;
}

/**
 * Catches unhandled rejections, uncaught exceptions and `process.exit` in this process, and hands
 * them to the attempt that is running.
 */
export function strayErrors(): StrayErrors {
  let current: ((error: unknown) => void) | null = null;

  function hand(error: unknown): void {
    current?.(error);
  }
  process.on('unhandledRejection', hand);
  process.on('uncaughtException', hand);
  process.exit = (code): never => {
    const error = new RunFailure(
      'journey.exited',
      `The journey called process.exit(${code ?? ''}); expected it to return or throw`,
    );
    hand(error);
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
