import ipaddr from 'ipaddr.js';
import { SPECIAL_IPV4, SPECIAL_IPV6 } from './special-ranges.ts';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

type Range = readonly [network: Address, bits: number];

/** Parsed at the first address of their kind: a runner starts with none or one. */
const SPECIAL = { ipv4: parsedOnce(SPECIAL_IPV4), ipv6: parsedOnce(SPECIAL_IPV6) };
/** Prefixes whose last 32 bits are the IPv4 address that packets reach. */
const TRANSLATED = parsedOnce(['::ffff:0:0/96', '64:ff9b::/96'].map((range) => ({ range })));
/**
 * Interface identifiers of ISATAP, without the bit that marks a globally unique one: behind such an
 * address in any network, a tunnel may lead to the IPv4 address in it. RFC 5214, 6.1.
 */
const ISATAP = [0x00, 0x00, 0x5e, 0xfe];
const UNIVERSAL_BIT = 0x02;

/** The narrowest first: the loopback address is in a reserved range. */
function parsedOnce<T extends { readonly range: string }>(
  ranges: readonly T[],
): () => readonly (T & { readonly network: Range })[] {
  let parsed: readonly (T & { readonly network: Range })[] | null = null;

  return () =>
    (parsed ??= ranges
      .map((each) => ({ ...each, network: ipaddr.parseCIDR(each.range) }))
      .toSorted((a, b) => b.network[1] - a.network[1]));
}

/** `public`, or the kind of a non-public address, such as `loopback`. */
export function addressKind(address: string): string {
  const effective = effectiveAddress(address);
  const special = SPECIAL[effective.kind()]().find(({ network }) => isWithin(effective, network));

  return special?.kind ?? tunnelledKind(effective);
}

function tunnelledKind(address: Address): string {
  if (address.kind() === 'ipv4') return 'public';
  const bytes = address.toByteArray();
  const identifier = bytes.slice(8, 12);
  const isIsatap = identifier.every((byte, at) => {
    return (at === 0 ? byte & ~UNIVERSAL_BIT : byte) === ISATAP[at];
  });

  return isIsatap ? addressKind(bytes.slice(-4).join('.')) : 'public';
}

/** Whether two texts name the same address, also as an IPv4 address mapped into IPv6. */
export function sameAddress(address: string, other: string): boolean {
  if (!ipaddr.isValid(other)) return false;

  return effectiveAddress(address).toString() === effectiveAddress(other).toString();
}

/** Whether an address is in a range such as `10.0.0.0/8`. */
export function inRange(address: string, range: string): boolean {
  return ipaddr.isValidCIDR(range) && isWithin(effectiveAddress(address), ipaddr.parseCIDR(range));
}

function isWithin(address: Address, [network, bits]: Range): boolean {
  return address.kind() === network.kind() && address.match(network, bits);
}

/** The address that packets reach: the IPv4 address inside a mapped or NAT64 IPv6 address. */
function effectiveAddress(address: string): Address {
  const parsed = ipaddr.parse(address.split('%', 1)[0] ?? address);
  if (!(parsed instanceof ipaddr.IPv6)) return parsed;
  const isTranslated = TRANSLATED().some(({ network }) => isWithin(parsed, network));

  return isTranslated ? new ipaddr.IPv4(parsed.toByteArray().slice(-4)) : parsed;
}
