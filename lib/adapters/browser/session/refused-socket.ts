import { isIP } from 'node:net';
import type { FailureReason } from '../../../core/ports.ts';
import type { ReachRules } from '../../net/address-guard.ts';
import { addressKind } from '../../net/address-kind.ts';
import { reasonOf } from './refusals.ts';

/** Node's message of a connection that the kernel or the guard did not permit. */
const DENIED = /\bconnect EACCES \[?([0-9a-f.:]+)\]?:(\d+)/i;
const MAX_CAUSES = 5;

/**
 * The failure of a socket of the journey's own code (`fetch`, `page.request`) that the guard refused;
 * null: the error is another one.
 */
export function refusedSocket(error: unknown, reach: ReachRules): FailureReason | null {
  for (const message of errorMessages(error)) {
    const [, address = '', port] = DENIED.exec(message) ?? [];
    if (isIP(address) === 0 || addressKind(address) === 'public') continue;
    const target = `${address.includes(':') ? `[${address}]` : address}:${port}`;

    return {
      cause: 'security.blocked',
      message: `A connection of the journey to ${target} was blocked: ${reasonOf(address, reach)}`,
    };
  }

  return null;
}

/** The messages of an error, of its causes, and of the errors that it combines. */
export function errorMessages(error: unknown, depth = 0): readonly string[] {
  // Not by its class: `fetch` and the journey may be of another realm.
  if (typeof error !== 'object' || error === null || depth > MAX_CAUSES) return [];
  const { message, cause, errors }: { message?: unknown; cause?: unknown; errors?: unknown } =
    error;
  if (typeof message !== 'string') return [];
  const inner: readonly unknown[] = Array.isArray(errors) ? errors : [];

  return [message, ...[cause, ...inner].flatMap((each) => errorMessages(each, depth + 1))];
}
