import { errorCode } from '../base/node-error.ts';
import { after, type Delay } from './later.ts';
import { isDenial, type Lookup, type ResolvedAddress } from './look-up.ts';
import type { Pace } from './pace.ts';

/** How a look-up by the system's resolver ended. */
export type SystemAnswer =
  | { readonly kind: 'found'; readonly addresses: readonly ResolvedAddress[] }
  | { readonly kind: 'denied' | 'unusable'; readonly code: string };

/** Asks the system's resolver once; never rejects. */
export async function askSystem(name: string, system: Lookup): Promise<SystemAnswer> {
  try {
    const addresses = await system(name);

    return addresses.length > 0
      ? { kind: 'found', addresses }
      : { kind: 'denied', code: 'ENODATA' };
  } catch (error) {
    const code = errorCode(error);

    return { kind: isDenial(code) ? 'denied' : 'unusable', code };
  }
}

/** A second look-up and when it is made. */
export interface SecondLook {
  readonly again: () => Promise<SystemAnswer>;
  readonly pace: Pace;
  /** No other server can be asked: the second look-up does not wait for the end of the first. */
  readonly isOnlySource: boolean;
}

/** The system's resolver, asked twice. */
export interface SecondOpinion {
  /** Addresses if one of the look-ups gives some; that there are none only if both say so. */
  readonly answer: Promise<SystemAnswer>;
  /** Makes no second look-up from now on. The answer may stay pending. */
  stop(): void;
}

/** Waits for the first look-up, and makes the second where it is needed. */
export function secondOpinion(
  first: Promise<SystemAnswer>,
  { again, pace, isOnlySource }: SecondLook,
): SecondOpinion {
  let pause: Delay | null = null;
  let isStopped = false;

  async function inTurn(): Promise<SystemAnswer> {
    const one = await first;
    if (one.kind === 'found' || isStopped) return one;
    pause = after(one.kind === 'denied' ? 0 : pace.patienceMs);
    await pause.promise;

    return better(first, again());
  }

  return {
    answer: isOnlySource ? better(first, again()) : inTurn(),
    stop: () => {
      isStopped = true;
      pause?.stop();
    },
  };
}

async function better(
  first: Promise<SystemAnswer>,
  second: Promise<SystemAnswer>,
): Promise<SystemAnswer> {
  const early = await Promise.race([first, second]);
  if (early.kind === 'found') return early;
  const ends = await Promise.all([first, second]);

  return (
    ends.find(({ kind }) => kind === 'found') ??
    ends.find(({ kind }) => kind === 'unusable') ??
    ends[0]
  );
}
