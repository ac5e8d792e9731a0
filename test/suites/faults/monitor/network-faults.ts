import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import net from 'node:net';
import type { Cause } from '../../../../lib/core/record/outcome.ts';
import { type MonitorFault, NO_FAULT } from './fault.ts';

/** An address of the internet, which nothing in the run's namespace can reach. */
const FAR = 'http://1.2.3.4/';

function network(
  name: string,
  commands: readonly string[],
  more: Partial<MonitorFault> = {},
): MonitorFault {
  const cause: Cause = 'monitor.network';

  return { ...NO_FAULT, name, cause, url: FAR, world: commands, ...more };
}

/** An interface with an address and a way out, and what is at its other end. */
const LINK = [
  'ip link add v0 type veth peer name v1',
  'ip link set v0 up',
  'ip link set v1 up',
  'ip addr add 10.9.0.1/24 dev v0',
];
const ROUTE = [...LINK, 'ip route add default via 10.9.0.2 dev v0'];

const PORTS = [60_000, 60_001];

/** All ports that connections may begin at are taken. */
function takePorts(): void {
  writeFileSync('/proc/sys/net/ipv4/ip_local_port_range', PORTS.join(' '));
  for (const port of PORTS) net.createServer().listen(port).unref();
}

/** Networks without a way to the target. */
export const NETWORK_FAULTS: readonly MonitorFault[] = [
  network('no interface', []),
  network('no route', LINK, { isSampled: true }),
  network('an interface that is down', [...ROUTE, 'ip link set v0 down']),
  network('a route that is prohibited', [...LINK, 'ip route add prohibit default']),
  network('a route that is unreachable', [...LINK, 'ip route add unreachable default']),
  network('a gateway that does not exist', ROUTE),
  network('the interface goes down', ROUTE, {
    url: null,
    next: FAR,
    harm: () => execFileSync('ip', ['link', 'set', 'v0', 'down']),
  }),
  network('no free local port', ROUTE, { url: null, at: 'start', harm: takePorts }),
];
