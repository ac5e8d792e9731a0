import { RunFailure } from '../../core/record/outcome.ts';
import type { Malformation } from '../../core/record/malformation.ts';

/** Takes the chunks apart that a body arrives in. */
export interface ChunkedBody {
  /** Reads from `offset` on; returns where it stopped: at the end of the bytes or of the body. */
  push(bytes: Buffer, offset: number): number;
  isComplete(): boolean;
}

/** Receives the body's bytes, and what was malformed around them. */
export interface ChunkedBodyEvents {
  readonly data: (bytes: Buffer) => void;
  readonly note: (malformation: Malformation) => void;
}

/** Limit of a line between chunks, and of a trailer's line, as in Chromium. */
const MAX_LINE_BYTES = 16 * 1024;
const LF = 10;
const MAX_SHOWN = 20;

/**
 * Reads a chunked body as Chromium does (`HttpChunkedDecoder`): lines may end without CR, blanks may
 * follow a chunk's size, and trailers are ignored.
 */
export function chunkedBody({ data, note }: ChunkedBodyEvents): ChunkedBody {
  let expected: 'size' | 'chunk' | 'chunk-end' | 'trailer' | 'nothing' = 'size';
  let remaining = 0;
  let line = '';

  function onLine(): void {
    const content = line.endsWith('\r') ? line.slice(0, -1) : line;
    if (content === line) note('chunk-line');
    line = '';
    if (expected === 'trailer') {
      if (content === '') expected = 'nothing';
    } else if (expected === 'chunk-end') {
      if (content !== '') throw badBody(`a chunk is longer than its size, by ${shown(content)}`);
      expected = 'size';
    } else {
      remaining = chunkSize(content, note);
      expected = remaining === 0 ? 'trailer' : 'chunk';
    }
  }

  function readLine(bytes: Buffer, offset: number): number {
    const end = bytes.indexOf(LF, offset);
    line += bytes.toString('latin1', offset, end === -1 ? bytes.length : end);
    if (line.length > MAX_LINE_BYTES) throw badBody('a line between chunks is too long');
    if (end === -1) return bytes.length;
    onLine();

    return end + 1;
  }

  function readChunk(bytes: Buffer, offset: number): number {
    const part = bytes.subarray(offset, offset + remaining);
    remaining -= part.length;
    if (remaining === 0) expected = 'chunk-end';
    data(part);

    return offset + part.length;
  }

  return {
    push: (bytes, offset) => {
      let at = offset;
      while (at < bytes.length && expected !== 'nothing') {
        at = expected === 'chunk' ? readChunk(bytes, at) : readLine(bytes, at);
      }

      return at;
    },
    isComplete: () => expected === 'nothing',
  };
}

function chunkSize(line: string, note: (malformation: Malformation) => void): number {
  const [text = ''] = line.split(';', 1);
  const digits = text.replace(/ +$/, '');
  if (digits.length !== text.length && text === line) note('chunk-line');
  const size = /^[0-9a-f]+$/i.test(digits) ? Number.parseInt(digits, 16) : Number.NaN;
  if (!Number.isSafeInteger(size)) throw badBody(`${shown(line)} is not the size of a chunk`);

  return size;
}

function badBody(reason: string): RunFailure {
  return new RunFailure('target.body', `the body is not valid HTTP: ${reason}`);
}

function shown(text: string): string {
  return JSON.stringify(text.slice(0, MAX_SHOWN));
}
