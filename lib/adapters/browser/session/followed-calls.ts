import path from 'node:path';
import { createRequire } from 'node:module';
import { compileFunction } from 'node:vm';
import type { Page } from 'playwright-core';
import type { BodyObserver } from '../../../core/run/attempt-ports.ts';
import { callOutsideBody, ownObserver } from '../../base/body-scope.ts';

/** The classes of Playwright's client whose methods are followed; all of this process's. */
const followed = new WeakSet<object>();

/** Names of classes that read differently in code. */
const NAMES: Readonly<Record<string, string>> = {
  BrowserContext: 'context',
  APIRequestContext: 'request',
  APIResponse: 'response',
  CDPSession: 'cdpSession',
};

/**
 * Reports the calls of a journey's body that return promises, of its page and of all that the page
 * leads to: locators, contexts, frames, requests. Calls of listeners and of Playwright itself are not
 * reported. The classes are changed once; without a running body they work as before.
 */
export function followPage(page: Page): void {
  const context = page.context();
  const { keyboard, mouse, touchscreen } = page;
  const { request, clock, tracing } = context;
  const inputs = [keyboard, mouse, touchscreen, page.coverage];
  const others = [context.browser(), page.mainFrame(), page.locator('html')];
  const objects = [page, context, ...others, ...inputs, request, clock, tracing];
  objects.forEach(followClass);
  // What the session has changed of its page, such as `goto`.
  followMethods(page, 'page');
}

/**
 * Replaces a call of one object of Playwright's client; the new one is followed in the same way, and what
 * it calls itself is not.
 */
export function replaceCall<T extends object, K extends keyof T & string>(
  object: T,
  key: K,
  replacement: T[K] & Function,
): void {
  const prototype: unknown = Object.getPrototypeOf(object);
  const owner = typeof prototype === 'object' && prototype !== null ? prototype : object;
  const value = followedMethod(replacement, `${nameOf(owner)}.${key}`);
  Object.defineProperty(object, key, { value, configurable: true, writable: true });
}

function followClass(object: unknown): void {
  if (Array.isArray(object)) {
    followClass(object[0]);

    return;
  }
  if (!isOfClient(object)) return;
  const prototype: unknown = Object.getPrototypeOf(object);
  if (typeof prototype !== 'object' || prototype === null || followed.has(prototype)) return;
  followed.add(prototype);
  followMethods(prototype, nameOf(prototype));
}

function followMethods(object: object, name: string): void {
  for (const [key, property] of Object.entries(Object.getOwnPropertyDescriptors(object))) {
    if (!isOwnCall(key, property)) continue;
    const value = followedMethod(property.value, `${name}.${key}`);
    Object.defineProperty(object, key, { ...property, value });
  }
}

/**
 * Objects of the client have a connection, or keep one that has it in a private field, such as the
 * keyboard its page. Plain data and streams that calls return do not. The client's version is pinned.
 */
function isOfClient(object: unknown): object is object {
  if (typeof object !== 'object' || object === null) return false;

  return isConnected(object) || Object.entries(object).some(([key, value]) => isLink(key, value));
}

function isLink(key: string, value: unknown): boolean {
  return key.startsWith('_') && typeof value === 'object' && value !== null && isConnected(value);
}

/** `_object` is that of a channel. */
function isConnected(object: object): boolean {
  return '_connection' in object || '_object' in object;
}

function isOwnCall(
  key: string,
  property: PropertyDescriptor,
): property is PropertyDescriptor & { readonly value: Function } {
  return key !== 'constructor' && !key.startsWith('_') && typeof property.value === 'function';
}

/** The bundler of Playwright has renamed some classes: `_Page`, `Page2`. */
function nameOf(prototype: object): string {
  const name = prototype.constructor.name.replaceAll(/^_|\d+$/g, '');

  return NAMES[name] ?? `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
}

/**
 * Playwright names a call in its messages by the last frame of its own folder, so this code has a
 * name there: no other frame of ours may be between a journey and Playwright.
 */
const SOURCE = `
return {
  [name](...args) {
    const observer = ownObserver();
    if (observer === null) return Reflect.apply(method, this, args);

    return followResult(observer, callOutsideBody(Reflect.apply, method, this, args));
  },
}[name];
`;

function followedMethod(method: Function, name: string): unknown {
  const parts = {
    name: method.name,
    method,
    ownObserver,
    callOutsideBody,
    followResult: (observer: BodyObserver, result: unknown) => followResult(observer, result, name),
  };
  const make = compileFunction(SOURCE, Object.keys(parts), {
    filename: path.join(playwrightFolder(), 'lib', 'followed-calls.js'),
  });

  return make(...Object.values(parts));
}

function playwrightFolder(): string {
  // This module always runs in a CommonJS bundle, where `__filename` is defined.
  return path.dirname(createRequire(__filename).resolve('playwright-core/package.json'));
}

function followResult(observer: BodyObserver, result: unknown, name: string): unknown {
  if (result instanceof Promise) return observer.follow(name, learned(result));
  followClass(result);

  return result;
}

async function learned(result: Promise<unknown>): Promise<unknown> {
  const value = await result;
  followClass(value);

  return value;
}
