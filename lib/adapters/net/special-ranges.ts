/** A range that is not public, and its name in messages. */
export interface SpecialRange {
  readonly range: string;
  readonly kind: string;
}

/**
 * IANA's IPv4 special-purpose and address space registries. Anycast services in them (AS112, AMT,
 * 6to4 relays) are left out of the public addresses too: no site is served from there.
 * https://www.iana.org/assignments/iana-ipv4-special-registry
 */
export const SPECIAL_IPV4: readonly SpecialRange[] = [
  { range: '0.0.0.0/8', kind: 'unspecified' },
  { range: '10.0.0.0/8', kind: 'private' },
  { range: '100.64.0.0/10', kind: 'carrier-grade NAT' },
  { range: '127.0.0.0/8', kind: 'loopback' },
  // The wire server of Azure: a public address that serves the machine itself.
  // https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16
  { range: '168.63.129.16/32', kind: 'host service' },
  { range: '169.254.0.0/16', kind: 'link-local' },
  { range: '172.16.0.0/12', kind: 'private' },
  { range: '192.0.0.0/24', kind: 'reserved' },
  { range: '192.0.2.0/24', kind: 'reserved' },
  { range: '192.31.196.0/24', kind: 'reserved' },
  { range: '192.52.193.0/24', kind: 'reserved' },
  { range: '192.88.99.0/24', kind: 'reserved' },
  { range: '192.168.0.0/16', kind: 'private' },
  { range: '192.175.48.0/24', kind: 'reserved' },
  { range: '198.18.0.0/15', kind: 'reserved' },
  { range: '198.51.100.0/24', kind: 'reserved' },
  { range: '203.0.113.0/24', kind: 'reserved' },
  { range: '224.0.0.0/4', kind: 'multicast' },
  { range: '255.255.255.255/32', kind: 'broadcast' },
  { range: '240.0.0.0/4', kind: 'reserved' },
];

/**
 * IANA's IPv6 address space and special-purpose registries. All global unicast addresses lie in
 * 2000::/3 (RFC 4291), so the other ranges cover the rest of the space without a gap; within it, the
 * protocol assignments (with Teredo and ORCHID), documentation and 6to4 are not public.
 * https://www.iana.org/assignments/ipv6-address-space
 * https://www.iana.org/assignments/iana-ipv6-special-registry
 */
export const SPECIAL_IPV6: readonly SpecialRange[] = [
  { range: '::/128', kind: 'unspecified' },
  { range: '::1/128', kind: 'loopback' },
  { range: '::/4', kind: 'reserved' },
  { range: '1000::/4', kind: 'reserved' },
  { range: '2001::/23', kind: 'reserved' },
  { range: '2001:db8::/32', kind: 'reserved' },
  { range: '2002::/16', kind: 'reserved' },
  { range: '2620:4f:8000::/48', kind: 'reserved' },
  { range: '3fff::/20', kind: 'reserved' },
  { range: '4000::/2', kind: 'reserved' },
  { range: '8000::/2', kind: 'reserved' },
  { range: 'c000::/3', kind: 'reserved' },
  { range: 'e000::/4', kind: 'reserved' },
  { range: 'f000::/5', kind: 'reserved' },
  { range: 'f800::/6', kind: 'reserved' },
  { range: 'fc00::/7', kind: 'unique-local' },
  { range: 'fe00::/9', kind: 'reserved' },
  { range: 'fe80::/10', kind: 'link-local' },
  { range: 'fec0::/10', kind: 'reserved' },
  { range: 'ff00::/8', kind: 'multicast' },
];
