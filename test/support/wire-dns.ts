import dgram from 'node:dgram';
import net from 'node:net';
import dnsPacket, { type Answer, type DecodedPacket } from 'dns-packet';
import { closer, listen } from './listening.ts';

/** A question that came, and by what. */
export interface AskedDns {
  readonly query: DecodedPacket;
  readonly by: 'udp' | 'tcp';
  /** Number of questions so far, this one included. */
  readonly count: number;
}

/** A name server on loopback that answers by UDP and by TCP on one port. */
export interface WireDns {
  /** For the option `resolver`. */
  readonly resolver: string;
  readonly port: number;
  readonly asked: readonly AskedDns[];
  close(): Promise<void>;
}

/** What a server sends: messages without their length, or, by TCP, the end of the connection. */
export type DnsReply = readonly (Buffer | 'close')[];

/** Starts a server on a free port. */
export async function wireDns(reply: (asked: AskedDns) => DnsReply): Promise<WireDns> {
  const asked: AskedDns[] = [];
  let isClosed = false;

  function answers(message: Buffer, by: 'udp' | 'tcp'): DnsReply {
    const received = { query: dnsPacket.decode(message), by, count: asked.length + 1 };
    asked.push(received);

    return reply(received);
  }

  const server = net.createServer((socket) => {
    socket.on('data', (bytes: Buffer) => {
      for (const each of answers(bytes.subarray(2), 'tcp')) {
        if (each === 'close') socket.end();
        else socket.write(framed(each));
      }
    });
  });
  const closeServer = closer(server);
  const { port, socket } = await bound(server);
  socket.on('message', (message, from) => {
    for (const each of answers(message, 'udp')) {
      if (each !== 'close') socket.send(each, from.port, from.address);
    }
  });

  return {
    resolver: `127.0.0.1:${port}`,
    port,
    asked,
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      await closeServer();
      await new Promise<void>((resolve) => {
        socket.close(() => resolve());
      });
    },
  };
}

/** A port that is free for TCP may be taken for UDP. */
async function bound(
  server: net.Server,
): Promise<{ readonly port: number; readonly socket: dgram.Socket }> {
  const port = await listen(server);
  const socket = dgram.createSocket('udp4');
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(port, '127.0.0.1', () => resolve());
  });

  return { port, socket };
}

/** A message as TCP carries it. */
export function framed(message: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length);

  return Buffer.concat([length, message]);
}

/** Flags and codes of an answer. */
export interface DnsAnswerParts {
  readonly answers?: readonly Answer[];
  /** RCODE: 2 SERVFAIL, 3 NXDOMAIN, 5 REFUSED. */
  readonly code?: number;
  readonly flags?: number;
  readonly id?: number;
  readonly questions?: DecodedPacket['questions'];
  readonly type?: 'query' | 'response';
}

/** The bytes of an answer to a question. */
export function dnsAnswer({ query }: AskedDns, parts: DnsAnswerParts = {}): Buffer {
  const { answers = [], code = 0, flags = 0, type = 'response' } = parts;

  return dnsPacket.encode({
    type,
    id: parts.id ?? query.id ?? 0,
    flags: dnsPacket.RECURSION_AVAILABLE | flags | code,
    questions: parts.questions ?? query.questions ?? [],
    answers: [...answers],
  });
}
