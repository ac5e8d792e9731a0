import type { Redact } from '../../core/record/redact.ts';
import { RunFailure } from '../../core/record/outcome.ts';
import { unknownFailure } from './failure.ts';

/** The calls of a journey's client that have not ended. */
export interface OpenCalls {
  /**
   * Begins a call. It fails with the stack of `caller`'s caller, so that it leads to a line of the journey. Not
   * async: the journey must get the very promise that `forget` handles.
   */
  readonly begin: <T>(caller: Function, respond: () => Promise<T>) => Promise<T>;
  /** Handles failures of calls that are still open, so that they are not unhandled rejections. */
  readonly forget: () => void;
}

/** Creates an empty set of calls; `redact` is applied to the messages of failures. */
export function openCalls(redact: Redact): OpenCalls {
  const open = new Set<Promise<unknown>>();

  return {
    begin: (caller, respond) => {
      const site: { stack?: string } = {};
      Error.captureStackTrace(site, caller);
      const response = attempt();
      open.add(response);

      return response;

      async function attempt(): ReturnType<typeof respond> {
        try {
          return await respond();
        } catch (error) {
          throw calledFrom(error, site.stack ?? '', redact);
        } finally {
          open.delete(response);
        }
      }
    },
    forget: () => {
      for (const response of open) response.catch(() => undefined);
    },
  };
}

/** Gives a failure the stack of the journey's call. */
function calledFrom(error: unknown, stack: string, redact: Redact): RunFailure {
  const known = error instanceof RunFailure ? error : unknownFailure(error);
  const failure = new RunFailure(known.code, redact(known.message), { cause: known.cause });
  // Without the message and the client's own method.
  const frames = stack.split('\n').slice(2);
  failure.stack = [`${failure.name}: ${failure.message}`, ...frames].join('\n');

  return failure;
}
