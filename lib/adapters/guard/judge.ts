import { rmSync } from 'node:fs';
import net from 'node:net';
import type { RefusedConnection } from '../../core/record/run-record.ts';
import type { ReachRules } from '../net/address-guard.ts';
import {
  type GuardedConnection,
  type GuardHello,
  MESSAGE_BYTES,
  readGuardMessage,
} from './judge-message.ts';
import { type BoundJourney, decide, type Decision } from './judge-rules.ts';
import { forwarderDecision, remembered, reservePort } from './forwarder-ports.ts';
import { type NameAddresses, systemNames } from './name-addresses.ts';
import { type Refusals, refusalLog } from './refusal-log.ts';

/** Decides for one worker and its browser what they may reach, and records what they may not. */
export interface Judge {
  /** Binds the worker to a journey, whose rules apply from now on. */
  bind(reach: ReachRules, forwarderPort?: number | null): void;
  /** Starts an attempt: earlier refusals are forgotten, and its clock starts. */
  startAttempt(): void;
  /** What was refused since the attempt's start. */
  refusals(): Refusals;
  /** The worker's hello; null: it has not loaded the guard. */
  worker(): GuardHello | null;
  /** Whether a browser has loaded the guard. */
  hasBrowser(): boolean;
  close(): void;
}

/** Listener, look-ups and clock of a judge. */
export interface JudgeOptions {
  readonly socketPath: string;
  readonly onRefused?: (refused: RefusedConnection) => void;
  readonly names?: NameAddresses;
}

/** Threads of a browser that may ask at the same time; further ones are refused. */
const MAX_CONNECTIONS = 128;
/** A message is sent at once; what takes longer is none. */
const MESSAGE_DEADLINE_MS = 2_000;
const ANSWERS: Readonly<Record<Decision, string>> = { always: 'A', once: 'a', deny: 'D' };

/** Listens at the socket as soon as it returns. Without a listener, the guard refuses all. */
export function openJudge(options: JudgeOptions): Judge {
  const { socketPath, names = systemNames, onRefused } = options;
  let journey: BoundJourney | null = null;
  let forwarder: number | null = null;
  // Until the first attempt, which starts a log of its own. The clock is not loaded for it.
  let log = refusalLog(0);
  let worker: GuardHello | null = null;
  let hasBrowser = false;

  function noteHello(hello: GuardHello): void {
    if (hello.by === 'journey') worker ??= hello;
    else hasBrowser = true;
  }

  async function answer(asked: GuardedConnection): Promise<Decision> {
    const decision =
      asked.kind === 'question'
        ? (forwarderDecision(asked, forwarder) ??
          remembered(asked, await decide(asked, journey, names)))
        : 'deny';
    if (decision !== 'deny') return decision;
    const refused = log.note(asked, performance.now());
    onRefused?.(refused);

    return decision;
  }

  const server = listen(socketPath, async (bytes) => {
    const message = readGuardMessage(bytes);
    if (message === null) return null;
    if (message.kind !== 'hello') return ANSWERS[await answer(message)];
    noteHello(message);

    return null;
  });

  return {
    bind: (reach, forwarderPort = null) => {
      reservePort(forwarder, forwarderPort);
      forwarder = forwarderPort;
      const isSame = journey?.reach.baseUrl === reach.baseUrl;
      journey = { reach, isBasePrivate: isSame && (journey?.isBasePrivate ?? false) };
    },
    startAttempt: () => {
      log = refusalLog(performance.now());
    },
    refusals: () => log.read(),
    worker: () => worker,
    hasBrowser: () => hasBrowser,
    close: () => {
      reservePort(forwarder, null);
      server.close();
      rmSync(socketPath, { force: true });
    },
  };
}

/** Calls `answer` with the message of each connection, sends what it returns, and hangs up. */
function listen(
  socketPath: string,
  answer: (message: Buffer) => Promise<string | null>,
): net.Server {
  const server = net.createServer((socket) => {
    let received = Buffer.alloc(0);
    // A process that was killed while it asked.
    socket.on('error', () => socket.destroy());
    socket.setTimeout(MESSAGE_DEADLINE_MS, () => socket.destroy());
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < MESSAGE_BYTES) return;
      socket.pause();
      socket.setTimeout(0);
      void reply(socket, answer(received));
    });
    socket.unref();
  });
  server.maxConnections = MAX_CONNECTIONS;
  // Without a listener the guard refuses everything, which the run then shows.
  server.on('error', () => undefined);
  server.listen(socketPath);
  server.unref();

  return server;
}

async function reply(socket: net.Socket, answer: Promise<string | null>): Promise<void> {
  // Garbage has no answer: it hangs up.
  const text = await answer.catch(() => null);
  if (text === null) socket.destroy();
  else socket.end(text, () => socket.destroy());
}
