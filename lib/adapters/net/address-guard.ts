import ipaddr from 'ipaddr.js';

/** Rules for the targets that a journey may reach. */
export interface ReachRules {
  /** Its origin is always allowed, even on loopback, because the user configured it. */
  readonly baseUrl: string | null;
  readonly allowPrivate: boolean;
  /** Hosts, addresses or ranges (CIDR) in private space, from the configuration. */
  readonly allowPrivateTargets: readonly string[];
  /** Strict mode: only these hosts are allowed; `*.example.com` covers every name below it. */
  readonly allowHosts: readonly string[] | null;
  /** `host:port` of the Lambda runtime API, which no journey may reach; null outside Lambda. */
  readonly lambdaRuntimeApi?: string | null;
}

/**
 * Azure's wire server: a public address that serves the machine itself.
 * https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16
 */
const HOST_SERVICES = ['168.63.129.16'];

/**
 * Why a URL's host is forbidden by strict mode or as the runtime API, before any look-up; null if
 * it is not.
 */
export function hostRefusal(url: URL, rules: ReachRules): string | null {
  if (isBaseOrigin(url, rules)) return null;
  const host = bareHost(url);
  if (rules.lambdaRuntimeApi && host === runtimeHost(rules.lambdaRuntimeApi)) {
    return `${host} is the Lambda runtime API's host, which no journey may reach`;
  }
  if (rules.allowHosts === null || rules.allowHosts.some((entry) => hostMatches(host, entry))) {
    return null;
  }

  return `${host} is not among the journey's allowHosts (${rules.allowHosts.join(', ')})`;
}

/**
 * Why a URL may not be reached at this address; null if it may. The address must be the one that is
 * connected to, so that DNS rebinding has no effect.
 */
export function addressRefusal(url: URL, address: string, rules: ReachRules): string | null {
  if (isBaseOrigin(url, rules)) return null;
  if (rules.lambdaRuntimeApi && isRuntimeAddress(address, rules.lambdaRuntimeApi)) {
    return `${address} is the Lambda runtime API's host, which no journey may reach`;
  }
  const kind = addressKind(address);
  if (kind === 'public' || rules.allowPrivate || isAllowedTarget(url, address, rules)) return null;

  return (
    `${address} is a ${kind} address, and only public addresses are allowed; to allow it, add ` +
    `the host or its range to allowPrivate in waywiser.config.ts, or set allowPrivate: true on the journey`
  );
}

/** `public`, or the kind of a non-public address, such as `loopback`. */
export function addressKind(address: string): string {
  const parsed = effectiveAddress(address);
  if (HOST_SERVICES.includes(parsed.toString())) return 'host service';
  if (parsed instanceof ipaddr.IPv6 && parsed.range() === 'unicast' && !isGlobal(parsed)) {
    return 'reserved';
  }
  const range = parsed.range();

  return range === 'unicast' ? 'public' : (RANGE_NAMES.get(range) ?? 'reserved');
}

/** All global unicast IPv6 addresses lie in 2000::/3 (RFC 4291, IANA's registry). */
function isGlobal(address: ipaddr.IPv6): boolean {
  return address.match(ipaddr.IPv6.parse('2000::'), 3);
}

/** Whether a host, address or range of `allowPrivate` covers this URL at this address. */
function isAllowedTarget(url: URL, address: string, rules: ReachRules): boolean {
  return rules.allowPrivateTargets.some((target) => {
    if (target.includes('/')) return inRange(address, target);
    return hostMatches(bareHost(url), target) || sameAddress(address, target);
  });
}

function isBaseOrigin(url: URL, rules: ReachRules): boolean {
  const base = rules.baseUrl;

  return base !== null && URL.canParse(base) && new URL(base).origin === url.origin;
}

/** The host of a URL without the brackets of an IPv6 literal. */
export function bareHost(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
}

function hostMatches(host: string, entry: string): boolean {
  const wanted = entry.toLowerCase();
  if (wanted.startsWith('*.')) return host.endsWith(wanted.slice(1));

  return host === wanted;
}

function runtimeHost(api: string): string {
  return bareHost(new URL(`http://${api}`));
}

/**
 * If the API is on loopback, every loopback address counts: 127.0.0.2 and 0.0.0.0 reach the same
 * sockets.
 */
function isRuntimeAddress(address: string, api: string): boolean {
  const host = runtimeHost(api);
  if (sameAddress(address, host)) return true;
  const onLoopback =
    host === 'localhost' || (ipaddr.isValid(host) && addressKind(host) === 'loopback');

  return onLoopback && ['loopback', 'unspecified'].includes(addressKind(address));
}

function sameAddress(address: string, other: string): boolean {
  if (!ipaddr.isValid(other)) return false;

  return effectiveAddress(address).toString() === effectiveAddress(other).toString();
}

function inRange(address: string, range: string): boolean {
  if (!ipaddr.isValidCIDR(range)) return false;
  const parsed = effectiveAddress(address);
  const [network, bits] = ipaddr.parseCIDR(range);

  return parsed.kind() === network.kind() && parsed.match(network, bits);
}

/** The address that packets reach: the IPv4 address inside a mapped or NAT64 IPv6 address. */
function effectiveAddress(address: string): ipaddr.IPv4 | ipaddr.IPv6 {
  const parsed = ipaddr.process(address.split('%', 1)[0] ?? address);
  if (!(parsed instanceof ipaddr.IPv6) || parsed.range() !== 'rfc6052') return parsed;

  return new ipaddr.IPv4(parsed.toByteArray().slice(-4));
}

/** Names of ipaddr.js's ranges; every other special range is `reserved`. */
const RANGE_NAMES: ReadonlyMap<string, string> = new Map([
  ['unspecified', 'unspecified'],
  ['broadcast', 'broadcast'],
  ['multicast', 'multicast'],
  ['linkLocal', 'link-local'],
  ['loopback', 'loopback'],
  ['carrierGradeNat', 'carrier-grade NAT'],
  ['private', 'private'],
  ['uniqueLocal', 'unique-local'],
]);
