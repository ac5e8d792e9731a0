import { MAX_MESSAGE_BYTES } from './message-limits.ts';
import { ProtocolBreach } from './protocol-breach.ts';

/** A message's length in bytes precedes it, as an unsigned integer, big-endian. */
const HEADER_BYTES = 4;

/** Encodes a message for a stream: its length, then JSON in UTF-8. */
export function encodeFrame(message: unknown): Buffer {
  const json = JSON.stringify(message);
  const length = Buffer.byteLength(json);
  const frame = Buffer.allocUnsafe(HEADER_BYTES + length);
  frame.writeUInt32BE(length);
  frame.write(json, HEADER_BYTES);

  return frame;
}

/** One message of a stream, not checked yet. */
export interface Frame {
  readonly message: unknown;
  readonly sizeBytes: number;
}

/** Initial memory for a message that arrives in parts. */
const PART_BYTES = 65_536;

/**
 * Creates the decoder of one stream, which may be cut anywhere. The returned generator takes the next
 * chunk and yields the messages that it completes. It throws a {@link ProtocolBreach} for a length
 * beyond the limit, before any memory is reserved for it, and for what is not JSON.
 */
export function frameDecoder(
  maxBytes = MAX_MESSAGE_BYTES,
): (chunk: Buffer) => Generator<Frame, void> {
  const part = partialFrame();

  return function* decode(chunk) {
    let data = part.join(chunk);
    for (
      let end = frameEnd(data, maxBytes);
      end !== null && end <= data.length;
      end = frameEnd(data, maxBytes)
    ) {
      const message = parse(data.subarray(HEADER_BYTES, end));
      const sizeBytes = end - HEADER_BYTES;
      data = data.subarray(end);
      yield { message, sizeBytes };
    }
    part.keep(data);
  };
}

/** Where the first frame ends; null while its length is not complete. */
function frameEnd(data: Buffer, maxBytes: number): number | null {
  if (data.length < HEADER_BYTES) return null;
  const length = data.readUInt32BE();
  if (length <= maxBytes) return HEADER_BYTES + length;
  throw new ProtocolBreach(`a message of ${length} bytes; expected at most ${maxBytes}`);
}

/** The beginning of a frame. Its memory doubles, so that single bytes cost no more than large chunks. */
function partialFrame(): { join(chunk: Buffer): Buffer; keep(rest: Buffer): void } {
  let memory = Buffer.alloc(0);
  let used = 0;

  return {
    join: (chunk) => {
      if (used === 0) return chunk;
      if (used + chunk.length > memory.length) {
        const larger = Buffer.allocUnsafe(2 * (used + chunk.length));
        memory.copy(larger, 0, 0, used);
        memory = larger;
      }
      used += chunk.copy(memory, used);

      return memory.subarray(0, used);
    },
    keep: (rest) => {
      if (rest.length > memory.length) memory = Buffer.allocUnsafe(PART_BYTES + rest.length);
      used = rest.copy(memory, 0);
      // The memory of one large message is not kept for a process's whole life.
      if (used === 0) memory = Buffer.alloc(0);
    },
  };
}

function parse(json: Buffer): unknown {
  try {
    return JSON.parse(json.toString('utf8'));
  } catch {
    throw new ProtocolBreach(`${json.length} bytes that are not JSON`);
  }
}
