/** What a browser offers in the first message of a TLS handshake (RFC 8446, section 4.1.2). */
export interface ClientHello {
  /** The host of the URL (SNI); null where that is an address. */
  readonly serverName: string | null;
  /** Protocols that it speaks (ALPN), in its order. */
  readonly protocols: readonly string[];
}

const HANDSHAKE_RECORD = 22;
const CLIENT_HELLO = 1;
const RECORD_HEADER_BYTES = 5;
const MESSAGE_HEADER_BYTES = 4;
const EXTENSION = { serverName: 0, protocols: 16 } as const;
/** Version and random number. */
const FIXED_BYTES = 34;

/** Reads it from the first bytes of a connection: `partial`, more must arrive; null: it is something else. */
export function readClientHello(bytes: Buffer): ClientHello | 'partial' | null {
  const message = firstMessage(bytes);
  if (message === null || message === 'partial') return message;
  try {
    return helloIn(message);
  } catch (error) {
    // A length that leads beyond the message.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** The first handshake message, which may be cut into several records, without its header. */
function firstMessage(bytes: Buffer): Buffer | 'partial' | null {
  const parts: Buffer[] = [];
  let at = 0;
  while (at + RECORD_HEADER_BYTES <= bytes.length) {
    if (bytes[at] !== HANDSHAKE_RECORD) return null;
    const end = at + RECORD_HEADER_BYTES + bytes.readUInt16BE(at + 3);
    parts.push(bytes.subarray(at + RECORD_HEADER_BYTES, end));
    const message = wholeMessage(Buffer.concat(parts));
    if (message !== 'partial') return message;
    at = end;
  }

  return bytes.length > 0 && bytes[0] !== HANDSHAKE_RECORD ? null : 'partial';
}

function wholeMessage(bytes: Buffer): Buffer | 'partial' | null {
  if (bytes.length > 0 && bytes[0] !== CLIENT_HELLO) return null;
  if (bytes.length < MESSAGE_HEADER_BYTES) return 'partial';
  const length = bytes.readUIntBE(1, 3);
  if (bytes.length < MESSAGE_HEADER_BYTES + length) return 'partial';

  return bytes.subarray(MESSAGE_HEADER_BYTES, MESSAGE_HEADER_BYTES + length);
}

function helloIn(message: Buffer): ClientHello {
  const [, afterSession] = vector(message, FIXED_BYTES, 1);
  const [, afterCiphers] = vector(message, afterSession, 2);
  const [, afterCompression] = vector(message, afterCiphers, 1);
  const [extensions] = vector(message, afterCompression, 2);
  let hello: ClientHello = { serverName: null, protocols: [] };
  for (let at = 0; at < extensions.length;) {
    const type = numberAt(extensions, at, 2);
    const [content, end] = vector(extensions, at + 2, 2);
    if (type === EXTENSION.serverName) hello = { ...hello, serverName: nameIn(content) };
    if (type === EXTENSION.protocols) hello = { ...hello, protocols: protocolsIn(content) };
    at = end;
  }

  return hello;
}

/** RFC 6066, section 3: a list of names, each with a type; all but host names were never defined. */
function nameIn(content: Buffer): string | null {
  const [list] = vector(content, 0, 2);
  if (list[0] !== 0) return null;
  const [name] = vector(list, 1, 2);

  return name.toString('latin1').toLowerCase();
}

/** RFC 7301, section 3.1. */
function protocolsIn(content: Buffer): readonly string[] {
  const [list] = vector(content, 0, 2);
  const found: string[] = [];
  for (let at = 0; at < list.length;) {
    const [name, end] = vector(list, at, 1);
    found.push(name.toString('latin1'));
    at = end;
  }

  return found;
}

/** The bytes after a length of so many bytes, and where they end. Throws a RangeError beyond the end. */
function vector(bytes: Buffer, at: number, lengthBytes: number): readonly [Buffer, number] {
  const start = at + lengthBytes;
  const end = start + numberAt(bytes, at, lengthBytes);
  if (end > bytes.length) throw beyondTheEnd();

  return [bytes.subarray(start, end), end];
}

function numberAt(bytes: Buffer, at: number, length: number): number {
  if (at + length > bytes.length) throw beyondTheEnd();

  return bytes.readUIntBE(at, length);
}

function beyondTheEnd(): RangeError {
  return new RangeError('a length beyond the end of the message');
}
