import type { Cause } from './outcome.ts';

/**
 * An error whose cause is already known: thrown by adapters into the journey, so that an author's
 * stack trace leads to the line that hit it. Its message is meant for people.
 */
export class RunFailure extends Error {
  readonly code: Cause;

  constructor(code: Cause, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'RunFailure';
    this.code = code;
  }
}
