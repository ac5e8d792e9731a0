/** Time-outs of `expect.poll` and `toPass`, which must end before the attempt does. */
export interface RetryOptions {
  readonly timeout?: number;
  readonly intervals?: readonly number[];
  readonly message?: string;
}

/** Playwright's default of `expect.poll`. https://playwright.dev/docs/test-assertions#expectpoll */
const POLL_TIMEOUT_MS = 5_000;
/** How long before the attempt's deadline a retry ends, so that its own message is reported. */
const MARGIN_MS = 300;

/** The options of `expect.poll`, with a time-out that ends before the attempt does. */
export function pollOptions(
  options: unknown,
  configuredMs: number | undefined,
  leftMs: number | undefined,
): RetryOptions {
  const given = typeof options === 'string' ? { message: options } : retryOptionsOf(options);

  return { ...given, timeout: inside(given.timeout ?? configuredMs ?? POLL_TIMEOUT_MS, leftMs) };
}

/** The options of `toPass`, which retries until the attempt ends unless it has a time-out. */
export function retryOptions(options: unknown, leftMs: number | undefined): RetryOptions {
  const given = retryOptionsOf(options);
  // Playwright reads 0 as no time-out.
  const timeoutMs = given.timeout === 0 ? undefined : given.timeout;

  return { ...given, timeout: inside(timeoutMs ?? Infinity, leftMs) };
}

function inside(timeoutMs: number, leftMs: number | undefined): number {
  if (leftMs === undefined) return timeoutMs;

  return Math.max(1, Math.round(Math.min(timeoutMs, leftMs - MARGIN_MS)));
}

function retryOptionsOf(options: unknown): RetryOptions {
  return typeof options === 'object' && options !== null ? options : {};
}
