import type { ClientHttp2Session } from 'node:http2';
import type { TLSSocket } from 'node:tls';
import { errorCode } from '../../base/node-error.ts';
import { limitedWait, type TimeLimit } from '../time-limit.ts';
import { type ConnectionFacts, type H2Streams, h2Streams } from './h2-streams.ts';
import { type StreamSlots, streamSlots } from './stream-slots.ts';

/** A connection in HTTP/2, which requests share. */
export interface H2Connection extends H2Streams {
  readonly socket: TLSSocket;
  readonly facts: Readonly<ConnectionFacts>;
  /** Whether it takes further requests. */
  isOpen(): boolean;
  /** Whether no request uses it. */
  isIdle(): boolean;
  /**
   * Takes one of the streams that the server allows at the same time; waits for one if need be. False
   * where the connection was closed meanwhile. Every stream that was taken is freed once.
   */
  reserve(limit: TimeLimit): Promise<boolean>;
  free(): void;
  /** Takes no further requests and closes after the last one. */
  retire(): void;
  /** Closes it with all of its requests. */
  destroy(): void;
}

/**
 * Settings and windows of Chromium: smaller ones would make large bodies slower than they are in browsers
 * (https://source.chromium.org/chromium/chromium/src/+/main:net/http/http_network_session.cc).
 */
const SETTINGS = {
  enablePush: false,
  headerTableSize: 64 * 1024,
  initialWindowSize: 6 * 1024 * 1024,
  maxHeaderListSize: 256 * 1024,
};
const CONNECTION_WINDOW_BYTES = 15 * 1024 * 1024;
/** Node's own limits, of 128 headers and 10 MB for all requests, are lower than those of this client. */
const MAX_HEADERS = 8192;
const MAX_SESSION_MB = 256;
/** As for a connection in HTTP/1.1: it is not known whether one that was idle for longer still works. */
const MAX_IDLE_MS = 60_000;

/** Begins HTTP/2 over a connection. `node:http2` is loaded by the first one: other workers do without. */
export async function openH2(socket: TLSSocket): Promise<H2Connection> {
  const facts = observed(socket);
  const http2 = await import('node:http2');
  const session = http2.connect('https://localhost', {
    createConnection: () => socket,
    settings: SETTINGS,
    maxHeaderListPairs: MAX_HEADERS,
    maxSessionMemory: MAX_SESSION_MB,
  });
  session.once('connect', () => session.setLocalWindowSize(CONNECTION_WINDOW_BYTES));

  return h2Connection(session, socket, facts);
}

/** Listens before the session does, so that a request that fails knows why. */
function observed(socket: TLSSocket): ConnectionFacts {
  const facts: ConnectionFacts = {
    goaway: null,
    hasSettings: false,
    hasEnded: socket.destroyed,
    socketError: socket.errored,
  };
  socket.on('error', (error) => {
    // An error that the session ends the socket with is the session's own.
    if (!errorCode(error).startsWith('ERR_HTTP2_')) facts.socketError ??= error;
  });
  socket.on('end', () => (facts.hasEnded = true));
  socket.on('close', () => (facts.hasEnded = true));

  return facts;
}

function h2Connection(
  session: ClientHttp2Session,
  socket: TLSSocket,
  facts: ConnectionFacts,
): H2Connection {
  let isRetired = false;
  let idleSinceMs = performance.now();
  // Until its settings are known, a server may refuse every stream but the first.
  const slots = streamSlots(1);

  function isOpen(): boolean {
    const isFresh = slots.taken() > 0 || performance.now() - idleSinceMs < MAX_IDLE_MS;

    const hasEnded = facts.goaway !== null || facts.hasEnded || session.closed || session.destroyed;

    return !isRetired && isFresh && !hasEnded;
  }

  function destroy(): void {
    isRetired = true;
    slots.close();
    session.destroy();
    socket.destroy();
  }

  watch(session, facts, slots);

  return {
    socket,
    facts,
    isOpen,
    isIdle: () => slots.taken() === 0,
    reserve: async ({ signal }) => {
      session.ref();

      return takeSlot(slots, facts, signal);
    },
    free: () => {
      slots.free();
      if (slots.taken() > 0) return;
      idleSinceMs = performance.now();
      if (isOpen()) session.unref();
      else destroy();
    },
    ...h2Streams(session, facts),
    retire: () => {
      isRetired = true;
      slots.close();
      if (slots.taken() === 0) destroy();
    },
    destroy,
  };
}

function watch(session: ClientHttp2Session, facts: ConnectionFacts, slots: StreamSlots): void {
  // Each of its requests is reported by itself.
  session.on('error', () => undefined);
  session.on('goaway', (code, lastStreamId) => {
    facts.goaway ??= { code, lastStreamId };
    slots.close();
  });
  session.on('close', () => slots.close());
  session.on('remoteSettings', ({ maxConcurrentStreams = Infinity }) => {
    facts.hasSettings = true;
    slots.allow(maxConcurrentStreams);
  });
}

async function takeSlot(
  slots: StreamSlots,
  facts: ConnectionFacts,
  signal: AbortSignal,
): Promise<boolean> {
  const slot = slots.take();
  if (slot === true) return true;
  try {
    return await limitedWait(slot, {
      signal,
      waiting: () => waitingForSlot(facts, slots.allowed()),
    });
  } catch (error) {
    // One that comes too late is given back.
    void slot.then((isGranted) => isGranted && slots.free());
    throw error;
  }
}

function waitingForSlot({ hasSettings }: ConnectionFacts, allowed: number): string {
  return hasSettings
    ? `waiting until another request ends: the server allows ${allowed} at the same time (SETTINGS_MAX_CONCURRENT_STREAMS)`
    : "waiting for the server's HTTP/2 settings (SETTINGS)";
}
