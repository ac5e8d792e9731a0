/** The elements within an element of DER (X.690, section 8.1), each with its tag. */
export function elementsOf(der: Buffer): readonly Buffer[] {
  const found: Buffer[] = [];
  for (let at = contentOf(der, 0).start; at < der.length; at = contentOf(der, at).end) {
    found.push(der.subarray(at, contentOf(der, at).end));
  }

  return found;
}

function contentOf(der: Buffer, at: number): { readonly start: number; readonly end: number } {
  const first = der[at + 1] ?? 0;
  const lengthBytes = first < 0x80 ? 0 : first - 0x80;
  const start = at + 2 + lengthBytes;
  const length = lengthBytes === 0 ? first : der.readUIntBE(at + 2, lengthBytes);

  return { start, end: start + length };
}

/** An element of DER with a tag of one byte. */
export function element(tag: number, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);

  return Buffer.concat([Buffer.from([tag]), lengthOf(body.length), body]);
}

/** Lengths from here on are written with a byte in front that counts their bytes. */
const LONG_FORM = 0x80;

function lengthOf(length: number): Buffer {
  if (length < LONG_FORM) return Buffer.from([length]);
  const hex = length.toString(16);
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');

  return Buffer.concat([Buffer.from([LONG_FORM + bytes.length]), bytes]);
}

/** What a certificate says of itself, each part in DER (RFC 5280, section 4.1). */
export interface CertificateParts {
  readonly serial: Buffer;
  readonly issuer: Buffer;
  readonly validity: Buffer;
  readonly subject: Buffer;
}

/** Serial number, names and dates of a certificate. Throws a TypeError where it has none. */
export function certificateParts(der: Buffer): CertificateParts {
  const [tbs = Buffer.alloc(0)] = elementsOf(der);
  const all = elementsOf(tbs);
  // A version comes first, except in those of version 1.
  const [serial, , issuer, validity, subject] = all[0]?.[0] === 0xa0 ? all.slice(1) : all;
  if (
    serial === undefined ||
    issuer === undefined ||
    validity === undefined ||
    subject === undefined
  ) {
    throw new TypeError('Not a certificate: it has no names');
  }

  return { serial, issuer, validity, subject };
}
