import dgram from 'node:dgram';
import dnsPacket from 'dns-packet';
import { PUBLIC_ADDRESS, PUBLIC_IPV6, RESOLVER } from './network.ts';

/** The name server of the namespace. */
export interface NameServer {
  /** From now on the names that begin with `late` are at their private address. */
  rebind(name: string): void;
}

const DNS_PORT = 53;
/** `v4-10-7-0-5`, `v6-fd12--5`: the address in a label of a name. */
const ADDRESS_LABEL = /^(v4|v6)-([0-9a-f-]+)$/;

/**
 * Starts it. The labels of a name say where it is: `v4-…` and `v6-…` there; with `mix` also at a
 * public address; with `chain` by a chain of aliases; with `turn` at a public address first and there
 * from the second answer on; with `late` there once {@link NameServer.rebind} was called for it.
 * Every other name is at the public site.
 */
export async function startNames(): Promise<NameServer> {
  const rebound = new Set<string>();
  const answered = new Map<string, number>();
  const socket = dgram.createSocket('udp4');

  function isTurned(name: string, labels: readonly string[], type: string): boolean {
    if (labels.includes('late')) return [...rebound].some((each) => name.endsWith(each));
    if (!labels.includes('turn')) return true;
    const key = `${type} ${name}`;
    const before = answered.get(key) ?? 0;
    answered.set(key, before + 1);

    return before > 0;
  }

  socket.on('message', (message, from) => {
    const query = dnsPacket.decode(message);
    const question = query.questions?.[0];
    const name = question?.name.toLowerCase() ?? '';
    const labels = name.split('.');
    const type = question?.type ?? 'A';
    const answers = answersOf({ name, labels, type, isTurned: isTurned(name, labels, type) });
    const packet = dnsPacket.encode({
      type: 'response',
      id: query.id ?? 0,
      flags: dnsPacket.AUTHORITATIVE_ANSWER | dnsPacket.RECURSION_AVAILABLE,
      questions: query.questions ?? [],
      answers: [...answers],
    });
    socket.send(packet, from.port, from.address);
  });
  await new Promise<void>((resolve) => {
    socket.bind(DNS_PORT, RESOLVER, resolve);
  });

  return { rebind: (name) => void rebound.add(name.toLowerCase()) };
}

interface Asked {
  readonly name: string;
  readonly labels: readonly string[];
  readonly type: string;
  readonly isTurned: boolean;
}

function answersOf(asked: Asked): readonly dnsPacket.Answer[] {
  const { name, labels, type } = asked;
  if (type !== 'A' && type !== 'AAAA') return [];
  const isChain = labels.includes('chain');
  const owner = isChain ? `end.${name}` : name;
  const addresses = addressesOf(asked).map(
    (data) => ({ type, name: owner, ttl: 0, data }) as const,
  );

  return isChain
    ? [alias(name, `middle.${name}`), alias(`middle.${name}`, owner), ...addresses]
    : addresses;
}

function alias(name: string, data: string): dnsPacket.Answer {
  return { type: 'CNAME', name, ttl: 0, data };
}

function addressesOf({ labels, type, isTurned }: Asked): readonly string[] {
  const wanted = type === 'AAAA' ? 'v6' : 'v4';
  const site = type === 'AAAA' ? PUBLIC_IPV6 : PUBLIC_ADDRESS;
  const special = labels.map((label) => ADDRESS_LABEL.exec(label)).find((found) => found !== null);
  if (special === undefined) return type === 'AAAA' ? [] : [site];
  const [, version, text = ''] = special;
  if (version !== wanted) return [];
  if (!isTurned) return [site];

  return labels.includes('mix') ? [spelled(wanted, text), site] : [spelled(wanted, text)];
}

function spelled(kind: string, text: string): string {
  return kind === 'v4' ? text.replaceAll('-', '.') : text.replaceAll('-', ':');
}
