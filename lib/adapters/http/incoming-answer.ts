import type { Malformation } from '../../core/record/malformation.ts';
import { RunFailure } from '../../core/record/outcome.ts';
import { type Framing, keepAliveMs } from './answer-framing.ts';
import { type AnswerHead, headerOf, protocol } from './answer-head.ts';
import { type AnswerReader, answerReader } from './answer-reader.ts';
import { bodyDecoder, type Decoder, MAX_BODY_BYTES, tooLarge } from './decode.ts';
import type { LoggedRequest } from './request-log.ts';

/** The request that an answer belongs to, and what of the answer is wanted. */
export interface IncomingOptions {
  readonly entry: LoggedRequest;
  /** Whether the body of an answer is to be read; else the connection is given up. */
  readonly wantsBody: (head: AnswerHead, framing: Framing) => boolean;
  /** Takes what is malformed in the answer; throws when that is not to be tolerated. */
  readonly note: (malformation: Malformation) => void;
}

/** An answer that is complete on the wire. */
export interface Conversation {
  readonly head: AnswerHead;
  /** Holds the body; null where it was not read. */
  readonly decoder: Decoder | null;
  /** How long the connection may be kept for another request, in milliseconds; null: any time. */
  readonly idleMs: number | null;
}

/** Thrown when a connection ended or broke before the final head of an answer was complete. */
export class NoAnswer extends Error {
  /** Of the head; null: not known, as in HTTP/2. */
  readonly receivedBytes: number | null;

  constructor(receivedBytes: number | null, cause: Error | null) {
    super(cause?.message ?? 'the connection ended', { cause });
    this.name = 'NoAnswer';
    this.receivedBytes = receivedBytes;
  }
}

/** An answer while it arrives. Its methods throw what is wrong with it. */
export interface IncomingAnswer {
  /** Takes bytes; returns the answer as soon as it is complete. */
  push(bytes: Buffer): Conversation | null;
  /** The connection has ended or, with an error, broken. */
  end(error: Error | null): Conversation | null;
  /** The whole request has been handed to the kernel. */
  onSent(): void;
  /** Frees what the body was decoded with. */
  abandon(): void;
}

/** What is known of an answer so far. */
interface Progress {
  head: AnswerHead | null;
  framing: Framing | null;
  decoder: Decoder | null;
  receivedBytes: number;
  /** When the first byte of the head under way came, in milliseconds from the request's start. */
  firstByteMs: number;
  isSent: boolean;
  hasSurplus: boolean;
}

/**
 * Receives the answer to a request: times `wait` and `receive`, counts and decodes the body. `fail` is
 * called when the body turns out not to be decodable while it arrives.
 */
export function incomingAnswer(
  options: IncomingOptions,
  fail: (error: Error) => void,
): IncomingAnswer {
  const { clock, facts } = options.entry;
  const progress: Progress = {
    head: null,
    framing: null,
    decoder: null,
    receivedBytes: 0,
    firstByteMs: 0,
    isSent: false,
    hasSurplus: false,
  };
  const reader = readerInto(progress, options, fail);

  return {
    push: (bytes) => {
      progress.receivedBytes += bytes.length;
      enterReceive(progress, options.entry);
      reader.push(bytes);
      if (reader.isWithinHead()) enterReceive(progress, options.entry);

      return result(progress, reader, options.entry);
    },
    end: (error) => {
      if (error === null || progress.head === null) reader.end();
      const done = result(progress, reader, options.entry);
      if (done !== null) return done;
      if (progress.head === null) throw new NoAnswer(progress.receivedBytes, error);
      throw cutOff(progress.framing, facts.sizeBytes ?? 0, error);
    },
    onSent: () => {
      progress.isSent = true;
      // An answer may begin before the whole request is sent; then there is no `wait` phase.
      if (clock.current() === 'send') clock.enter('wait');
    },
    abandon: () => progress.decoder?.destroy(),
  };
}

function readerInto(
  progress: Progress,
  options: IncomingOptions,
  onFailure: (error: Error) => void,
): AnswerReader {
  const { entry, note } = options;
  const { clock, facts } = entry;

  return answerReader(entry.method, {
    interim: ({ status }) => {
      facts.interim.push({ status, atMs: progress.firstByteMs });
      clock.rebook('receive', progress.isSent ? 'wait' : 'send');
    },
    head: (head, framing) => {
      enterReceive(progress, entry);
      entry.answered(head);
      if (head.status === SWITCHING_PROTOCOLS) {
        throw protocol('the server switched to another protocol (101)');
      }
      Object.assign(progress, { head, framing });
      progress.decoder = openBody({ head, framing }, options, onFailure);

      return progress.decoder !== null;
    },
    data: (bytes) => {
      if (progress.decoder !== null) takeBody(bytes, progress.decoder, entry);
    },
    note: (malformation) => {
      if (malformation === 'bytes-after-body') progress.hasSurplus = true;
      note(malformation);
    },
  });
}

const SWITCHING_PROTOCOLS = 101;

/** A head, and how its body ends. */
interface BodyStart {
  readonly head: AnswerHead;
  readonly framing: Framing;
}

/** What decodes the body of an answer; null where the body is not wanted. */
export function openBody(
  { head, framing }: BodyStart,
  { entry, wantsBody, note }: IncomingOptions,
  onFailure: (error: Error) => void,
): Decoder | null {
  if (!wantsBody(head, framing)) return null;
  entry.facts.sizeBytes = 0;
  if (framing.kind === 'length' && framing.bytes > MAX_BODY_BYTES) throw tooLarge('on the wire');
  const encoding = headerOf(head, 'content-encoding') ?? '';

  return bodyDecoder(encoding, { onFailure, note });
}

/** Counts bytes of a body and decodes them. */
export function takeBody(bytes: Buffer, decoder: Decoder, { facts }: LoggedRequest): void {
  facts.sizeBytes = (facts.sizeBytes ?? 0) + bytes.length;
  if (facts.sizeBytes > MAX_BODY_BYTES) throw tooLarge('on the wire');
  decoder.write(bytes);
}

function enterReceive(progress: Progress, { clock }: LoggedRequest): void {
  if (clock.current() === 'receive') return;
  progress.firstByteMs = clock.elapsedMs();
  clock.enter('receive');
}

/** The answer if it is complete, or if its body is not wanted. */
function result(
  { head, framing, decoder, isSent, hasSurplus }: Progress,
  reader: AnswerReader,
  { clock }: LoggedRequest,
): Conversation | null {
  if (head === null || framing === null || !reader.isComplete()) return null;
  clock.stop();
  const isReusable = decoder !== null && isSent && !hasSurplus;

  return { head, decoder, idleMs: isReusable ? keepAliveMs(head, framing) : 0 };
}

/** The failure of a body that ended too early. */
export function cutOff(framing: Framing | null, received: number, error: Error | null): RunFailure {
  const reason = `the connection ended before the body was complete: ${arrived(framing, received)}`;

  return new RunFailure('target.body', reason, { cause: error });
}

/** How much of a body arrived, as a clause. */
export function arrived(framing: Framing | null, received: number): string {
  const amount = framing?.kind === 'length' ? `${received} of ${framing.bytes}` : `${received}`;

  return `${amount} bytes arrived`;
}
