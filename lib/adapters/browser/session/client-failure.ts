import type { FailureReason } from '../../../core/ports.ts';
import type { Cause } from '../../../core/record/outcome.ts';
import { errorMessages } from './refused-socket.ts';

/** How Node and Playwright word the failures of a request, with their cause. */
const KINDS: readonly (readonly [RegExp, Cause, string])[] = [
  [/\bECONNREFUSED\b/, 'target.connect', 'the connection was refused'],
  [
    /certificate|\bERR_(SSL|TLS)_|\bEPROTO\b|SSL routines/i,
    'target.tls',
    'the TLS handshake failed',
  ],
  [
    /\b(ECONNRESET|EPIPE)\b|socket hang up|other side closed|socket disconnected/i,
    'target.protocol',
    'the server closed the connection without a complete answer',
  ],
  [
    /\bETIMEDOUT\b|timed out after|Timeout \d+ms exceeded|aborted due to timeout|(Headers|Body|Connect) Timeout Error/i,
    'target.timeout',
    'no complete answer came in time',
  ],
  [/\b(ENOMEM|ENOBUFS)\b/, 'monitor.memory', 'this machine has no memory left for it'],
  [/\bENETDOWN\b/, 'monitor.network', "this machine's network is down"],
];

/** The failure of a request that Playwright's client or `fetch` sent; null: its error does not say. */
export function clientFailure(title: string, error: unknown): FailureReason | null {
  const texts = errorMessages(error).map((text) => text.split('\n', 1)[0] ?? text);
  const found = KINDS.find(([pattern]) => texts.some((text) => pattern.test(text)));
  if (found === undefined) return null;
  const [pattern, cause, reason] = found;

  return {
    cause,
    message: `${title}: ${reason} (${texts.find((text) => pattern.test(text)) ?? ''})`,
  };
}
