import ipaddr from 'ipaddr.js';
import { addressRefusal, bareHost, type ReachRules } from '../net/address-guard.ts';

/**
 * Chromium's `--host-resolver-rules` that make forbidden hosts unresolvable; null if nothing is
 * forbidden. The first matching MAP wins and may contain a port; EXCLUDE is applied before all and
 * may not. Spellings such as `0x7f.1` or `2130706433` need no rule, because URLs are canonical
 * before they are matched. The address that a name resolves to is checked after the response,
 * because rules see names only.
 * https://source.chromium.org/chromium/chromium/src/+/main:net/base/host_mapping_rules.h
 */
export function resolverRules(reach: ReachRules): string | null {
  const refusals = [...runtimeRules(reach), ...privateRules(reach), ...strictRules(reach)];
  if (refusals.length === 0) return null;

  return [...namedTargets(reach), ...refusals, ...strictExclusions(reach)].join(', ');
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

function runtimeRules(reach: ReachRules): readonly string[] {
  if (!reach.lambdaRuntimeApi) return [];
  const url = new URL(`http://${reach.lambdaRuntimeApi}`);

  return [refuse(ipaddr.IPv6.isValid(bareHost(url)) ? `${url.hostname}:*` : url.hostname)];
}

function refuse(pattern: string): string {
  return `MAP ${pattern} ~NOTFOUND`;
}

function privateRules(reach: ReachRules): readonly string[] {
  if (reach.allowPrivate) return [];
  const open = reach.allowPrivateTargets.filter((target) => target.includes('/'));

  return PRIVATE_FAMILIES.filter(({ sample }) => !open.some((range) => covers(range, sample)))
    .flatMap(({ patterns }) => patterns)
    .map(refuse);
}

/** An allowed range removes its whole family's rule; the later check of addresses stays exact. */
function covers(range: string, sample: string): boolean {
  if (!ipaddr.isValidCIDR(range)) return false;
  const [network, bits] = ipaddr.parseCIDR(range);
  const [family, familyBits] = ipaddr.parseCIDR(sample);
  if (network.kind() !== family.kind()) return false;

  return network.match(family, Math.min(bits, familyBits));
}

function strictRules(reach: ReachRules): readonly string[] {
  return reach.allowHosts === null ? [] : [refuse('*')];
}

function strictExclusions(reach: ReachRules): readonly string[] {
  return (reach.allowHosts ?? [])
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

interface PrivateFamily {
  /** The family's range, for comparison with allowed ranges. */
  readonly sample: string;
  readonly patterns: readonly string[];
}

/** Four-part names only: `10.example.com` is a public host. `?` stands for one character or none. */
function ipv4(prefix: string): string {
  const parts = prefix.split('.');

  return [...parts, ...Array.from({ length: 4 - parts.length }, () => '???')].join('.');
}

function span(prefix: string, from: number, to: number): readonly string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => ipv4(`${prefix}.${from + index}`));
}

/** Patterns; IPv6 patterns match only in the form `[address]:port`. */
const PRIVATE_FAMILIES: readonly PrivateFamily[] = [
  {
    sample: '127.0.0.0/8',
    patterns: [ipv4('127'), 'localhost', 'localhost.', '*.localhost', '*.localhost.'],
  },
  { sample: '0.0.0.0/8', patterns: [ipv4('0')] },
  { sample: '10.0.0.0/8', patterns: [ipv4('10')] },
  { sample: '100.64.0.0/10', patterns: span('100', 64, 127) },
  { sample: '169.254.0.0/16', patterns: [ipv4('169.254')] },
  { sample: '172.16.0.0/12', patterns: span('172', 16, 31) },
  { sample: '192.168.0.0/16', patterns: [ipv4('192.168')] },
  // Host services of Azure and Oracle with addresses in public or reserved space.
  { sample: '168.63.129.16/32', patterns: ['168.63.129.16'] },
  { sample: '192.0.0.0/24', patterns: [ipv4('192.0.0')] },
  { sample: '::/8', patterns: ['[::*]:*'] },
  { sample: '64:ff9b::/96', patterns: ['[64:ff9b:*]:*'] },
  { sample: 'fc00::/7', patterns: ['[fc??:*]:*', '[fd??:*]:*'] },
  { sample: 'fe80::/10', patterns: ['[fe8?:*]:*', '[fe9?:*]:*', '[fea?:*]:*', '[feb?:*]:*'] },
];
