import { seededRandom } from '../../../../lib/core/stats/seeded.ts';
import dgram from 'node:dgram';
import dnsPacket from 'dns-packet';

/** A name server in a network that loses packets. */
export interface LossyServer {
  /** From now on this share of the packets is lost, each way. */
  lose(share: number): void;
  /** Since the last call. */
  take(): { readonly queries: number; readonly dropped: number };
}

const DNS_PORT = 53;

/** Starts it: every name is at `target`. Which packets are lost follows from the seed and their order. */
export async function startLossyServer(
  address: string,
  target: string,
  seed: number,
): Promise<LossyServer> {
  const chance = seededRandom(seed);
  const socket = dgram.createSocket('udp4');
  let loss = 0;
  let queries = 0;
  let dropped = 0;

  function isLost(): boolean {
    if (chance() >= loss) return false;
    dropped += 1;

    return true;
  }

  socket.on('message', (message, from) => {
    queries += 1;
    if (isLost() || isLost()) return;
    socket.send(answerTo(message, target), from.port, from.address);
  });
  await new Promise<void>((resolve) => {
    socket.bind(DNS_PORT, address, resolve);
  });

  return {
    lose: (share) => {
      loss = share;
    },
    take: () => {
      const taken = { queries, dropped };
      queries = 0;
      dropped = 0;

      return taken;
    },
  };
}

function answerTo(message: Buffer, target: string): Buffer {
  const query = dnsPacket.decode(message);
  const [question] = query.questions ?? [];
  const name = question?.name ?? '';

  return dnsPacket.encode({
    type: 'response',
    id: query.id ?? 0,
    flags: dnsPacket.RECURSION_DESIRED | dnsPacket.RECURSION_AVAILABLE,
    questions: query.questions ?? [],
    answers: question?.type === 'A' ? [{ type: 'A', name, ttl: 0, data: target }] : [],
  });
}
