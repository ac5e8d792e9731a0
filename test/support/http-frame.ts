import { type HttpSessionOptions, openHttpSession } from '../../lib/adapters/http/http-session.ts';
import type { HttpSession, RunFrame } from '../../lib/core/ports.ts';
import { RunFailure } from '../../lib/core/record/outcome.ts';

/** A frame whose deadline is `budgetMs` from now, and the means to end the attempt before. */
export interface TestFrame extends RunFrame {
  end(): void;
}

export function testFrame(budgetMs = 20_000): TestFrame {
  const start = performance.now();
  const ending = new AbortController();

  return {
    elapsedMs: () => performance.now() - start,
    currentStep: () => null,
    stepsAt: () => [],
    signal: ending.signal,
    remainingMs: () => Math.max(0, budgetMs - (performance.now() - start)),
    end: () => ending.abort(),
  };
}

/** Options of a session that may reach this machine and hides nothing. */
export const OPEN_OPTIONS: HttpSessionOptions = {
  baseUrl: null,
  allowStatus: [],
  allowPrivate: true,
  allowPrivateTargets: [],
  allowHosts: null,
  ignoreTlsErrors: false,
  redact: (text) => text,
};

/** A session that may reach loopback, by default. */
export function testSession(
  options: Partial<HttpSessionOptions> = {},
  frame: RunFrame = testFrame(),
): HttpSession {
  return openHttpSession({ ...OPEN_OPTIONS, ...options }, frame);
}

/** The failure that a call rejects with; throws when it does anything else. */
export async function failureOf(call: Promise<unknown>): Promise<RunFailure> {
  try {
    await call;
  } catch (error) {
    if (error instanceof RunFailure) return error;
    throw error;
  }
  throw new TypeError('Expected the call to fail, but it succeeded');
}
