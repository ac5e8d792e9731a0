import type { BrowserRequest } from './browser-request.ts';

/** The requests of an attempt, as they are whenever one asks. */
export interface LiveRequests {
  /** Requests that a page waits for and that have no complete answer. */
  readonly pending: () => readonly BrowserRequest[];
  /** Open requests, also those of which a page needs the answer for its `load` event only. */
  readonly loading: () => readonly BrowserRequest[];
  /** Requests that a page waited for and that failed. */
  readonly failed: () => readonly BrowserRequest[];
  /** Whether a request to the host has been sent. */
  readonly isReached: (host: string) => boolean;
}

/** The requests of an attempt at one moment. Those that fail later are added, because they say why. */
export interface RequestsNow extends LiveRequests {
  /** The moment, in milliseconds since 1970. */
  readonly atMs: number;
}

/**
 * Keeps the state of the requests. To find out why a call ran out of time takes a while, in which the answer may
 * come: the call did not get it, and what it waited for must not be forgotten.
 */
export function requestsNow(live: LiveRequests): RequestsNow {
  const [pending, loading] = [live.pending(), live.loading()].map(copied);
  const hosts = pending?.map(({ url }) => new URL(url).hostname) ?? [];
  const reached = new Map(hosts.map((host) => [host, live.isReached(host)]));

  return {
    atMs: Date.now(),
    pending: () => pending ?? [],
    loading: () => loading ?? [],
    failed: live.failed,
    isReached: (host) => reached.get(host) ?? live.isReached(host),
  };
}

/** Requests are changed by their answers. */
function copied(requests: readonly BrowserRequest[]): readonly BrowserRequest[] {
  return requests.map((request) => ({ ...request }));
}
