import { createRequire } from 'node:module';
import type { Expect } from '../../core/journey/expect-api.ts';

function load(): Expect {
  // This module always runs in a CommonJS bundle, where `__filename` is defined.
  const playwright: { readonly expect: Expect } = createRequire(__filename)('playwright/test');

  return playwright.expect;
}

function isKey(expect: Expect, key: string | symbol): key is keyof Expect {
  return key in expect;
}

/**
 * Playwright's `expect`, loaded at first use: a journey's file can be imported for its options
 * without loading a browser library. In a run, the worker replaces it with its own.
 */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a proxy has its target's type, and is replaced by what it loads
export const expect: Expect = new Proxy(load, {
  apply: (_target, self, args) => Reflect.apply(load(), self, args),
  get: (_target, key) => {
    const loaded = load();

    return isKey(loaded, key) ? loaded[key] : undefined;
  },
}) as unknown as Expect;
