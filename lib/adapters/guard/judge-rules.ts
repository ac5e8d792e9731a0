import { bareHost, type ReachRules } from '../net/address-guard.ts';
import { addressKind, inRange, sameAddress } from '../net/address-kind.ts';
import { isAddress } from './address-bytes.ts';
import type { GuardedConnection } from './judge-message.ts';
import type { NameAddresses } from './name-addresses.ts';

/** `always` is remembered by the process that asked, `once` is not. */
export type Decision = 'always' | 'once' | 'deny';

/** The journey that a worker is bound to. */
export interface BoundJourney {
  readonly reach: ReachRules;
  /**
   * Whether the base URL's name has led to a private address before any public one: from then on it
   * is the name of a private service.
   */
  isBasePrivate: boolean;
}

const LOCAL_KINDS = ['loopback', 'unspecified', 'link-local'];

/**
 * Decides about an address outside the public internet. Rules that name a host are decided by what
 * this machine's resolver answers for the name at this moment, whatever answer the asking process got.
 */
export async function decide(
  asked: GuardedConnection,
  journey: BoundJourney | null,
  names: NameAddresses,
): Promise<Decision> {
  const kind = addressKind(asked.address);
  // Before its first journey, a worker runs the platform's code only: it rehearses on loopback.
  if (journey === null) return kind === 'loopback' ? 'once' : 'deny';
  const { allowPrivate, allowPrivateTargets } = journey.reach;
  if (kind === 'public' || allowPrivate) return 'always';
  if (allowPrivateTargets.some((entry) => isLiteral(entry) && covers(entry, asked.address))) {
    return 'always';
  }
  if (await isBase(asked, journey, names)) return 'always';
  for (const entry of allowPrivateTargets.filter((each) => !isLiteral(each))) {
    if (await leadsTo(entry, asked.address, names)) return 'always';
  }

  return 'deny';
}

function isLiteral(entry: string): boolean {
  return entry.includes('/') || isAddress(entry);
}

function covers(entry: string, address: string): boolean {
  return entry.includes('/') ? inRange(address, entry) : sameAddress(address, entry);
}

/** Whether a connection goes to the base URL's origin, as far as an address and a port show it. */
async function isBase(
  asked: GuardedConnection,
  journey: BoundJourney,
  names: NameAddresses,
): Promise<boolean> {
  const { baseUrl } = journey.reach;
  if (baseUrl === null || !URL.canParse(baseUrl)) return false;
  const base = new URL(baseUrl);
  if (asked.port !== portOf(base)) return false;
  const host = bareHost(base);
  if (isAddress(host)) return sameAddress(asked.address, host);
  if (isLocalName(host)) return isLocalhost(asked.address);
  // A page of a public site must not lead the site's own name to a private address later.
  if (asked.by === 'browser' && asked.wasPublic && !journey.isBasePrivate) return false;
  const isThere = await leadsTo(host, asked.address, names);
  journey.isBasePrivate ||= isThere;

  return isThere;
}

function portOf({ protocol, port }: URL): number {
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
}

/** Names that never leave the machine (RFC 6761). */
function isLocalName(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost');
}

function isLocalhost(address: string): boolean {
  return sameAddress(address, '127.0.0.1') || sameAddress(address, '::1');
}

/**
 * Whether a name leads to an address. To the machine itself only the hosts file can lead: a name's
 * owner could answer with loopback to reach what listens there.
 */
async function leadsTo(name: string, address: string, names: NameAddresses): Promise<boolean> {
  if (isLocalName(name)) return isLocalhost(address);
  if (LOCAL_KINDS.includes(addressKind(address))) return names.isInHostsFile(name, address);
  if (name.startsWith('*.')) return names.isNamedBelow(name.slice(1), address);

  return names.isAnswerFor(name, address);
}
