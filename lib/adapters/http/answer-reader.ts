import type { Malformation } from '../../core/record/malformation.ts';
import type { RunFailure } from '../../core/record/outcome.ts';
import { type Framing, framingOf } from './answer-framing.ts';
import { type AnswerHead, headEnd, protocol, readHead, statusLineStart } from './answer-head.ts';
import { type ChunkedBody, chunkedBody } from './chunked-body.ts';

/** Limit of a response's status line and headers together, as in Chromium. */
export const MAX_HEADER_BYTES = 256 * 1024;

/** What an {@link AnswerReader} finds, in this order. */
export interface AnswerEvents {
  /** A head before the final one, such as `103 Early Hints`. */
  readonly interim: (head: AnswerHead) => void;
  /** The final head; the result is whether its body is wanted. */
  readonly head: (head: AnswerHead, framing: Framing) => boolean;
  /** Bytes of the body, without its framing. */
  readonly data: (bytes: Buffer) => void;
  readonly note: (malformation: Malformation) => void;
}

/** Reads the bytes of one answer, however they are divided. */
export interface AnswerReader {
  /** Throws a RunFailure for what is not HTTP. */
  push(bytes: Buffer): void;
  /** The connection has ended: a body without a length is complete then. */
  end(): void;
  /** Whether a head has begun and is not complete. */
  isWithinHead(): boolean;
  isComplete(): boolean;
}

/** Creates the reader of the answer to one request. */
export function answerReader(method: string, events: AnswerEvents): AnswerReader {
  let head: Buffer = Buffer.alloc(0);
  let body: BodyReader | null = null;

  /** Takes bytes until a head is complete; returns where it stopped in `bytes`. */
  function takeHead(bytes: Buffer): number {
    const known = head.length;
    head = known === 0 ? bytes : Buffer.concat([head, bytes]);
    const start = statusLineStart(head.toString('latin1', 0, START_BYTES), false);
    const end = start === null ? -1 : headEnd(head, Math.max(start, known - END_BYTES));
    if ((end === -1 ? head.length : end) > MAX_HEADER_BYTES) {
      throw tooLargeHead();
    }
    if (end === -1 || start === null) return bytes.length;
    const found = readHead(head.toString('latin1', 0, end), start);
    head = Buffer.alloc(0);
    onHead(found, start);

    return end - known;
  }

  function onHead(found: AnswerHead, start: number): void {
    if (start > 0) events.note('bytes-before-status');
    for (const each of found.malformed) events.note(each);
    if (found.status >= 100 && found.status < 200 && found.status !== 101) {
      events.interim(found);

      return;
    }
    const framing = framingOf(found, method, events.note);
    body = events.head(found, framing) ? bodyReader(framing, events) : UNWANTED;
  }

  return {
    push: (bytes) => {
      let at = 0;
      // oxlint-disable-next-line no-unmodified-loop-condition -- a complete head sets it
      while (body === null && at < bytes.length) at += takeHead(bytes.subarray(at));
      if (body !== null && at < bytes.length) body.push(bytes, at);
    },
    end: () => {
      if (head.length > 0) statusLineStart(head.toString('latin1', 0, START_BYTES), true);
      body?.end();
    },
    isWithinHead: () => head.length > 0,
    isComplete: () => body?.isComplete() ?? false,
  };
}

/** The failure of a head over {@link MAX_HEADER_BYTES}. */
export function tooLargeHead(): RunFailure {
  return protocol(`the response headers are larger than ${MAX_HEADER_BYTES / 1024} KB`);
}

/** Bytes of an answer that show whether it is HTTP, and that a message shows when it is not. */
const START_BYTES = 64;
/** Bytes of a head's end that may have come before. */
const END_BYTES = 2;

interface BodyReader {
  push(bytes: Buffer, offset: number): void;
  end(): void;
  isComplete(): boolean;
}

/** A body that is not read: its connection is given up. */
const UNWANTED: BodyReader = {
  push: () => undefined,
  end: () => undefined,
  isComplete: () => true,
};

function bodyReader(framing: Framing, events: AnswerEvents): BodyReader {
  switch (framing.kind) {
    case 'chunked':
      return chunks(chunkedBody(events), events);
    case 'length':
      return ofLength(framing.bytes, events);
    case 'until-close':
      return untilClose(events);
  }
}

function chunks(body: ChunkedBody, { note }: AnswerEvents): BodyReader {
  return {
    push: (bytes, offset) => {
      if (body.push(bytes, offset) < bytes.length) note('bytes-after-body');
    },
    end: () => undefined,
    isComplete: () => body.isComplete(),
  };
}

function ofLength(length: number, { data, note }: AnswerEvents): BodyReader {
  let remaining = length;

  return {
    push: (bytes, offset) => {
      const part = bytes.subarray(offset, offset + remaining);
      remaining -= part.length;
      if (part.length > 0) data(part);
      if (offset + part.length < bytes.length) note('bytes-after-body');
    },
    end: () => undefined,
    isComplete: () => remaining === 0,
  };
}

function untilClose({ data }: AnswerEvents): BodyReader {
  let hasEnded = false;

  return {
    push: (bytes, offset) => data(bytes.subarray(offset)),
    end: () => {
      hasEnded = true;
    },
    isComplete: () => hasEnded,
  };
}
