import { setTimeout as delay } from 'node:timers/promises';
import type { WebhookPort, WebhookRequest } from '../../core/notify/notify-webhooks.ts';
import { SECOND_MS } from '../../core/base/time.ts';

/** Time-out and pauses of a delivery. */
export interface WebhookOptions {
  /** Time-out of one try in milliseconds. Default 5 s. */
  readonly timeoutMs?: number;
  /** Pause before the second try. Default 500 ms. */
  readonly pauseMs?: number;
}

const TIMEOUT_MS = 5_000;
const PAUSE_MS = 500;
const TRIES = 2;
/** Maximum pause; the function has 30 s in all. */
const MAX_PAUSE_MS = 3_000;
const TOO_MANY_REQUESTS = 429;
const FIRST_SERVER_ERROR = 500;

/** Result of a try; `again`: a further try may succeed. */
type Try =
  | { readonly kind: 'accepted' }
  | {
      readonly kind: 'refused';
      readonly reason: string;
      readonly again: boolean;
      readonly waitMs: number;
    };

/**
 * Posts JSON by HTTP, and once more where that may help. Redirects are not followed, because a
 * redirected POST can become a GET. Errors contain the host but never the path or a header, which
 * contain the webhook's secret.
 */
export function httpWebhooks(options: WebhookOptions = {}): WebhookPort {
  const { timeoutMs = TIMEOUT_MS, pauseMs = PAUSE_MS } = options;

  return {
    post: async (request) => {
      const host = hostOf(request.url);
      for (let round = 0; ; round += 1) {
        const result = await attempt(request, timeoutMs);
        if (result.kind === 'accepted') return;
        if (!result.again || round + 1 >= TRIES) {
          throw new Error(`${host} ${result.reason} (tried ${round + 1} of ${TRIES} times)`);
        }
        await delay(Math.min(MAX_PAUSE_MS, Math.max(result.waitMs, pauseMs)));
      }
    },
  };
}

async function attempt({ url, headers, body }: WebhookRequest, timeoutMs: number): Promise<Try> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      redirect: 'manual',
      signal,
    });
    await response.body?.cancel();
    if (response.ok) return { kind: 'accepted' };
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

/** Not the error's message, which may contain the address. */
function codeOf(error: unknown): string {
  const { cause } = typeof error === 'object' && error !== null && 'cause' in error ? error : {};
  const hasCode = typeof cause === 'object' && cause !== null && 'code' in cause;

  return hasCode ? String(cause.code) : 'connection failed';
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'an invalid address';
}
