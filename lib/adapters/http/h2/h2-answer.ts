import { type AnswerHead, h2Head } from '../answer-head.ts';
import { MAX_HEADER_BYTES, tooLargeHead } from '../answer-reader.ts';
import { type Framing, framingOf } from '../answer-framing.ts';
import type { Decoder } from '../decode.ts';
import { type Conversation, type IncomingOptions, openBody, takeBody } from '../incoming-answer.ts';

/** An answer in HTTP/2 while it arrives. Its methods throw what is wrong with it. */
export interface H2Answer {
  /** A head before the final one. */
  interim(status: number): void;
  /** The final head, as Node gives it: names and values in turn. */
  head(status: number, fields: readonly string[]): Conversation | null;
  data(bytes: Buffer): null;
  /** The server has ended its answer. */
  end(): Conversation | null;
  /** The whole request has been handed to the kernel. */
  onSent(): void;
  progress(): Readonly<H2Progress>;
  /** Frees what the body was decoded with. */
  abandon(): void;
}

/** What is known of an answer so far. */
export interface H2Progress {
  head: AnswerHead | null;
  framing: Framing | null;
  decoder: Decoder | null;
  hasEnded: boolean;
  isSent: boolean;
}

/** Receives the answer to a request in HTTP/2: times `wait` and `receive`, counts and decodes the body. */
export function h2Answer(options: IncomingOptions, onFailure: (error: Error) => void): H2Answer {
  const { entry } = options;
  const { clock, facts } = entry;
  // Node reports a head after the bytes of the body that came with it.
  const early: Buffer[] = [];
  const progress: H2Progress = {
    head: null,
    framing: null,
    decoder: null,
    hasEnded: false,
    isSent: false,
  };

  function take(bytes: Buffer): void {
    if (progress.decoder !== null) takeBody(bytes, progress.decoder, entry);
  }

  /** The answer if it is complete, or if its body is not wanted. */
  function result(): Conversation | null {
    const { head, decoder, hasEnded } = progress;
    if (head === null || (decoder !== null && !hasEnded)) return null;
    clock.stop();

    return { head, decoder, idleMs: null };
  }

  return {
    interim: (status) => void facts.interim.push({ status, atMs: clock.elapsedMs() }),
    head: (status, fields) => {
      clock.enter('receive');
      const found = receivedHead(status, fields, options);
      Object.assign(progress, found);
      progress.decoder = openBody(found, options, onFailure);
      for (const bytes of early.splice(0)) take(bytes);

      return result();
    },
    data: (bytes) => {
      if (progress.head === null) early.push(bytes);
      else take(bytes);

      return null;
    },
    end: () => {
      progress.hasEnded = true;

      return result();
    },
    onSent: () => {
      progress.isSent = true;
      // An answer may begin before the whole request is sent; then there is no `wait` phase.
      if (clock.current() === 'send') clock.enter('wait');
    },
    progress: () => progress,
    abandon: () => progress.decoder?.destroy(),
  };
}

function receivedHead(
  status: number,
  fields: readonly string[],
  { entry, note }: IncomingOptions,
): { readonly head: AnswerHead; readonly framing: Framing } {
  const bytes = fields.reduce((sum, each) => sum + each.length, 0);
  if (bytes > MAX_HEADER_BYTES) throw tooLargeHead();
  const head = h2Head(status, named(fields));
  entry.answered(head);
  for (const each of head.malformed) note(each);

  return { head, framing: framingOf(head, entry.method, note) };
}

/** Pseudo-headers, such as `:status`, are no headers. */
function named(fields: readonly string[]): AnswerHead['headers'] {
  const headers: (readonly [string, string])[] = [];
  for (let at = 0; at < fields.length; at += 2) {
    const [name = '', value = ''] = fields.slice(at, at + 2);
    if (!name.startsWith(':')) headers.push([name, value]);
  }

  return headers;
}
