import dgram from 'node:dgram';
import { RunFailure } from '../../core/record/outcome.ts';
import { errorCode } from '../base/node-error.ts';
import { guardedAddresses, openConnection } from '../http/connection.ts';
import { localFailure, unknownFailure } from '../http/failure.ts';
import { reasonOf } from '../http/time-limit.ts';
import type { ResolvedAddress } from '../names/look-up.ts';
import { type ByteStream, byteStream } from './byte-stream.ts';
import { type DnsQuestion, encodeQuestion, isFor } from './dns-message.ts';
import { connectionTo, type DnsServer } from './dns-server.ts';
import type { ProbeRun } from './probe.ts';

/** One question to one server, within a probe. */
export interface DnsExchange {
  readonly question: DnsQuestion;
  readonly server: DnsServer;
  readonly probe: ProbeRun;
  /** Questions sent, and messages with another id: for messages about time-outs. */
  readonly seen: { asked: number; foreign: number };
}

/** When a question is repeated, in milliseconds: UDP loses packets. As resolvers of systems do. */
const REPEATED_AT_MS = [1_000, 3_000, 7_000];

/** Asks by UDP: returns the first message with the question's id. */
export async function askByUdp(exchange: DnsExchange): Promise<Buffer> {
  const { server, probe } = exchange;
  const { entry, limit, session } = probe;
  entry.facts.protocol = 'udp';
  const way = { url: server.url, route: { dial: null, serverName: null }, entry, limit };
  const addresses = await guardedAddresses(way, connectionTo(server, session.connection));
  let refused: unknown = null;
  for (const address of addresses) {
    try {
      return await askAddress(address, exchange);
    } catch (error) {
      if (!(error instanceof RunFailure) || error.code !== 'target.connect') throw error;
      refused ??= error;
    }
  }
  throw refused;
}

async function askAddress(
  { address, family }: ResolvedAddress,
  { question, server, probe, seen }: DnsExchange,
): Promise<Buffer> {
  const { entry, limit } = probe;
  const socket = dgram.createSocket(family === 6 ? 'udp6' : 'udp4');
  const timers: NodeJS.Timeout[] = [];
  const bytes = encodeQuestion(question);
  const { signal } = limit;
  const listening = new AbortController();
  try {
    return await new Promise<Buffer>((resolve, reject) => {
      socket.on('error', (error) => reject(socketFailure(error, server)));
      socket.on('message', (message) => {
        if (isFor(message, question)) resolve(message);
        else seen.foreign += 1;
      });
      signal.addEventListener('abort', () => reject(reasonOf(signal)), {
        signal: listening.signal,
      });
      if (signal.aborted) return reject(reasonOf(signal));
      socket.connect(server.port, address, () => {
        entry.facts.connection = 'new';
        entry.facts.remoteAddress = address;
        entry.clock.enter('send');
        send();
        for (const delayMs of REPEATED_AT_MS) timers.push(setTimeout(send, delayMs));
      });

      function send(): void {
        seen.asked += 1;
        socket.send(bytes, () => {
          if (entry.clock.current() === 'send') entry.clock.enter('wait');
        });
      }

      return undefined;
    });
  } finally {
    entry.clock.enter(null);
    listening.abort();
    for (const timer of timers) clearTimeout(timer);
    socket.close();
  }
}

function socketFailure(error: Error, { label }: DnsServer): RunFailure {
  if (errorCode(error) !== 'ECONNREFUSED') return localFailure(error) ?? unknownFailure(error);
  const reason = `nothing listens at ${label} (ECONNREFUSED)`;

  return new RunFailure('target.connect', reason, { cause: error });
}

/** Length of a message before it. RFC 1035, section 4.2.2 */
const LENGTH_BYTES = 2;

/** Asks over a connection of its own; messages with another id are skipped. */
export async function askByTcp({ question, server, probe, seen }: DnsExchange): Promise<Buffer> {
  const { entry, limit, session } = probe;
  const { clock, facts } = entry;
  const way = { url: server.url, route: { dial: null, serverName: null }, entry, limit };
  facts.protocol = 'tcp';
  const socket = await openConnection(
    { ...way, alpn: [] },
    connectionTo(server, session.connection),
  );
  const stream = byteStream(socket, limit.signal);
  const bytes = encodeQuestion(question);
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt16BE(bytes.length);
  try {
    clock.enter('send');
    await stream.write(Buffer.concat([length, bytes]));
    seen.asked += 1;
    clock.enter('wait');

    return await messageFrom(stream, { question, server, probe, seen });
  } finally {
    clock.enter(null);
    stream.close();
  }
}

/** The first message with the question's id: several may come in one part, or one in several. */
async function messageFrom(
  stream: ByteStream,
  { question, server, probe, seen }: DnsExchange,
): Promise<Buffer> {
  let received = Buffer.alloc(0);
  for (;;) {
    const message = wholeMessage(received);
    if (message === null) {
      const chunk = await stream.next();
      if (chunk === null) throw cutOff(received, server);
      if (received.length === 0) probe.entry.clock.enter('receive');
      received = Buffer.concat([received, chunk]);
    } else {
      if (isFor(message, question)) return message;
      seen.foreign += 1;
      received = received.subarray(LENGTH_BYTES + message.length);
    }
  }
}

function wholeMessage(received: Buffer): Buffer | null {
  const end = received.length < LENGTH_BYTES ? Infinity : LENGTH_BYTES + received.readUInt16BE(0);

  return received.length < end ? null : received.subarray(LENGTH_BYTES, end);
}

function cutOff(received: Buffer, { label }: DnsServer): RunFailure {
  const when =
    received.length === 0 ? 'without an answer' : `after ${received.length} bytes of an answer`;

  return new RunFailure('target.protocol', `${label} closed the connection ${when}`);
}
