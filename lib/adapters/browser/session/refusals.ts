import { isIP } from 'node:net';
import type { RefusedConnection } from '../../../core/record/run-record.ts';
import { addressRefusal, bareHost, type ReachRules } from '../../net/address-guard.ts';
import { sameAddress } from '../../net/address-kind.ts';

/** The connections of this worker that the guard refused during the running attempt. */
export interface RefusalFeed {
  /** Adds one, as the sandbox reports it. */
  note(refused: RefusedConnection): void;
  /** Forgets all: a new attempt begins. */
  clear(): void;
  /** The last one that fits a URL, as soon as it is known; null if none arrives in time. */
  find(url: URL, deadlineMs: number): Promise<RefusedConnection | null>;
}

/** Creates an empty feed. */
export function refusalFeed(): RefusalFeed {
  let known: RefusedConnection[] = [];
  const waiting = new Set<() => void>();

  function fitting(url: URL): RefusedConnection | null {
    return known.findLast((each) => fits(each, url)) ?? null;
  }

  return {
    note: (refused) => {
      known.push(refused);
      for (const check of waiting) check();
    },
    clear: () => {
      known = [];
    },
    find: async (url, deadlineMs) =>
      new Promise((resolve) => {
        const timer = setTimeout(check, deadlineMs, true);
        waiting.add(check);
        check();

        function check(isLast = false): void {
          const found = fitting(url);
          if (found === null && !isLast) return;
          waiting.delete(check);
          clearTimeout(timer);
          resolve(found);
        }
      }),
  };
}

function fits({ address, port, by, protocol }: RefusedConnection, url: URL): boolean {
  if (by !== 'browser' || protocol !== 'tcp' || port !== portOf(url)) return false;
  const host = bareHost(url);

  return isIP(host) === 0 || sameAddress(address, host);
}

function portOf({ protocol, port }: URL): number {
  if (port !== '') return Number(port);

  return protocol === 'https:' ? 443 : 80;
}

/** Why an address was refused, with the setting that would allow it. */
export function reasonOf(address: string, reach: ReachRules): string {
  // What the rules allow for other hosts or at other times did not apply to this connection.
  const strict = { ...reach, baseUrl: null, allowPrivate: false, allowPrivateTargets: [] };
  const refusal = addressRefusal(new URL('http://refused.invalid/'), address, strict);

  return refusal ?? `${address} is an address that no journey may reach`;
}
