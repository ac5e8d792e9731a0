import { StringDecoder } from 'node:string_decoder';

/** An event of a stream, as browsers dispatch it. */
export interface StreamEvent {
  readonly event: string;
  readonly data: string;
  readonly id: string | null;
  /** Whether bytes of it were no UTF-8, in whose place is U+FFFD. */
  readonly isDamaged: boolean;
}

/** What a stream has said beside its events. */
export interface StreamFacts {
  retryMs: number | null;
  comments: number;
}

/** Reads a stream of server-sent events, however its bytes are divided. */
export interface StreamParser {
  readonly facts: StreamFacts;
  /** Takes bytes; returns the events that they complete. */
  push(bytes: Buffer): readonly StreamEvent[];
  /** Bytes of the line and the event under way. */
  pendingBytes(): number;
}

/** The fields of the event under way. */
interface Pending {
  event: string;
  data: string[];
  isDamaged: boolean;
  sizeBytes: number;
}

const LF = 0x0a;
const CR = 0x0d;
const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Creates a parser, as https://html.spec.whatwg.org/#event-stream-interpretation says: lines end with CR, LF or
 * both, an event without data is none, and one that is not followed by an empty line is never dispatched.
 */
export function streamParser(): StreamParser {
  const facts: StreamFacts = { retryMs: null, comments: 0 };
  let pending = nothing();
  let id: string | null = null;
  const lines = lineSplitter();
  let isFirst = true;

  function onLine(line: Buffer): StreamEvent | null {
    const { text, isDamaged } = decoded(
      isFirst && hasMark(line) ? line.subarray(BOM.length) : line,
    );
    isFirst = false;
    if (text === '') return dispatched();
    pending.sizeBytes += line.length;
    const [name, value] = fieldOf(text);
    if (name === '') facts.comments += 1;
    else onField(name, value);
    if (name !== '') pending.isDamaged ||= isDamaged;

    return null;
  }

  /** Fields with other names, and values that are not allowed, are ignored. */
  function onField(name: string, value: string): void {
    if (name === 'event') pending.event = value;
    if (name === 'data') pending.data.push(value);
    if (name === 'id' && !value.includes('\0')) id = value;
    if (name === 'retry' && /^\d+$/.test(value)) facts.retryMs = Number(value);
  }

  function dispatched(): StreamEvent | null {
    const { event, data, isDamaged } = pending;
    pending = nothing();
    if (data.length === 0) return null;

    return { event: event === '' ? 'message' : event, data: data.join('\n'), id, isDamaged };
  }

  return {
    facts,
    push: (bytes) => lines.push(bytes).flatMap((line) => onLine(line) ?? []),
    pendingBytes: () => lines.restBytes() + pending.sizeBytes,
  };
}

/** Cuts bytes into lines. */
interface LineSplitter {
  push(bytes: Buffer): readonly Buffer[];
  /** Bytes of the line under way. */
  restBytes(): number;
}

function lineSplitter(): LineSplitter {
  let rest = Buffer.alloc(0);
  let isAfterCr = false;

  return {
    push: (bytes) => {
      const lines: Buffer[] = [];
      const all = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
      let start = 0;
      for (let at = rest.length; at < all.length; at += 1) {
        const byte = all[at];
        const isEnd = byte === LF || byte === CR;
        // The LF of a CR LF, which may come in another piece, ends no line of its own.
        if (isEnd && !(byte === LF && isAfterCr)) lines.push(all.subarray(start, at));
        if (isEnd) start = at + 1;
        isAfterCr = byte === CR;
      }
      rest = Buffer.from(all.subarray(start));

      return lines;
    },
    restBytes: () => rest.length,
  };
}

function nothing(): Pending {
  return { event: '', data: [], isDamaged: false, sizeBytes: 0 };
}

/** A line without a colon is a name without a value; a blank after the colon is not part of the value. */
function fieldOf(line: string): readonly [name: string, value: string] {
  const colon = line.indexOf(':');
  if (colon === -1) return [line, ''];
  const value = line.slice(colon + 1);

  return [line.slice(0, colon), value.startsWith(' ') ? value.slice(1) : value];
}

function hasMark(line: Buffer): boolean {
  return line.subarray(0, BOM.length).equals(BOM);
}

function decoded(line: Buffer): { readonly text: string; readonly isDamaged: boolean } {
  const text = new StringDecoder('utf8').end(line);
  // Text that was U+FFFD from the start is whole.
  const isDamaged = text.includes('\uFFFD') && !Buffer.from(text).equals(line);

  return { text, isDamaged };
}
