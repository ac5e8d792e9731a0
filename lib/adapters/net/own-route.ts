import dgram from 'node:dgram';
import { readFile } from 'node:fs/promises';
import net from 'node:net';

/** Discard: nothing is sent to it. */
const UNUSED_PORT = 9;
/** The kernel's IPv4 routes, and the neighbours that it has looked for. `man proc` */
export const NETWORK_TABLES = { routes: '/proc/net/route', neighbours: '/proc/net/arp' } as const;
/** Flag of a neighbour that has answered: ATF_COM of linux/if_arp.h. */
const HAS_ANSWERED = 0x2;

/**
 * Why this machine cannot reach an address that the kernel calls unreachable; null: it is not this
 * machine's fault, as far as is known.
 */
export async function ownRouteProblem(address: string): Promise<string | null> {
  if (!(await hasRoute(address))) return 'this machine has no route';
  const gateway = await gatewayOf(address);

  return gateway !== null && (await isSilent(gateway))
    ? `this machine's gateway ${gateway} does not answer, so there is no way`
    : null;
}

/** Connecting a UDP socket makes the kernel look up the route and sends nothing. */
async function hasRoute(address: string): Promise<boolean> {
  const socket = dgram.createSocket(net.isIPv6(address) ? 'udp6' : 'udp4');
  try {
    return await new Promise<boolean>((resolve) => {
      socket.once('error', () => resolve(false));
      socket.connect(UNUSED_PORT, address, (error?: Error) => resolve(error === undefined));
    });
  } finally {
    socket.close();
  }
}

/** The gateway of the narrowest route to an IPv4 address; null: there is none, or it is not known. */
async function gatewayOf(address: string): Promise<string | null> {
  if (!net.isIPv4(address)) return null;
  const wanted = numberOf(address.split('.').map(Number));
  const routes = (await rowsOf(NETWORK_TABLES.routes)).map(
    ([, to = '', gateway = '', , , , , mask = '']) => ({
      to: addressOf(to),
      gateway: addressOf(gateway),
      mask: addressOf(mask),
    }),
  );
  const [best] = routes
    .filter(({ to, mask }) => masked(wanted, mask) === to)
    .toSorted((a, b) => b.mask - a.mask);
  if (best === undefined || best.gateway === 0) return null;

  return textOf(best.gateway);
}

/** Whether the kernel has looked for a neighbour in vain. */
async function isSilent(gateway: string): Promise<boolean> {
  const row = (await rowsOf(NETWORK_TABLES.neighbours)).find(([ip]) => ip === gateway);

  return row !== undefined && (Number(row[2]) & HAS_ANSWERED) === 0;
}

async function rowsOf(table: string): Promise<readonly (readonly string[])[]> {
  const text = await readFile(table, 'utf8').catch(() => '');

  return text
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/));
}

// The table has addresses as numbers of the processor, which has the lowest byte first.
function addressOf(hex: string): number {
  return numberOf([...Buffer.from(hex, 'hex')].toReversed());
}

function numberOf(bytes: readonly number[]): number {
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}

function masked(address: number, mask: number): number {
  return (address & mask) >>> 0;
}

function textOf(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.');
}
