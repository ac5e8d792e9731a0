import { performance } from 'node:perf_hooks';
import { expect as base } from 'expect';
import { toError } from '../../core/base/error-text.ts';
import { refusedMatchers } from './refused-matchers.ts';
import type { RetryOptions } from './retry-time.ts';

/** Settings of an `expect` that `expect.configure` made. */
interface Settings {
  readonly message?: string;
  readonly timeout?: number;
}

/** Playwright's pauses between two evaluations; the last one is repeated. */
const INTERVALS_MS = [100, 250, 500, 1_000];

type Matcher = (...args: readonly unknown[]) => unknown;

/**
 * The `expect` of API journeys: the `expect` package, from which Playwright's value matchers come,
 * with what Playwright's has beside them: messages, `configure`, `poll` and `toPass`.
 */
export function apiExpect(): object {
  base.extend({ toPass, ...refusedMatchers });

  return configured({});
}

function configured(settings: Settings): object {
  function expect(actual: unknown, options?: unknown): object {
    return withMessage(base(actual), messageOf(options) ?? settings.message);
  }

  return new Proxy(expect, {
    get: (target, key) => {
      if (key === 'poll') return poll;
      if (key === 'configure') return (next: Settings) => configured({ ...settings, ...next });

      return Reflect.get(base, key) ?? Reflect.get(target, key);
    },
  });
}

function messageOf(options: unknown): string | undefined {
  if (typeof options === 'string') return options;
  if (typeof options !== 'object' || options === null || !('message' in options)) return undefined;

  return typeof options.message === 'string' ? options.message : undefined;
}

/** Matchers whose failures begin with a message. */
function withMessage(matchers: object, message: string | undefined): object {
  return message === undefined
    ? matchers
    : eachMatcher(matchers, (matcher) => prefixed(matcher, message));
}

function prefixed(matcher: Matcher, message: string): Matcher {
  function fail(error: unknown): never {
    if (error instanceof Error) error.message = `${message}\n\n${error.message}`;
    throw error;
  }

  return (...args) => {
    try {
      const result = matcher(...args);

      return result instanceof Promise ? result.catch(fail) : result;
    } catch (error) {
      return fail(error);
    }
  };
}

/** Changes every matcher, behind `not`, `resolves` and `rejects` too. */
function eachMatcher(matchers: object, change: (matcher: Matcher) => Matcher): object {
  return new Proxy(matchers, {
    get: (target, key) => {
      const value: unknown = Reflect.get(target, key);
      if (typeof value === 'function') {
        return change((...args) => Reflect.apply(value, target, args));
      }

      return typeof value === 'object' && value !== null ? eachMatcher(value, change) : value;
    },
  });
}

/** Reads a value again and again until a matcher holds. */
function poll(read: unknown, options: RetryOptions = {}): object {
  if (typeof read !== 'function') {
    throw new TypeError(
      'Cannot poll: expect.poll() got no function; expected a function that returns the value',
    );
  }

  return pollMatchers(base(undefined), async (matches) => {
    const called = new Error('called');
    const end = await retry(options, async () => {
      const value: unknown = await read();

      return () => matches(base(value));
    });
    if (end !== null) throw pollError(end, { message: messageOf(options), called });
  });
}

type Poll = (matches: (matchers: object) => unknown) => Promise<void>;

/** The matchers of a value that is not known yet: `path` leads to them. */
function pollMatchers(sample: object, run: Poll, path: readonly string[] = []): object {
  return new Proxy(sample, {
    get: (target, key) => {
      const value: unknown = Reflect.get(target, key);
      if (key === 'not' && typeof value === 'object' && value !== null) {
        return pollMatchers(value, run, [...path, key]);
      }
      if (typeof value !== 'function' || key === 'toPass') return undefined;

      return async (...args: readonly unknown[]) =>
        run((matchers) =>
          Reflect.apply(matcherAt(matchers, [...path, String(key)]), undefined, args),
        );
    },
  });
}

function matcherAt(matchers: object, path: readonly string[]): Function {
  let at: unknown = matchers;
  for (const key of path) at = isObject(at) ? Reflect.get(at, key) : undefined;
  if (typeof at !== 'function') throw new TypeError(`expect has no matcher "${path.join('.')}"`);

  return at;
}

/** The matcher `toPass`: calls a function again and again until it throws nothing. */
async function toPass(
  this: { readonly isNot?: boolean },
  body: unknown,
  options: RetryOptions = {},
): Promise<{ readonly pass: boolean; readonly message: () => string }> {
  const isNot = this.isNot === true;
  if (typeof body !== 'function') {
    throw new TypeError(
      'Cannot retry: toPass() got no function; expected expect(async () => { … }).toPass()',
    );
  }
  const end = await retry(options, async () => {
    const thrown = await errorOf(body);

    return () => {
      if ((thrown !== null) !== isNot) throw toError(thrown?.error ?? 'The function threw nothing');
    };
  });

  return {
    pass: (end === null) !== isNot,
    message: () => (end === null ? '' : textOf(end)),
  };
}

async function errorOf(body: Function): Promise<{ readonly error: unknown } | null> {
  try {
    await body();

    return null;
  } catch (error) {
    return { error };
  }
}

interface TimedOut {
  readonly timeoutMs: number;
  /** What the last evaluation threw; null: none has ended. */
  readonly last: { readonly error: unknown } | null;
}

/**
 * Evaluates until nothing is thrown; the result is null then, else what the time-out ended. What
 * `prepare` itself throws ends it at once.
 */
async function retry(
  { timeout = Infinity, intervals = INTERVALS_MS }: RetryOptions,
  prepare: () => Promise<() => unknown>,
): Promise<TimedOut | null> {
  const endMs = performance.now() + timeout;
  let last: TimedOut['last'] = null;
  for (let round = 0; performance.now() < endMs; round += 1) {
    const evaluate = await within(prepare(), endMs - performance.now());
    if (evaluate === null) break;
    last = await errorOf(evaluate);
    if (last === null) return null;
    const pauseMs = intervals[Math.min(round, intervals.length - 1)] ?? 1_000;
    if (performance.now() + pauseMs >= endMs) break;
    await within(new Promise(() => undefined), pauseMs);
  }

  return { timeoutMs: Math.round(timeout), last };
}

/** The result of a promise, or null after a time. */
async function within<T>(promise: Promise<T>, limitMs: number): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = Number.isFinite(limitMs) ? setTimeout(() => resolve(null), limitMs) : undefined;
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** A failed expectation, with the stack of the matcher's call. */
function pollError(
  end: TimedOut,
  { message, called }: { readonly message: string | undefined; readonly called: Error },
): Error {
  const error = new Error(
    [...(message === undefined ? [] : [message, '']), textOf(end)].join('\n'),
  );
  error.stack = called.stack?.replace('called', () => error.message) ?? '';

  return Object.assign(error, { matcherResult: { pass: false } });
}

function textOf({ last, timeoutMs }: TimedOut): string {
  const limit = `Timeout ${timeoutMs}ms exceeded while waiting on the predicate`;
  if (last === null) return limit;
  const text = last.error instanceof Error ? last.error.message : String(last.error);

  return [text, '', 'Call Log:', `- ${limit}`].join('\n');
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
