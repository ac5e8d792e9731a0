/** What becomes of a {@link FollowedPromise}. */
interface Use {
  /** Code waits for it: `await`, `then`, `catch`, or a function such as `Promise.all`. */
  readonly onUsed: () => void;
  /** It may lose a race, so that nothing waits for it any more. */
  readonly onRaced: () => void;
}

/**
 * A promise that reports whether anything waits for it. `await` calls `then` of every promise whose
 * constructor is not the built-in one, so it needs no change to the code that awaits.
 */
export class FollowedPromise<T> extends Promise<T> {
  #use: Use | null = null;

  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  /** Follows `promise`. A rejection that nothing waits for is no unhandled rejection of the process. */
  static of<T>(promise: Promise<T>, use: Use): FollowedPromise<T> {
    const followed = new FollowedPromise<T>((resolve, reject) => {
      promise.then(resolve, reject);
    });
    // Before `use` is set, so that this does not count as a use.
    // oxlint-disable-next-line promise/prefer-await-to-then -- it is never awaited here
    void followed.then(undefined, () => undefined);
    followed.#use = use;

    return followed;
  }

  // oxlint-disable-next-line unicorn/no-thenable -- it is the method of Promise
  override then<A = T, B = never>(
    onFulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.#use?.onUsed();

    return super.then(onFulfilled, onRejected);
  }

  /** Reports that it takes part in a race. */
  race(): void {
    this.#use?.onRaced();
  }
}

/**
 * Makes `Promise.race` and `Promise.any` of this process report the promises that take part: the
 * losers of a race need not settle.
 */
export function noteRaces(): void {
  for (const name of ['race', 'any'] as const) {
    const original: Function = Promise[name];
    function noting(this: unknown, values: Iterable<unknown>): unknown {
      const list = [...values];
      for (const value of list) if (value instanceof FollowedPromise) value.race();

      return Reflect.apply(original, this, [list]);
    }
    Object.defineProperty(Promise, name, { value: noting, writable: true, configurable: true });
  }
}
