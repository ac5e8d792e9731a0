import type { APIResponse } from 'playwright-core';
import type { FailureReason } from '../../../core/ports.ts';
import { documentStatusFailure } from './document-watch.ts';

/** Answers with an error status that a journey got from Playwright's client or from `fetch`. */
export interface UncheckedAnswers {
  /** Watches whether the journey reads the status of this answer. */
  watch(answer: APIResponse | Response, sent: SentRequest): void;
  /** The failure of the first one of which the journey has not read the status; null: there is none. */
  failure(): FailureReason | null;
}

/** Method, URL and status of an answered request. */
export interface SentRequest {
  readonly method: string;
  readonly url: string;
  readonly status: number | null;
}

/** Where a journey reads the status; `clone` gives it an answer that is not watched. */
const TELLING = ['status', 'ok', 'statusText', 'clone'] as const;

/** Starts with no answers; `allowed`: statuses that the journey accepts. */
export function uncheckedAnswers(allowed: readonly number[]): UncheckedAnswers {
  const unchecked = new Map<object, FailureReason>();

  return {
    failure: () => unchecked.values().next().value ?? null,
    watch: (answer, { method, url, status }) => {
      const answered = { method, url, status: status ?? 0, statusText: '' };
      const failure = documentStatusFailure(answered, allowed);
      if (failure === null) return;
      const message = `${failure.message}, or check the status in the journey`;
      unchecked.set(answer, { cause: failure.cause, message });
      for (const name of TELLING) noteRead(answer, name, () => unchecked.delete(answer));
    },
  };
}

function noteRead(answer: object, name: string, onRead: () => void): void {
  const value: unknown = Reflect.get(answer, name);
  if (value === undefined) return;
  Object.defineProperty(answer, name, {
    configurable: true,
    get: () => {
      onRead();

      return typeof value === 'function' ? value.bind(answer) : value;
    },
  });
}
