import { setTimeout as delay } from 'node:timers/promises';
import type { WebhookPort } from '../../core/notify/post-to-webhooks.ts';
import { SECOND_MS } from '../../core/base/time.ts';

/** How patient a poster is. */
export interface WebhookOptions {
  /** Of one try. Default 5 s. */
  readonly timeoutMs?: number;
  /** Before the second try; before the third twice as long. Default 500 ms. */
  readonly pauseMs?: number;
}

const TIMEOUT_MS = 5_000;
const PAUSE_MS = 500;
const TRIES = 3;
/** The function has 30 s for all. */
const MAX_PAUSE_MS = 3_000;
const TOO_MANY_REQUESTS = 429;
const FIRST_SERVER_ERROR = 500;

/** How a try ended; `again`: another may end better. */
type Try =
  | { readonly kind: 'taken' }
  | {
      readonly kind: 'refused';
      readonly reason: string;
      readonly again: boolean;
      readonly waitMs: number;
    };

/**
 * Posts JSON by HTTP, three times at most. Follows no redirect: a post that is redirected arrives as
 * something else. Errors name the host and never the path, which is what lets people in.
 */
export function httpWebhooks(options: WebhookOptions = {}): WebhookPort {
  const { timeoutMs = TIMEOUT_MS, pauseMs = PAUSE_MS } = options;

  return {
    post: async (url, body) => {
      const host = hostOf(url);
      for (let round = 0; ; round += 1) {
        const result = await attempt(url, JSON.stringify(body), timeoutMs);
        if (result.kind === 'taken') return;
        if (!result.again || round + 1 >= TRIES) {
          throw new Error(`${host} ${result.reason} (tried ${round + 1} of ${TRIES} times)`);
        }
        await delay(Math.min(MAX_PAUSE_MS, Math.max(result.waitMs, pauseMs * 2 ** round)));
      }
    },
  };
}

async function attempt(url: string, body: string, timeoutMs: number): Promise<Try> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      redirect: 'manual',
      signal,
    });
    await response.body?.cancel();
    if (response.ok) return { kind: 'taken' };
    const { status } = response;

    return {
      kind: 'refused',
      reason: `answered ${status}`,
      again: status === TOO_MANY_REQUESTS || status >= FIRST_SERVER_ERROR,
      waitMs: (Number(response.headers.get('retry-after')) || 0) * SECOND_MS,
    };
  } catch (error) {
    const late = `did not answer within ${timeoutMs / SECOND_MS} s`;
    const reason = signal.aborted ? late : `cannot be reached: ${codeOf(error)}`;

    return { kind: 'refused', reason, again: true, waitMs: 0 };
  }
}

/** Never the error's own text: some of them quote the address. */
function codeOf(error: unknown): string {
  const { cause } = typeof error === 'object' && error !== null && 'cause' in error ? error : {};
  const hasCode = typeof cause === 'object' && cause !== null && 'code' in cause;

  return hasCode ? String(cause.code) : 'no connection';
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'an address that is no URL';
}
