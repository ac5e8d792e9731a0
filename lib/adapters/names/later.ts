/** A promise that is resolved from outside; never rejected. */
export interface Later<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
}

/** A pending promise with the function that resolves it. */
export function later<T>(): Later<T> {
  let settle: ((value: T) => void) | undefined;
  const promise = new Promise<T>((resolve) => {
    settle = resolve;
  });

  return { promise, resolve: (value) => settle?.(value) };
}

/** A delay as a promise that can be called off; it is then never resolved. */
export interface Delay {
  readonly promise: Promise<'elapsed'>;
  stop(): void;
}

/** Waits for a time that begins now. */
export function after(delayMs: number): Delay {
  let timer: NodeJS.Timeout | undefined;
  const promise = new Promise<'elapsed'>((resolve) => {
    timer = setTimeout(() => resolve('elapsed'), delayMs);
  });

  return { promise, stop: () => clearTimeout(timer) };
}
