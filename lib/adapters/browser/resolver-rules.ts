import ipaddr from 'ipaddr.js';
import { SPECIAL_IPV4, SPECIAL_IPV6 } from '../net/special-ranges.ts';
import { rangePatterns } from './range-patterns.ts';
import { addressRefusal, bareHost, type ReachRules } from '../net/address-guard.ts';

/**
 * Chromium's `--host-resolver-rules` that make forbidden hosts unresolvable; null if nothing is
 * forbidden. The first matching MAP wins and may contain a port; EXCLUDE is applied before all and
 * may not. Spellings such as `0x7f.1` or `2130706433` need no rule, because URLs are canonical
 * before they are matched. Rules see names only: the address that a name resolves to is checked by the
 * guard, with which private addresses need no rules, or else after the response.
 * https://source.chromium.org/chromium/chromium/src/+/main:net/base/host_mapping_rules.h
 */
export function resolverRules(
  reach: ReachRules,
  guarded: boolean,
  forwarderPort: number | null = null,
): string | null {
  const addresses = guarded ? [] : privateRules(reach);
  const refusals = [...runtimeRules(reach, guarded), ...addresses, ...strictRules(reach)];
  const forwarded = forwardedTarget(reach, forwarderPort);
  if (refusals.length === 0) return forwarded.length === 0 ? null : forwarded.join(', ');

  return [
    ...forwarded,
    ...namedTargets(reach),
    ...refusals,
    ...strictExclusions(reach, forwarded),
  ].join(', ');
}

/** The base origin where its connections are led elsewhere; of a strict list, its host stays resolvable at other ports. */
function forwardedTarget(reach: ReachRules, forwarderPort: number | null): readonly string[] {
  if (forwarderPort === null || reach.baseUrl === null) return [];
  const url = new URL(reach.baseUrl);
  const isListed = reach.allowHosts?.some((host) => isHostOf(url, host)) === true;

  return [
    `MAP ${hostPort(url)} 127.0.0.1:${forwarderPort}`,
    ...(isListed ? [identity(url.hostname)] : []),
  ];
}

/** The base origin and the private hosts of the configuration, which stay resolvable. */
function namedTargets(reach: ReachRules): readonly string[] {
  const base = reach.baseUrl === null ? [] : [identity(hostPort(new URL(reach.baseUrl)))];
  if (reach.allowHosts !== null) return base;

  return [...base, ...reach.allowPrivateTargets.flatMap(identityOfTarget)];
}

function identity(pattern: string): string {
  return `MAP ${pattern} ${pattern}`;
}

function identityOfTarget(target: string): readonly string[] {
  if (target.includes('/') || target.includes('*')) return [];
  if (ipaddr.IPv6.isValid(target)) return [`MAP [${target}]:* [${target}]`];

  return [identity(target)];
}

function hostPort(url: URL): string {
  const standard = url.protocol === 'https:' ? '443' : '80';

  return `${url.hostname}:${url.port === '' ? standard : url.port}`;
}

function runtimeRules(reach: ReachRules, guarded: boolean): readonly string[] {
  if (!reach.lambdaRuntimeApi) return [];
  const url = new URL(`http://${reach.lambdaRuntimeApi}`);
  if (guarded && ipaddr.isValid(bareHost(url))) return [];

  return [refuse(ipaddr.IPv6.isValid(bareHost(url)) ? `${url.hostname}:*` : url.hostname)];
}

function refuse(pattern: string): string {
  return `MAP ${pattern} ~NOTFOUND`;
}

function privateRules(reach: ReachRules): readonly string[] {
  if (reach.allowPrivate) return [];
  const open = reach.allowPrivateTargets.filter((target) => target.includes('/'));

  return [...SPECIAL_IPV4, ...SPECIAL_IPV6]
    .filter(({ range }) => !open.some((each) => covers(each, range)))
    .flatMap(({ range }) => patternsOf(range))
    .map(refuse);
}

/** An allowed range removes the rules of all ranges that it overlaps; the later check of addresses stays exact. */
function covers(range: string, special: string): boolean {
  if (!ipaddr.isValidCIDR(range)) return false;
  const [network, bits] = ipaddr.parseCIDR(range);
  const [other, otherBits] = ipaddr.parseCIDR(special);
  if (network.kind() !== other.kind()) return false;

  return network.match(other, Math.min(bits, otherBits));
}

function strictRules(reach: ReachRules): readonly string[] {
  return reach.allowHosts === null ? [] : [refuse('*')];
}

/** Chromium compares hosts in lower case. */
function isHostOf(url: URL, host: string): boolean {
  return host.toLowerCase() === bareHost(url);
}

/** Not of a host whose connections are led elsewhere: an EXCLUDE would prevent that. */
function strictExclusions(reach: ReachRules, forwarded: readonly string[]): readonly string[] {
  const own = forwarded.length === 0 || reach.baseUrl === null ? null : new URL(reach.baseUrl);

  return (reach.allowHosts ?? [])
    .filter((host) => own === null || !isHostOf(own, host))
    .filter((host) => isReachable(host, reach))
    .map((host) => `EXCLUDE ${host}`);
}

/** An EXCLUDE also overrides the private rules, so a private host must be allowed by both. */
function isReachable(host: string, reach: ReachRules): boolean {
  if (host === 'localhost' || host.endsWith('.localhost')) {
    return reach.allowPrivate || reach.allowPrivateTargets.includes(host);
  }
  if (!ipaddr.isValid(host)) return true;
  const url = new URL(`http://${ipaddr.IPv6.isValid(host) ? `[${host}]` : host}`);

  return addressRefusal(url, host, { ...reach, baseUrl: null }) === null;
}

/** The patterns of a range; names of loopback belong to its range. */
function patternsOf(range: string): readonly string[] {
  return [...rangePatterns(range), ...(range === LOOPBACK ? LOCAL_NAMES : [])];
}

const LOOPBACK = '127.0.0.0/8';
const LOCAL_NAMES = ['localhost', 'localhost.', '*.localhost', '*.localhost.'];
