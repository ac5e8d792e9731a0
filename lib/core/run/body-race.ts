import type { AttemptPorts } from './attempt-ports.ts';

/** The end of a body: it returned, something was thrown, or time ran out. */
export type BodyEnd =
  | { readonly kind: 'returned' }
  | { readonly kind: 'threw'; readonly error: unknown }
  | { readonly kind: 'deadline' };

/** A race between a journey's body, its deadline, and errors that no promise of it holds. */
export interface BodyRace {
  run(body: () => Promise<void>, timeoutMs: number): Promise<BodyEnd>;
  /** The first stray error so far, or null. */
  stray(): BodyEnd | null;
  /** Stops listening for stray errors. */
  stop(): void;
}

/** Starts listening for stray errors; {@link BodyRace.run} then races the body against them. */
export function bodyRace(ports: Pick<AttemptPorts, 'after' | 'onStrayError'>): BodyRace {
  let first: BodyEnd | null = null;
  let onStray: ((end: BodyEnd) => void) | null = null;
  const stop = ports.onStrayError((error) => {
    first ??= { kind: 'threw', error };
    onStray?.(first);
  });

  return {
    stop,
    stray: () => first,
    run: async (body, timeoutMs) =>
      new Promise<BodyEnd>((resolve) => {
        const cancel = ports.after(timeoutMs, () => resolve({ kind: 'deadline' }));
        onStray = end;
        body().then(
          () => end({ kind: 'returned' }),
          (error: unknown) => end({ kind: 'threw', error }),
        );

        function end(reached: BodyEnd): void {
          cancel();
          resolve(reached);
        }
      }),
  };
}
