import http2, { type ClientHttp2Session, type ClientHttp2Stream } from 'node:http2';
import type net from 'node:net';
import { RunFailure } from '../../core/record/outcome.ts';
import { abandon } from '../http/conversation.ts';
import { reasonOf } from '../http/time-limit.ts';
import { callFailure, type GoAway } from './grpc-failure.ts';
import type { ProbeRun } from './probe.ts';

/** One call. Names of metadata are in lower case. */
export interface GrpcCall {
  readonly path: string;
  readonly scheme: 'http' | 'https';
  readonly authority: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** The parts of an answer as they came. */
export interface GrpcAnswer {
  readonly headers: Readonly<Record<string, string>>;
  readonly trailers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Most bytes of an answer; that of the health protocol has seven. */
const MAX_ANSWER_BYTES = 64 * 1024;
/** Most digits of `grpc-timeout`. */
const MAX_TIMEOUT_MS = 99_999_999;

/** Makes a call over a connected socket that speaks HTTP/2, and waits until the answer is complete. */
export async function callOver(
  socket: net.Socket,
  call: GrpcCall,
  probe: ProbeRun,
): Promise<GrpcAnswer> {
  const { entry, limit } = probe;
  const session = http2.connect(`${call.scheme}://${call.authority}`, {
    createConnection: () => socket,
    settings: { enablePush: false },
  });
  try {
    return await new Promise<GrpcAnswer>((resolve, reject) => {
      limit.signal.addEventListener('abort', () => reject(reasonOf(limit.signal)));
      if (limit.signal.aborted) reject(reasonOf(limit.signal));
      converse(session, call, { entry, limit, resolve, reject });
    });
  } finally {
    entry.clock.stop();
    session.destroy();
    abandon(socket);
  }
}

interface Conversation extends Pick<ProbeRun, 'entry' | 'limit'> {
  readonly resolve: (answer: GrpcAnswer) => void;
  readonly reject: (error: Error) => void;
}

function converse(session: ClientHttp2Session, call: GrpcCall, conversation: Conversation): void {
  const { resolve, reject } = conversation;
  let goAway: GoAway | null = null;
  let broken: Error | null = null;
  session.on('goaway', (code: number, _lastStream: number, data?: Uint8Array) => {
    goAway = { code, text: Buffer.from(data ?? []).toString() };
  });
  session.on('error', (error: Error) => {
    broken ??= error;
  });
  const stream = request(session, call, conversation);
  stream.on('error', (error) => {
    broken ??= error;
  });
  const progress = receive(stream, conversation);
  // A stream that never came to be has no end of its own.
  session.on('close', onClose);
  stream.on('close', onClose);

  function onClose(): void {
    // The end of a stream comes before the code of a reset is known.
    if (progress.isComplete && stream.rstCode === http2.constants.NGHTTP2_NO_ERROR) {
      const { headers, trailers, chunks } = progress;
      resolve({ headers: headers ?? {}, trailers, body: Buffer.concat(chunks) });
    }
    reject(callFailure({ goAway, broken, hasAnswered: progress.headers !== null }));
  }
}

function request(
  session: ClientHttp2Session,
  { path, scheme, authority, metadata, body }: GrpcCall,
  { entry: { clock }, limit }: Conversation,
): ClientHttp2Stream {
  const stream = session.request({
    ...metadata,
    ':method': 'POST',
    ':scheme': scheme,
    ':authority': authority,
    ':path': path,
    te: 'trailers',
    'content-type': 'application/grpc',
    'grpc-timeout': `${Math.max(1, Math.min(MAX_TIMEOUT_MS, Math.ceil(limit.remainingMs())))}m`,
    'user-agent': 'waywiser',
  });
  // It is written from now on; what came before was our own work.
  clock.enter('send');
  stream.once('finish', () => {
    if (clock.current() === 'send') clock.enter('wait');
  });
  stream.end(body);

  return stream;
}

/** What has come of an answer. */
interface Progress {
  readonly chunks: Buffer[];
  headers: Readonly<Record<string, string>> | null;
  trailers: Readonly<Record<string, string>>;
  isComplete: boolean;
}

/** Collects the answer as it comes. */
function receive(
  stream: ClientHttp2Stream,
  { entry: { clock, facts }, reject }: Conversation,
): Progress {
  const progress: Progress = { chunks: [], headers: null, trailers: {}, isComplete: false };
  facts.protocol = 'h2';
  stream.on('response', (fields) => {
    clock.enter('receive');
    progress.headers = texts(fields);
    facts.status = Number(progress.headers[':status']);
    facts.sizeBytes = 0;
  });
  stream.on('data', (chunk: Buffer) => {
    progress.chunks.push(chunk);
    facts.sizeBytes = (facts.sizeBytes ?? 0) + chunk.length;
    if (facts.sizeBytes <= MAX_ANSWER_BYTES) return;
    reject(new RunFailure('target.body', 'the answer is larger than 64 KB'));
  });
  stream.on('trailers', (fields) => {
    progress.trailers = texts(fields);
  });
  stream.on('end', () => {
    clock.stop();
    progress.isComplete = progress.headers !== null;
  });

  return progress;
}

function texts(fields: http2.IncomingHttpHeaders): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]),
  );
}
