import dgram from 'node:dgram';
import dns from 'node:dns';
import dnsPacket from 'dns-packet';
import type { Lookup } from '../../lib/adapters/names/look-up.ts';
import { preciseDelay } from './precise-delay.ts';

/** What the server does with questions for a name. */
export type DnsRule =
  | {
      readonly kind: 'answer';
      readonly addresses: readonly string[];
      readonly delayMs?: number;
      /** So many queries get no answer, as if a network had lost them. */
      readonly lost?: number;
    }
  | { readonly kind: 'nxdomain' }
  | { readonly kind: 'servfail' }
  | { readonly kind: 'silent' };

/** A name server on loopback, and a look-up that asks it. */
export interface TestDns {
  readonly port: number;
  /** The names asked for, in order. */
  readonly asked: readonly string[];
  /** Between the last query's being sent through `lookup` and its answer's being sent. */
  lastDelayMs(): number;
  readonly lookup: Lookup;
  close(): Promise<void>;
}

const NXDOMAIN = 3;
const SERVFAIL = 2;
const AUTHORITATIVE = dnsPacket.AUTHORITATIVE_ANSWER;

/** Starts a name server that asks `ruleFor` about every name. */
export async function startDns(ruleFor: (name: string) => DnsRule): Promise<TestDns> {
  const socket = dgram.createSocket({ type: 'udp4', lookup: literally });
  const asked: string[] = [];
  const sentAt = new Map<string, number>();
  function isLost(rule: DnsRule, name: string): boolean {
    const lost = rule.kind === 'answer' ? (rule.lost ?? 0) : 0;

    return asked.filter((each) => each === name).length <= lost;
  }

  let lastDelayMs = 0;
  let open = true;
  socket.on('message', (message, from) => {
    const receivedAt = performance.now();
    const query = dnsPacket.decode(message);
    const name = query.questions?.[0]?.name ?? '';
    const since = sentAt.get(name) ?? receivedAt;
    const rule = ruleFor(name);
    asked.push(name);
    if (rule.kind === 'silent' || isLost(rule, name)) return;
    const answer = encode(query, rule);
    const delayMs = rule.kind === 'answer' ? (rule.delayMs ?? 0) : 0;
    function reply(): void {
      if (open) socket.send(answer, from.port, from.address);
    }
    void preciseDelay(delayMs, reply, since).then((actualMs) => (lastDelayMs = actualMs));
  });
  await new Promise<void>((resolve) => {
    socket.bind(0, '127.0.0.1', resolve);
  });
  const { port } = socket.address();
  // Patient: the product's own deadline is under test, not this resolver's.
  const resolver = new dns.promises.Resolver({ timeout: 10_000, tries: 20 });
  resolver.setServers([`127.0.0.1:${port}`]);

  return {
    port,
    asked,
    lastDelayMs: () => lastDelayMs,
    lookup: dnsLookup(resolver, (name) => sentAt.set(name, performance.now())),
    close: async () => {
      open = false;
      resolver.cancel();
      await new Promise<void>((resolve) => {
        socket.close(resolve);
      });
    },
  };
}

/**
 * For addresses, which need no look-up: an answer then leaves within the call that sends it, and not
 * a turn later, when its delay has been measured.
 */
function literally(
  address: string,
  _options: unknown,
  found: (error: null, address: string, family: number) => void,
): void {
  found(null, address, 4);
}

/** A look-up of IPv4 addresses that says when it has sent a query. */
function dnsLookup(resolver: dns.promises.Resolver, onSent: (name: string) => void): Lookup {
  return async (hostname) => {
    const answer = resolver.resolve4(hostname);
    onSent(hostname);
    const addresses = await answer;

    return addresses.map((address) => ({ address, family: 4 }));
  };
}

function encode(query: dnsPacket.DecodedPacket, rule: Exclude<DnsRule, { kind: 'silent' }>) {
  const question = query.questions?.[0];
  const name = question?.name ?? '';
  const addresses = rule.kind === 'answer' && question?.type === 'A' ? rule.addresses : [];
  const codes = { answer: 0, nxdomain: NXDOMAIN, servfail: SERVFAIL };

  return dnsPacket.encode({
    type: 'response',
    id: query.id ?? 0,
    flags: AUTHORITATIVE | codes[rule.kind],
    questions: query.questions ?? [],
    answers: addresses.map((data) => ({ type: 'A', class: 'IN', name, ttl: 0, data })),
  });
}
