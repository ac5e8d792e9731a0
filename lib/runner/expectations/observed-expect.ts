import { AsyncLocalStorage } from 'node:async_hooks';
import type { BodyObserver } from '../../core/run/attempt-ports.ts';
import { currentObserver } from '../../adapters/base/body-scope.ts';
import { pollOptions, retryOptions } from './retry-time.ts';

/** An `expect` and how the expectations made with it are treated. */
interface Style {
  /** Failures are noted, and the body goes on. */
  readonly isSoft: boolean;
  /** Of `expect.configure`; undefined: the library's own. */
  readonly timeoutMs: number | undefined;
}

/** A matcher call: its name for messages, and how it is treated. */
interface MatcherCall extends Style {
  readonly name: string;
  /** It evaluates a function again and again, whose own expectations are a part of it. */
  readonly isRetried: boolean;
}

/**
 * Properties of an `expect(…)` result that hold further matchers and are no matchers themselves.
 */
const MODIFIERS = new Set<string | symbol>(['not', 'resolves', 'rejects']);

/** Set inside functions that `toPass` and `expect.poll` call: what is evaluated there is no check. */
const retried = new AsyncLocalStorage<true>();

/**
 * Wraps an assertion library's `expect` so that every expectation that was evaluated to its end is
 * counted, `expect.soft` notes failures, and promises of matchers are followed. `expect(x)` alone
 * evaluates nothing.
 */
export function observedExpect<E extends object>(expect: E): E {
  return styled(expect, { isSoft: false, timeoutMs: undefined });
}

function styled<E extends object>(expect: E, style: Style): E {
  return new Proxy(expect, {
    apply: (target, self, args) =>
      matchersOf(call(target, self, args), { ...style, name: 'expect(…)', isRetried: false }),
    get: (target, key) => {
      const value: unknown = Reflect.get(target, key);
      if (key === 'soft') return styled(target, { ...style, isSoft: true });
      if (typeof value !== 'function') return value;
      if (key === 'poll') return poller(target, value, style);
      if (key === 'configure') return configurer(target, value, style);
      if (key === 'extend') return extender(target, value, style);

      return value;
    },
  });
}

function poller(expect: object, poll: Function, style: Style): unknown {
  return (read: unknown, options?: unknown): unknown => {
    const leftMs = currentObserver()?.remainingMs();
    const matchers = call(poll, expect, [read, pollOptions(options, style.timeoutMs, leftMs)]);

    return matchersOf(matchers, { ...style, name: 'expect.poll(…)', isRetried: true });
  };
}

function configurer(expect: object, configure: Function, style: Style): unknown {
  return (configuration: { readonly soft?: boolean; readonly timeout?: number } = {}): unknown => {
    const { soft, ...others } = configuration;
    const configured = call(configure, expect, [others]);
    const isSoft = soft ?? style.isSoft;
    const timeoutMs = others.timeout ?? style.timeoutMs;

    return isObject(configured) ? styled(configured, { isSoft, timeoutMs }) : configured;
  };
}

/** One library returns a new `expect`, the other changes its own. */
function extender(expect: object, extend: Function, style: Style): unknown {
  return (matchers: unknown): unknown => {
    const extended = call(extend, expect, [matchers]);

    return styled(isObject(extended) ? extended : expect, style);
  };
}

function matchersOf(matchers: unknown, made: MatcherCall): unknown {
  if (!isObject(matchers)) return matchers;

  return new Proxy(matchers, {
    get: (target, key) => {
      const value: unknown = Reflect.get(target, key);
      const name = `${made.name}.${String(key)}`;
      if (MODIFIERS.has(key) && isObject(value)) return matchersOf(value, { ...made, name });
      if (typeof value !== 'function') return value;
      const isRetried = made.isRetried || key === 'toPass';

      return (...args: readonly unknown[]): unknown => {
        const all =
          key === 'toPass' ? [retryOptions(args[0], currentObserver()?.remainingMs())] : args;

        return evaluate(() => call(value, target, all), { ...made, name, isRetried });
      };
    },
  });
}

function evaluate(matcher: () => unknown, made: MatcherCall): unknown {
  const evaluation = evaluationOf(made, currentObserver());
  let result: unknown;
  try {
    result = made.isRetried ? retried.run(true, matcher) : matcher();
  } catch (error) {
    return evaluation.failed(error);
  }
  if (!(result instanceof Promise)) return evaluation.ended(result);
  const settled: Promise<unknown> = result.then(evaluation.ended, evaluation.failed);

  return evaluation.observer?.follow(made.name, settled) ?? settled;
}

interface Evaluation {
  readonly observer: BodyObserver | null;
  readonly ended: (value: unknown) => unknown;
  readonly failed: (error: unknown) => undefined;
}

function evaluationOf({ isSoft }: MatcherCall, observer: BodyObserver | null): Evaluation {
  // A retried function must see that its expectation failed, or it would never be retried.
  const isPart = retried.getStore() === true;
  function count(): void {
    if (!isPart) observer?.onEvaluated();
  }

  return {
    observer,
    ended: (value) => {
      count();

      return value;
    },
    failed: (error) => {
      count();
      if (!isSoft || isPart || observer === null) throw error;
      observer.onSoftFailure(error);
    },
  };
}

function call(target: unknown, self: unknown, args: readonly unknown[]): unknown {
  if (typeof target !== 'function') throw new TypeError('expect is not a function');

  return Reflect.apply(target, self, args);
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
