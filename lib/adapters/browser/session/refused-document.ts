import { isIP } from 'node:net';
import type { FailureReason } from '../../../core/ports.ts';
import { systemLookup } from '../../names/look-up.ts';
import { addressRefusal, bareHost, hostRefusal, type ReachRules } from '../../net/address-guard.ts';
import { ownRouteProblem } from '../../net/own-route.ts';
import { withDeadline } from '../with-deadline.ts';
import { reasonOf, type RefusalFeed } from './refusals.ts';

/** A document that was not loaded. */
export interface UnloadedDocument {
  readonly method: string;
  readonly url: string;
  /** Such as `net::ERR_NETWORK_ACCESS_DENIED`. */
  readonly error: string;
}

/** A document and the address that it came from. */
export interface ServedDocument {
  readonly method: string;
  readonly url: string;
  readonly address: string;
}

/** What the cause of a document's failure is found by. */
export interface RefusalFacts {
  readonly reach: ReachRules;
  readonly refusals: RefusalFeed;
}

/** The error of a connection that the guard refused (EACCES). */
const REFUSED = 'net::ERR_NETWORK_ACCESS_DENIED';
/**
 * The error where the resolver rules forbid a host, and where the guard refused the sockets by which
 * Chromium finds out how addresses are reached: it then has none left.
 */
const UNRESOLVED = 'net::ERR_NAME_NOT_RESOLVED';
/** The sandbox reports a refusal before the browser knows of it, but on another way. */
const NEWS_DEADLINE_MS = 500;
const NO_WAIT_MS = 0;
const LOOKUP_DEADLINE_MS = 1_000;

/** The error of a window's document that failed before anything listened to the window. */
export const UNHEARD = 'unheard';

/** Whether the error may be that of a document that was refused. */
export function mayBeRefused(error: string): boolean {
  return [REFUSED, UNRESOLVED, UNHEARD].includes(error);
}

/** Why a document was refused; null: its error has another cause. */
export async function refusedDocument(
  document: UnloadedDocument,
  facts: RefusalFacts,
): Promise<FailureReason | null> {
  const url = new URL(document.url);
  const known = hostRefusal(url, facts.reach) ?? literalRefusal(url, facts.reach);
  if (known !== null) return blockedDocument(document, known);
  const refused = await facts.refusals.find(
    url,
    document.error === REFUSED ? NEWS_DEADLINE_MS : NO_WAIT_MS,
  );
  if (refused !== null) return blockedDocument(document, reasonOf(refused.address, facts.reach));
  const address = await privateAddressOf(url, facts.reach);

  if (address !== null) return blockedDocument(document, reasonOf(address, facts.reach));
  if (document.error !== REFUSED) return null;

  return (await ownFailure(url)) ?? blockedDocument(document, 'network access is denied');
}

/** The failure of a document that the machine's own rules keep the browser from; null: they do not. */
async function ownFailure(url: URL): Promise<FailureReason | null> {
  const host = bareHost(url);
  const address =
    isIP(host) === 0
      ? (await withDeadline(systemLookup(host), LOOKUP_DEADLINE_MS))?.[0]?.address
      : host;
  const problem = address === undefined ? null : await ownRouteProblem(address);
  if (problem === null) return null;

  return {
    cause: 'monitor.network',
    message: `The document ${url.href} could not be loaded: ${problem} to its address (${REFUSED})`,
  };
}

function literalRefusal(url: URL, reach: ReachRules): string | null {
  const host = bareHost(url);
  const address = /(^|\.)localhost\.?$/.test(host) ? '127.0.0.1' : host;

  return isIP(address) === 0 ? null : addressRefusal(url, address, reach);
}

/** The address of a name that the rules forbid; null: it has none. */
async function privateAddressOf(url: URL, reach: ReachRules): Promise<string | null> {
  if (isIP(bareHost(url)) !== 0) return null;
  const found = await withDeadline(systemLookup(bareHost(url)), LOOKUP_DEADLINE_MS);
  const refused = found?.find(({ address }) => addressRefusal(url, address, reach) !== null);

  return refused?.address ?? null;
}

/** The failure of a document that was blocked. */
export function blockedDocument(
  { method, url }: Pick<UnloadedDocument, 'method' | 'url'>,
  reason: string,
): FailureReason {
  return { cause: 'security.blocked', message: `${method} ${url} was blocked: ${reason}` };
}
