import type { FailureReason } from '../../../core/ports.ts';
import type { NameResolution } from '../../names/resolve-name.ts';
import { bareHost } from '../../net/address-guard.ts';
import type { Tunnels } from '../forwarder/attempt-tunnels.ts';
import type { BrowserRequest } from './browser-request.ts';
import { unreachedBecause } from './forwarded-request.ts';
import type { NetworkListener } from './network-log.ts';
import type { RequestsNow } from './requests-now.ts';
import { acceptsConnection, probeName } from './target-probe.ts';

/** What is known of an attempt's requests. */
export interface NameFacts extends RequestsNow {
  readonly names: NameResolution;
  /** Connections that this process opens for the browser; null: there are none. */
  readonly tunnels: Tunnels | null;
}

/** A request that has not left the browser after this time is not just about to. */
const STUCK_S = 1;
const UNRESOLVED = /ERR_(NAME_|DNS_|.*NAME_RESOLUTION)/;

/**
 * Why requests are stuck before they are sent, when the name is the reason: the browser waits for its
 * resolver 10 s and longer, and 5 s for a single lost packet, which no event shows. So the name is
 * looked up from this process, and a connection is tried. What the forwarder could not look up is known
 * already. Null: names are not the reason.
 */
export async function unresolvedNames(facts: NameFacts): Promise<FailureReason | null> {
  return monitorsTunnel(facts) ?? unresolvedInBrowser(facts);
}

/** What kept the forwarder from the server, where that is the monitor's; null: nothing. */
function monitorsTunnel(facts: NameFacts): FailureReason | null {
  const reasons = facts.failed().map((each) => unreachedBecause(each, facts.tunnels));

  return reasons.find((reason) => reason?.cause.startsWith('monitor.') === true) ?? null;
}

async function unresolvedInBrowser(facts: NameFacts): Promise<FailureReason | null> {
  const waiting = facts.pending().find((each) => isStuck(each, facts)) ?? null;
  const request = waiting ?? facts.failed().find(({ error }) => UNRESOLVED.test(error ?? ''));
  if (request === undefined) return null;
  const url = new URL(request.url);
  // The browser remembers a name for a minute: what is missing then is the connection.
  const isReached = facts.isReached(url.hostname);
  const probe = await probeName(url, facts.names);
  if (probe.kind === 'failed') return charged(probe.failure, request);
  // This process has resolved the name itself, and would have failed.
  if (facts.tunnels?.covers(url) === true) return null;
  if (waiting === null) return resolvedSince(request, 'could not resolve');
  if (isReached || !(await acceptsConnection(url, probe.address))) return null;

  return resolvedSince(request, 'was still waiting for');
}

/** What a page embeds may have no name for years: that is not why the page fails now. */
function charged(failure: FailureReason, { isPage }: BrowserRequest): FailureReason | null {
  return failure.cause === 'target.dns' && !isPage ? null : failure;
}

function isStuck(
  { isSent, response, wallTime }: BrowserRequest,
  { atMs }: Pick<RequestsNow, 'atMs'>,
): boolean {
  return !isSent && response === null && atMs / 1_000 - wallTime > STUCK_S;
}

function resolvedSince({ method, url }: BrowserRequest, what: string): FailureReason {
  return {
    cause: 'monitor.dns',
    message: `The browser ${what} the name of ${method} ${url}, but a second look-up succeeded: its questions to the resolver were lost or answered late`,
  };
}

/** Notes the names that the browser has resolved, as control names for later look-ups. */
export function resolvedNames({ controls }: Pick<NameResolution, 'controls'>): NetworkListener {
  return {
    onStarted: () => undefined,
    onResponse: ({ url, fromCache }) => {
      if (!fromCache) controls.note(bareHost(new URL(url)));
    },
    onData: () => undefined,
    onEnded: () => undefined,
  };
}
