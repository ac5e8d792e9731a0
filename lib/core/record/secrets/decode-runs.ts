import { hexDigit } from './escapes.ts';
import { isDecoded, type Layer, PIECE } from './layer.ts';

/** Runs of this length are always decoded; those of words are shorter. */
const MAX_MIN_RUN = 16;
const MIN_BASE64_RUN = 8;
const MIN_HEX_RUN = 8;

const BASE64_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const ASCII = 128;
/** Values of the digits by their codes; both alphabets, that of addresses too. */
const BASE64_VALUES = Int8Array.from({ length: ASCII }, (_, code) =>
  BASE64_DIGITS.indexOf(String.fromCharCode(code).replace('-', '+').replace('_', '/')),
);
const HEX_VALUES = Int8Array.from({ length: ASCII }, (_, code) => hexDigit(code));

/** Writes the bytes of a run into a list from an index on; returns the index behind them. */
type RunDecoder = (
  text: string,
  run: Run,
  into: { readonly bytes: Uint8Array; at: number },
) => void;

/**
 * Every reading of the runs of Base64 and of hexadecimal digits: a run may begin with characters that
 * do not belong to it, such as a path, so that it can be read from each of its first characters. In a
 * decoded layer, only runs that decoding made are read: the others were read before.
 */
export function decodeRuns(parent: Layer, min: number): readonly Layer[] {
  const base64 = newRuns(parent, BASE64_VALUES, min);
  const hex = newRuns(parent, HEX_VALUES, MIN_HEX_RUN);

  return [
    ...[0, 1, 2, 3].map((skipped) => runLayer(parent, base64, { skipped, ...BASE64 })),
    ...[0, 1].map((skipped) => runLayer(parent, hex, { skipped, ...HEX })),
  ].filter(({ text }) => text !== '');
}

/** The length of the shortest run of Base64 that holds so many characters. */
export function minRun(characters: number): number {
  return Math.max(MIN_BASE64_RUN, Math.min(MAX_MIN_RUN, Math.floor((characters * 4) / 3)));
}

interface Run {
  readonly start: number;
  readonly end: number;
}

interface RunEncoding {
  readonly decode: RunDecoder;
  readonly kind: number;
}

const BASE64: RunEncoding = { decode: base64Bytes, kind: PIECE.base64 };
const HEX: RunEncoding = { decode: hexBytes, kind: PIECE.hex };

/**
 * Runs of digits of a minimum length. Looks at the last character of each possible run first: most
 * words are shorter, and are passed over without being read.
 */
function newRuns(parent: Layer, values: Int8Array, min: number): readonly Run[] {
  const { text } = parent;
  const runs: Run[] = [];
  for (let start = 0; start + min <= text.length;) {
    let at = start + min - 1;
    while (at >= start && isDigit(values, text.charCodeAt(at))) at -= 1;
    if (at >= start) start = at + 1;
    else {
      let end = start + min;
      while (end < text.length && isDigit(values, text.charCodeAt(end))) end += 1;
      if (isDecoded(parent, { start, end })) runs.push({ start, end });
      start = end + 1;
    }
  }

  return runs;
}

function isDigit(values: Int8Array, code: number): boolean {
  return code < ASCII && (values[code] ?? -1) >= 0;
}

function runLayer(
  parent: Layer,
  runs: readonly Run[],
  { skipped, decode, kind }: RunEncoding & { readonly skipped: number },
): Layer {
  const into = { bytes: new Uint8Array(runs.reduce((sum, run) => sum + byteCount(run), 0)), at: 0 };
  const at: number[] = [];
  for (const { start, end } of runs) {
    at.push(into.at);
    decode(parent.text, { start: start + skipped, end }, into);
    // A break: bytes of two runs are not one text.
    into.at += 1;
  }

  return {
    text: latin1(into.bytes.subarray(0, into.at)),
    parent,
    at,
    from: runs.map(({ start }) => start + skipped),
    kind: runs.map(() => kind),
  };
}

/** No encoding has more bytes than Base64: three for four characters; and one is for the break. */
function byteCount({ start, end }: Run): number {
  return Math.ceil(((end - start) * 3) / 4) + 1;
}

function base64Bytes(text: string, { start, end }: Run, into: Parameters<RunDecoder>[2]): void {
  let bits = 0;
  let held = 0;
  for (let at = start; at < end; at += 1) {
    bits = ((bits << 6) | (BASE64_VALUES[text.charCodeAt(at)] ?? 0)) & 0xffff;
    held += 6;
    if (held >= 8) {
      held -= 8;
      into.bytes[into.at] = (bits >> held) & 0xff;
      into.at += 1;
    }
  }
}

function hexBytes(text: string, { start, end }: Run, into: Parameters<RunDecoder>[2]): void {
  for (let at = start; at + 1 < end; at += 2) {
    into.bytes[into.at] = hexDigit(text.charCodeAt(at)) * 16 + hexDigit(text.charCodeAt(at + 1));
    into.at += 1;
  }
}

/** Arguments of one call: engines limit their number. */
const CHUNK = 8_192;

/** One character for each byte. */
function latin1(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += CHUNK) {
    parts.push(String.fromCharCode(...bytes.subarray(at, at + CHUNK)));
  }

  return parts.join('');
}
