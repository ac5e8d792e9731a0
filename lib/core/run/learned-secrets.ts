import type { AttemptRequest } from '../journey/attempt.ts';
import { liveRedactor, type Redactor } from '../record/redact.ts';

/** Secrets that an attempt was given while it ran, such as access tokens. They end with its request. */
const learned = new WeakMap<AttemptRequest, string[]>();

/** Hides a value in everything that the attempt reports from now on. */
export function learnSecret(request: AttemptRequest, secret: string): void {
  const known = learnedSecrets(request);
  if (known.includes(secret)) return;
  learned.set(request, [...known, secret]);
}

/** The secrets that the attempt has learned so far; the sandbox does not know them. */
export function learnedSecrets(request: AttemptRequest): readonly string[] {
  return learned.get(request) ?? [];
}

/** Replaces the secrets of an attempt, those that it learns included. */
export function attemptRedactor(request: AttemptRequest): Redactor {
  return liveRedactor(() => [...Object.values(request.secrets), ...learnedSecrets(request)]);
}
