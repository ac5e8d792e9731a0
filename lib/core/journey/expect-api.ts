import type {
  expect as playwrightExpect,
  Expect as PlaywrightExpect,
  ExpectMatcherState,
  MatcherReturnType,
} from 'playwright/test';

/** Matchers of snapshots that Playwright's runner keeps in files. A journey keeps none. */
type StoredSnapshots = 'toHaveScreenshot' | 'toMatchSnapshot';

/** A snapshot of roles and names that is given in the call. */
interface InlineSnapshot {
  /** Compares roles, names and text with a snapshot. https://playwright.dev/docs/aria-snapshots */
  toMatchAriaSnapshot(snapshot: string, options?: { readonly timeout?: number }): Promise<void>;
}

/** Matchers without those of stored snapshots. */
type Matchers<M> = Omit<M, StoredSnapshots | 'toMatchAriaSnapshot' | 'not'> &
  (M extends { toMatchAriaSnapshot: unknown } ? InlineSnapshot : unknown) &
  (M extends { not: infer N } ? { readonly not: Matchers<N> } : unknown);

/** Matchers that a journey has added with `expect.extend`. */
type OwnMatchers<Own, R> = {
  [K in keyof Own]: Own[K] extends (received: never, ...args: infer A) => infer End
    ? (...args: A) => End extends PromiseLike<unknown> ? Promise<void> : R
    : never;
};

/** Both, for the results of `expect(…)`. */
type AllMatchers<M, Own, R> = Matchers<M> &
  OwnMatchers<Own, R> & { readonly not: OwnMatchers<Own, R> };

/** A message that failures begin with, or options with one. */
type MessageOr<Options> = string | (Options & { readonly message?: string });

/** Time-out and pauses of `expect.poll`, in milliseconds. */
interface PollOptions {
  /** Default 5,000. */
  readonly timeout?: number;
  /** Default 100, 250, 500, then 1,000. */
  readonly intervals?: number[];
}

/** Matchers that `expect.extend` adds, by name. */
type Extension = Record<
  string,
  (
    this: ExpectMatcherState,
    // oxlint-disable-next-line typescript/no-explicit-any -- as in Playwright's own type
    received: any,
    // oxlint-disable-next-line typescript/no-explicit-any -- as in Playwright's own type
    ...args: any[]
  ) => MatcherReturnType | Promise<MatcherReturnType>
>;

/**
 * The assertions of a journey: Playwright's, without those of stored snapshots. API journeys have the
 * matchers of values, `soft`, `poll` and `toPass`.
 */
export interface Expect<Own = unknown> extends Omit<
  PlaywrightExpect,
  'soft' | 'poll' | 'extend' | 'configure'
> {
  <T = unknown>(
    actual: T,
    message?: MessageOr<unknown>,
  ): AllMatchers<ReturnType<typeof playwrightExpect<T>>, Own, void>;
  /** As `expect`; a failure fails the run when the journey has ended, and the journey goes on. */
  readonly soft: Expect<Own>;
  /** Calls a function until a matcher holds for its result. */
  poll<T = unknown>(
    read: () => T | Promise<T>,
    options?: MessageOr<PollOptions>,
  ): AllMatchers<ReturnType<typeof playwrightExpect.poll<T>>, Own, Promise<void>>;
  /** Adds matchers. */
  extend<More extends Extension>(matchers: More): Expect<Own & More>;
  /** An `expect` with other defaults. */
  configure(defaults: {
    readonly message?: string;
    readonly timeout?: number;
    readonly soft?: boolean;
  }): Expect<Own>;
}
