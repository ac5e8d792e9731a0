import type { ClientHttp2Stream } from 'node:http2';
import { asError } from '../../base/node-error.ts';
import type { ConversationOptions } from '../conversation.ts';
import type { Conversation } from '../incoming-answer.ts';
import type { RequestFacts } from '../request-log.ts';
import { reasonOf, whileWaiting } from '../time-limit.ts';
import { type H2Answer, h2Answer } from './h2-answer.ts';
import type { H2Connection } from './h2-connection.ts';
import { ERROR_CODES, h2Failure, notH2 } from './h2-failure.ts';
import { h2Fields } from './h2-fields.ts';

/**
 * Sends a request over a connection in HTTP/2 on the stream that was reserved for it, and reads the
 * answer, each phase timed. Other requests of the connection go on whatever happens to this one.
 */
export async function converseH2(
  connection: H2Connection,
  options: ConversationOptions,
): Promise<Conversation> {
  const { signal, entry } = options;
  let stream: ClientHttp2Stream | null = null;

  return new Promise<Conversation>((resolve, reject) => {
    const answer = h2Answer(options, fail);
    let isSettled = false;
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
    else attempt(begin);

    function begin(): null {
      stream = started(options, { connection, answer, attempt });

      return null;
    }

    /** What is reported of the stream after the end changes nothing. */
    function attempt(step: () => Conversation | null): void {
      if (isSettled) return;
      try {
        const done = step();
        if (done === null) return;
        detach();
        resolve(done);
      } catch (error) {
        fail(error);
      }
    }

    function onAbort(): void {
      isSettled = true;
      entry.clock.stop();
      void limitError(connection, options).then(end);
    }

    function fail(error: unknown): void {
      if (!isSettled) end(error);
    }

    function end(error: unknown): void {
      detach();
      entry.clock.stop();
      answer.abandon();
      reject(asError(error));
    }

    /** What is still open of the stream is given up. One that both sides have ended must not be reset. */
    function detach(): void {
      const { hasEnded, isSent } = answer.progress();
      isSettled = true;
      signal.removeEventListener('abort', onAbort);
      if (stream?.closed === false && !(hasEnded && isSent)) stream.close(ERROR_CODES.CANCEL);
      connection.free();
    }
  });
}

function started(
  { hop, entry }: ConversationOptions,
  followed: Omit<FollowedStream, 'facts'>,
): ClientHttp2Stream {
  const stream = followed.connection.request(h2Fields(hop), hop.body !== null);
  // Node writes in the next phase of the event loop; what comes before is preparation.
  entry.clock.enter('send');
  follow(stream, { ...followed, facts: entry.facts });
  send(stream, hop.body, () => followed.answer.onSent());

  return stream;
}

/** A request without a body is sent with its head, in the phase of the event loop that writes. */
function send(stream: ClientHttp2Stream, body: Buffer | null, onSent: () => void): void {
  if (body === null) {
    setImmediate(onSent);

    return;
  }
  stream.write(body, (error) => {
    if (!error) onSent();
  });
  stream.end();
}

interface FollowedStream {
  readonly connection: H2Connection;
  readonly answer: H2Answer;
  readonly attempt: (step: () => Conversation | null) => void;
  readonly facts: RequestFacts;
}

function follow(stream: ClientHttp2Stream, followed: FollowedStream): void {
  const { connection, answer, attempt, facts } = followed;
  let failure: Error | null = null;
  stream.on('error', (error) => {
    failure = error;
  });
  stream.on('continue', () => answer.interim(100));
  stream.on('headers', ({ ':status': status }) => answer.interim(status ?? 0));
  // Node's types lack the third argument: https://nodejs.org/api/http2.html#event-response
  stream.on('response', (...[{ ':status': status = 0 }, , fields]: ResponseEvent) => {
    attempt(() => answer.head(status, fields));
  });
  stream.on('close', () => {
    attempt(() => {
      const { sizeBytes } = facts;
      throw h2Failure({
        stream,
        failure,
        progress: answer.progress(),
        connection,
        sizeBytes: sizeBytes ?? 0,
      });
    });
  });
  takePushed(stream, {
    data: (bytes) => attempt(() => answer.data(bytes)),
    end: () => attempt(() => answer.end()),
  });
}

type ResponseEvent = [head: { ':status'?: number }, flags: number, fields: readonly string[]];

interface Pushed {
  readonly data: (bytes: Buffer) => void;
  readonly end: () => void;
}

/**
 * Takes what the session pushes into the stream, at that moment. As events, an answer that is complete
 * would be lost when the connection ends with an error right behind it, and a reset without an error
 * would look like the end of the body. A stream is closed before its end only by a reset.
 */
function takePushed(stream: ClientHttp2Stream, { data, end }: Pushed): void {
  const push = stream.push.bind(stream);
  stream.push = (chunk: Buffer | null) => {
    if (chunk !== null) {
      data(chunk);

      return true;
    }
    if (!stream.closed) end();

    return push(null);
  };
  stream.resume();
}

/** Why a request ends at its limit: the limit, unless Node has stopped to read the answer. */
async function limitError(
  connection: H2Connection,
  { signal, entry }: ConversationOptions,
): Promise<Error> {
  const reason = reasonOf(signal);
  if (reason.kind !== 'closed' && (await connection.isGivenUp())) return notH2();

  return whileWaiting(reason, whereItHung(connection, entry.clock.current()));
}

/** What a request waits for in a phase, where HTTP/2 knows more; null: it does not. */
function whereItHung(connection: H2Connection, phase: string | null): string | null {
  if (phase === 'send') {
    return connection.windowBytes() <= 0
      ? 'sending the request: the server makes no room for more of it (HTTP/2 flow control of the connection)'
      : 'sending the request: the server has not taken its whole body (HTTP/2 flow control)';
  }
  if (phase === 'wait' && !connection.facts.hasSettings) {
    return "waiting for the answer: not even the server's HTTP/2 settings (SETTINGS) have arrived";
  }

  return null;
}
