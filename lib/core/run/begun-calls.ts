import type { SourcePosition } from '../journey/attempt.ts';
import { FollowedPromise } from './followed-promise.ts';

/**
 * Follows the promise of a call that a journey's body began, such as `page.click`, and returns the
 * promise to hand to the body.
 */
export type FollowCall = <T>(name: string, promise: Promise<T>) => Promise<T>;

/** A call that was begun and never awaited. */
export interface LooseCall {
  /** Such as `page.click` or `expect(…).toHaveText`. */
  readonly name: string;
  readonly at: SourcePosition | null;
  /** The step that ran when it began. */
  readonly step: string | null;
  readonly end:
    | { readonly kind: 'passed' }
    | { readonly kind: 'failed'; readonly error: unknown }
    | { readonly kind: 'unfinished' };
}

/** The calls of one body that return promises: requests, steps, actions of pages, expectations. */
export interface BegunCalls {
  readonly follow: FollowCall;
  /** Waits for calls that have not settled, and those that they lead to, for at most `limitMs()`. */
  settle(limitMs: () => number): Promise<void>;
  /** Number of calls that have not settled, without those that took part in a race. */
  pending(): number;
  /** The calls that nothing waited for, and those that have not settled, in order of their beginning. */
  loose(): readonly LooseCall[];
}

/** Timer and source positions of {@link begunCalls}. */
interface BegunPorts {
  readonly after: (delayMs: number, action: () => void) => () => void;
  readonly locate: (error: unknown) => SourcePosition | null;
  readonly currentStep: () => string | null;
}

interface Call extends Pick<LooseCall, 'name' | 'step'> {
  /** Its stack is read only if it must be reported. */
  readonly begun: Error;
  readonly settled: Promise<void>;
  end: LooseCall['end'];
  isUsed: boolean;
  isRaced: boolean;
}

/** Starts following the calls of one body. */
export function begunCalls(ports: BegunPorts): BegunCalls {
  const open = new Set<Call>();

  function kept(): readonly Call[] {
    return [...open].filter(({ isRaced }) => !isRaced);
  }

  function unsettled(): readonly Call[] {
    return kept().filter(({ end }) => end.kind === 'unfinished');
  }

  return {
    follow: (name, promise) =>
      followed(promise, { name, step: ports.currentStep(), begun: new Error(name), open }),
    settle: async (limitMs) => {
      for (let calls = unsettled(); calls.length > 0; calls = unsettled()) {
        const leftMs = limitMs();
        if (leftMs <= 0) return;
        await settledWithin(calls, leftMs, ports.after);
      }
    },
    pending: () => unsettled().length,
    loose: () =>
      kept().map(({ name, step, begun, end }) => ({ name, step, end, at: ports.locate(begun) })),
  };
}

interface Begun extends Pick<Call, 'name' | 'step' | 'begun'> {
  /** The calls that something is to be said about. */
  readonly open: Set<Call>;
}

function followed<T>(promise: Promise<T>, { open, ...begun }: Begun): Promise<T> {
  const call: Call = {
    ...begun,
    settled: promise.then(
      () => close({ kind: 'passed' }),
      (error: unknown) => close({ kind: 'failed', error }),
    ),
    end: { kind: 'unfinished' },
    isUsed: false,
    isRaced: false,
  };
  open.add(call);

  function close(end: LooseCall['end']): void {
    call.end = end;
    if (call.isUsed) open.delete(call);
  }

  return FollowedPromise.of(promise, {
    onUsed: () => {
      call.isUsed = true;
      if (call.end.kind !== 'unfinished') open.delete(call);
    },
    onRaced: () => {
      call.isRaced = true;
    },
  });
}

/** Waits for calls, then one turn of the event loop, in which the code behind them begins others. */
async function settledWithin(
  calls: readonly Call[],
  limitMs: number,
  after: BegunPorts['after'],
): Promise<void> {
  await new Promise<void>((resolve) => {
    const cancel = after(limitMs, resolve);
    void allSettled(calls).then(() => {
      cancel();

      return after(0, resolve);
    });
  });
}

async function allSettled(calls: readonly Call[]): Promise<void> {
  await Promise.all(calls.map(async ({ settled }) => settled));
}
