import type { ClientRequest, IncomingMessage } from 'node:http';
import type net from 'node:net';
import { WebSocket } from 'ws';
import type { AnswerHead } from '../http/answer-head.ts';
import { reasonOf } from '../http/time-limit.ts';
import type { ProbeRun } from './probe.ts';
import { closedFailure, MAX_MESSAGE_BYTES, refusedHandshake, socketFailure } from './ws-failure.ts';

/** The handshake to make. */
export interface WsHandshake {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly subprotocols: readonly string[];
}

/** A message, and its size on the wire. */
export interface WsMessage {
  readonly text: string;
  readonly sizeBytes: number;
}

/** Learns of what arrives, for the phases of a message. */
export interface WsWatcher {
  /** Bytes of some frame. */
  readonly onBytes: () => void;
  /** A frame that is no message: a ping or pong. */
  readonly onControl: () => void;
}

/** A WebSocket after its handshake, with what has arrived since. */
export interface WsConnection {
  readonly subprotocol: string | null;
  /** Resolves when the kernel has taken the message. */
  send(text: string): Promise<void>;
  /** The next message. Rejects when the WebSocket was closed or broke, or when time is over. */
  next(): Promise<WsMessage>;
  /** From now on. */
  watch(watcher: WsWatcher): void;
  /** Says good-bye and closes; `closed` cuts that short. */
  close(closed: AbortSignal): void;
}

/** What has arrived and was not asked for yet, and how it ended. */
interface Inbox {
  readonly messages: WsMessage[];
  failure: Error | null;
  watcher: WsWatcher | null;
  wake: () => void;
}

/** Makes the handshake of a WebSocket on a connected socket. */
export async function openWebSocket(
  socket: net.Socket,
  handshake: WsHandshake,
  probe: ProbeRun,
): Promise<WsConnection> {
  const inbox: Inbox = { messages: [], failure: null, watcher: null, wake: () => undefined };
  const ws = clientOver(socket, handshake, probe);
  // From the beginning: a message may come in one piece with the answer to the handshake.
  receiveInto(inbox, { ws, socket, signal: probe.limit.signal });
  await opened(ws, probe, inbox);

  return {
    subprotocol: ws.protocol === '' ? null : ws.protocol,
    send: async (text) =>
      new Promise<void>((resolve, reject) => {
        ws.send(text, (error) => {
          if (error) reject(inbox.failure ?? socketFailure(error, socket.bytesRead));
          else resolve();
        });
      }),
    next: async () => nextOf(inbox),
    watch: (watcher) => {
      inbox.watcher = watcher;
    },
    close: (closed) => {
      // What still comes is not wanted, and may be any amount.
      ws.removeAllListeners('message');
      ws.close(NORMAL_CLOSURE);
      // The answer to the good-bye is not waited for: nothing depends on it.
      if (closed.aborted) ws.terminate();
      else closed.addEventListener('abort', () => ws.terminate(), { once: true });
    },
  };
}

const NORMAL_CLOSURE = 1000;

function clientOver(
  socket: net.Socket,
  { url, headers, subprotocols }: WsHandshake,
  { entry: { clock } }: ProbeRun,
): WebSocket {
  return new WebSocket(url, [...subprotocols], {
    headers: { 'user-agent': 'waywiser', ...headers },
    createConnection: () => socket,
    perMessageDeflate: false,
    maxPayload: MAX_MESSAGE_BYTES,
    finishRequest: (request: ClientRequest) => {
      // Its head is written next; what came before was our own work.
      request.once('socket', () => {
        clock.enter('send');
        socket.prependOnceListener('data', () => clock.enter('receive'));
      });
      request.end(() => {
        if (clock.current() === 'send') clock.enter('wait');
      });
    },
  });
}

interface Arrivals {
  readonly ws: WebSocket;
  readonly socket: net.Socket;
  readonly signal: AbortSignal;
}

function receiveInto(inbox: Inbox, { ws, socket, signal }: Arrivals): void {
  function fail(error: Error): void {
    inbox.failure ??= error;
    inbox.wake();
  }

  function onAbort(): void {
    fail(reasonOf(signal));
    ws.terminate();
  }

  ws.on('open', () => {
    // Before the library's own listener, which reads messages out of the bytes.
    socket.prependListener('data', () => inbox.watcher?.onBytes());
    // The library reports no error of the connection.
    socket.on('error', (error) => fail(socketFailure(error, socket.bytesRead)));
  });
  ws.on('ping', () => inbox.watcher?.onControl());
  ws.on('pong', () => inbox.watcher?.onControl());
  ws.on('message', (data: Buffer) => {
    inbox.messages.push({ text: data.toString(), sizeBytes: data.length });
    inbox.wake();
  });
  ws.on('error', (error) => fail(socketFailure(error, socket.bytesRead)));
  ws.on('close', (code, reason) => {
    signal.removeEventListener('abort', onAbort);
    fail(closedFailure(code, reason.toString()));
  });
  signal.addEventListener('abort', onAbort);
  if (signal.aborted) onAbort();
}

async function opened(ws: WebSocket, { entry }: ProbeRun, inbox: Inbox): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    inbox.wake = () => {
      if (inbox.failure === null) return;
      entry.clock.stop();
      reject(inbox.failure);
    };
    inbox.wake();
    ws.once('open', () => {
      entry.clock.stop();
      resolve();
    });
    ws.once('upgrade', (answer) => entry.answered(headOf(answer)));
    ws.once('unexpected-response', (_request, answer) => {
      entry.answered(headOf(answer));
      readBeginning(answer, (body) => {
        inbox.failure ??= refusedHandshake(answer, body);
        inbox.wake();
        ws.terminate();
      });
    });
  });
}

async function nextOf(inbox: Inbox): Promise<WsMessage> {
  for (;;) {
    const message = inbox.messages.shift();
    if (message !== undefined) return message;
    if (inbox.failure !== null) throw inbox.failure;
    // oxlint-disable-next-line no-await-in-loop -- until there is something
    await new Promise<void>((resolve) => {
      inbox.wake = resolve;
    });
  }
}

/** Bytes of a refusal that a message may show. */
const SHOWN_BYTES = 400;

function readBeginning(answer: IncomingMessage, done: (body: string) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  answer.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= SHOWN_BYTES) finish();
  });
  // A body that is cut off is shown as far as it came.
  for (const event of ['end', 'error', 'close']) answer.on(event, finish);

  function finish(): void {
    done(Buffer.concat(chunks).subarray(0, SHOWN_BYTES).toString().trim());
  }
}

function headOf(answer: IncomingMessage): AnswerHead {
  const { statusCode = 0, statusMessage = '', httpVersion, rawHeaders } = answer;
  const names = rawHeaders.filter((_, index) => index % 2 === 0);
  const headers = names.map(
    (name, index) => [name.toLowerCase(), rawHeaders[index * 2 + 1] ?? ''] as const,
  );

  return {
    status: statusCode,
    statusText: statusMessage,
    version: httpVersion,
    headers,
    malformed: new Set(),
  };
}
