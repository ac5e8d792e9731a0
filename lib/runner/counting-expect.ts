/** Counts the expectations that a journey evaluates. */
export interface CheckCounter {
  /** Wraps an assertion library's `expect` so that every matcher called is counted. */
  readonly wrap: <E extends object>(expect: E) => E;
  /** Returns the count since the last call. */
  readonly take: () => number;
}

/**
 * Properties of an `expect(…)` result that hold further matchers and are no matchers themselves.
 */
const MODIFIERS = new Set<string | symbol>(['not', 'resolves', 'rejects']);

/** Creates a counter. `expect(x)` alone checks nothing and is not counted; each matcher call is. */
export function checkCounter(): CheckCounter {
  let count = 0;

  return {
    wrap: (expect) => countCalls(expect, () => (count += 1)),
    take: () => {
      const taken = count;
      count = 0;

      return taken;
    },
  };
}

function countCalls<E extends object>(expect: E, onCheck: () => void): E {
  return new Proxy(expect, {
    apply: (target, self, args) => {
      if (typeof target !== 'function') throw new TypeError('expect is not a function');
      const matchers: unknown = Reflect.apply(target, self, args);

      return typeof matchers === 'object' && matchers !== null
        ? countMatchers(matchers, onCheck)
        : matchers;
    },
    get: (target, key) => {
      const value: unknown = Reflect.get(target, key);
      // `expect.poll(…)` and `expect.soft(…)` return matchers as `expect(…)` does.
      if ((key === 'poll' || key === 'soft') && typeof value === 'function') {
        return countCalls(value, onCheck);
      }

      return value;
    },
  });
}

function countMatchers<M extends object>(matchers: M, onCheck: () => void): M {
  return new Proxy(matchers, {
    get: (target, key) => {
      const value: unknown = Reflect.get(target, key);
      if (MODIFIERS.has(key) && typeof value === 'object' && value !== null) {
        return countMatchers(value, onCheck);
      }
      if (typeof value !== 'function') return value;

      return (...args: readonly unknown[]): unknown => {
        onCheck();

        return Reflect.apply(value, target, args);
      };
    },
  });
}
