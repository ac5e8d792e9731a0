import type { FailureReason } from '../ports.ts';
import type { AttemptState } from './attempt-ports.ts';

/** How many waiting requests a message names. */
const NAMED_REQUESTS = 3;

/**
 * Whose time ran out: the target's where a request had no complete answer, else the journey's own.
 */
export function deadlineFailure(
  state: Pick<AttemptState, 'request' | 'http' | 'session'>,
  durationMs: number,
  step: string | null,
): FailureReason {
  const pending = [...state.http.pending(), ...(state.session?.pending() ?? [])];
  const limit = `${state.request.timeoutMs / 1000} s`;
  const where = step === null ? '' : ` in step "${step}"`;
  const standing = state.session?.finalFailure() ?? null;
  if (standing !== null) return standing;
  if (pending.length > 0) {
    const named = pending.slice(0, NAMED_REQUESTS).join(', ');

    return {
      cause: 'target.timeout',
      message: `No complete answer within the journey's ${limit}${where}: ${named}`,
    };
  }

  return {
    cause: 'journey.timeout',
    message: `The journey did not end within its ${limit}${where} (${(durationMs / 1000).toFixed(1)} s), and no request was under way: it waits for something that never comes`,
  };
}
