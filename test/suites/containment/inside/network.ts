/** The public address of the site that serves the hostile pages. */
export const PUBLIC_ADDRESS = '1.2.3.4';
export const PUBLIC_IPV6 = '2600:1::4';
/** The machine's name server, on a private address as most are. */
export const RESOLVER = '10.7.0.53';
/** Where Lambda's newer runtimes have their API. */
export const RUNTIME_API = { address: '169.254.100.1', port: 9001 } as const;

/** An address in each range that is not public, on which stand-ins listen. */
export const SPECIAL_ADDRESSES: readonly string[] = [
  '10.7.0.5',
  '100.64.3.3',
  '169.254.7.7',
  '169.254.169.254',
  '169.254.170.2',
  '172.16.9.9',
  '192.0.0.192',
  '192.0.2.5',
  '192.88.99.1',
  '192.168.7.7',
  '198.18.5.5',
  '198.51.100.5',
  '203.0.113.5',
  '240.0.0.5',
  '168.63.129.16',
  'fd12::5',
  'fd00:ec2::254',
  'fec0::5',
  '2002:a00:5::5',
  '2001::5',
  '2001:db8::5',
  '64:ff9b::a00:5',
  '64:ff9b:1::5',
  '3fff::5',
  '100::5',
  '5f00::5',
];

const DEVICE = 'v0';

/**
 * Shell commands that set up a network namespace of its own: one interface with all addresses.
 * Addresses that come up late would be a change of the network, which ends requests of a browser.
 */
export function networkCommands(): readonly string[] {
  const own = [...SPECIAL_ADDRESSES, RESOLVER, RUNTIME_API.address, PUBLIC_ADDRESS, PUBLIC_IPV6];

  return [
    'ip link set lo up',
    'echo 0 > /proc/sys/net/ipv6/conf/default/accept_ra',
    `ip link add ${DEVICE} type veth peer name v1`,
    `echo 1 > /proc/sys/net/ipv6/conf/${DEVICE}/addr_gen_mode`,
    'echo 1 > /proc/sys/net/ipv6/conf/v1/disable_ipv6',
    `ip link set ${DEVICE} up`,
    'ip link set v1 up',
    ...own.map((address) =>
      address.includes(':')
        ? `ip addr add ${address}/128 dev ${DEVICE} nodad`
        : `ip addr add ${address}/32 dev ${DEVICE}`,
    ),
    `ip route add default dev ${DEVICE}`,
    `ip -6 route add default dev ${DEVICE}`,
  ];
}
