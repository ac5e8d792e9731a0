import ipaddr from 'ipaddr.js';
import { addressKind, inRange, sameAddress } from './address-kind.ts';

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
 * Services that give the machine's identity without a password: those of EC2 (and most other clouds), of
 * ECS and EKS, and Azure's wire server. No page and no journey has business there.
 */
export const METADATA_ADDRESSES: readonly string[] = [
  '169.254.169.254',
  '169.254.170.2',
  '169.254.170.23',
  'fd00:ec2::254',
  'fd00:ec2::23',
  '168.63.129.16',
];

/**
 * Why a URL's host is forbidden by strict mode or as the runtime API, before any look-up; null if
 * it is not.
 */
export function hostRefusal(url: URL, rules: ReachRules): string | null {
  if (isBaseOrigin(url, rules)) return null;
  // A name with the dot of the root is the same name.
  const host = bareHost(url).replace(/\.$/, '');
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
  if (METADATA_ADDRESSES.some((each) => sameAddress(address, each))) {
    return (
      `${address} is a ${addressKind(address)} address of a cloud's metadata service, which no ` +
      `journey may reach, not even with allowPrivate`
    );
  }
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
