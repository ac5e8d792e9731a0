import { createRequire } from 'node:module';
import path from 'node:path';
import { RunFailure } from '../../core/record/outcome.ts';
import { refusedMatchers } from './refused-matchers.ts';

/** What Playwright's matchers need of its test runner. It is pinned, as its version is. */
interface TestInfo {
  /** Undefined: no step is reported, and a failure is thrown. */
  _addStep(): undefined;
  _deadline(): { readonly deadline: number; readonly timeout: number };
}

interface ExpectModule {
  readonly expect: object;
  readonly expectConfig: () => object;
  readonly setExpectConfig: (config: object) => void;
}

/** In place of the runner: no steps, and no deadline but those that matchers are given. */
const NO_RUNNER: TestInfo = {
  _addStep: () => undefined,
  _deadline: () => ({ deadline: Infinity, timeout: Infinity }),
};

/**
 * Playwright's `expect`. `toMatchAriaSnapshot` works with a snapshot in the call only, because a
 * journey keeps no files.
 */
export function playwrightExpect(): object {
  const { expect, expectConfig, setExpectConfig } = loaded();
  setExpectConfig({ ...expectConfig(), testInfo: NO_RUNNER, updateSnapshots: 'none' });

  return guarded(expect);
}

function loaded(): ExpectModule {
  // This module always runs in a CommonJS bundle, where `__filename` is defined.
  const load = createRequire(__filename);
  const folder = path.dirname(load.resolve('playwright/package.json'));

  // Not among the package's exports, so that it is loaded by its path.
  const module: ExpectModule = load(path.join(folder, 'lib', 'matchers', 'expect.js'));

  return module;
}

/** An `expect` whose matchers refuse what needs stored snapshots. */
function guarded(expect: object): object {
  return new Proxy(expect, {
    apply: (target, self, args) => guardedMatchers(call(target, self, args)),
    get: (target, key) => {
      const value: unknown = Reflect.get(target, key);
      if (key !== 'configure' && key !== 'extend') return value;

      return (...args: readonly unknown[]): unknown => {
        const made = call(value, target, args);

        return isObject(made) ? guarded(made) : made;
      };
    },
  });
}

function guardedMatchers(matchers: unknown): unknown {
  if (!isObject(matchers)) return matchers;

  return new Proxy(matchers, {
    get: (target, key) => {
      const value: unknown = Reflect.get(target, key);
      if (key === 'not') return guardedMatchers(value);
      if (key === 'toHaveScreenshot' || key === 'toMatchSnapshot') return refusedMatchers[key];
      if (key !== 'toMatchAriaSnapshot') return value;

      return (...args: readonly unknown[]): unknown => {
        refuseStored(args[0]);

        return call(value, target, args);
      };
    },
  });
}

function refuseStored(snapshot: unknown): void {
  if (typeof snapshot === 'string' && snapshot.trim() !== '') return;
  throw new RunFailure(
    'journey.exception',
    'Cannot use toMatchAriaSnapshot() without a snapshot: a journey has no stored ones; expected it in the call, such as toMatchAriaSnapshot(`- heading "Shop"`)',
  );
}

function call(target: unknown, self: unknown, args: readonly unknown[]): unknown {
  if (typeof target !== 'function') throw new TypeError('expect is not a function');

  return Reflect.apply(target, self, args);
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
