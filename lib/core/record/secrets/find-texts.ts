import type { Span } from './layer.ts';

/** A text to find. */
export interface Needle {
  readonly text: string;
  /** Also with capital and small ASCII letters exchanged. */
  readonly anyCase: boolean;
  /** Only as part of the name of a host. */
  readonly inHost?: boolean;
}

/** Calls back with each place of each needle in a text. */
export type TextFinder = (text: string, onFound: (span: Span) => void) => void;

const HASHES = 65_536;
/** A shift is kept in one byte. */
const MAX_WINDOW = 255;

/**
 * Finds many texts in one pass, by the algorithm of Wu and Manber ("A fast algorithm for
 * multi-pattern searching", 1994) with blocks of two characters: it looks at every `m`-th pair only,
 * `m` being the length of the shortest needle. Needles have at least two characters.
 */
export function textFinder(needles: readonly Needle[]): TextFinder {
  if (needles.length === 0) return () => undefined;
  const shortest = needles.reduce((min, { text }) => Math.min(min, text.length), MAX_WINDOW);
  const { shifts, byHash } = tables(needles, shortest);

  return (text, onFound) => {
    for (let last = shortest - 1; last < text.length;) {
      const hash = hashOf(text, last);
      const shift = shifts[hash] ?? 0;
      if (shift === 0) {
        const start = last - shortest + 1;
        for (const { text: found } of (byHash.get(hash) ?? []).filter(isThere(text, start))) {
          onFound({ start, end: start + found.length });
        }
      }
      last += shift === 0 ? 1 : shift;
    }
  };
}

function tables(
  needles: readonly Needle[],
  window: number,
): { readonly shifts: Uint8Array; readonly byHash: ReadonlyMap<number, readonly Needle[]> } {
  const shifts = new Uint8Array(HASHES).fill(window - 1);
  const byHash = new Map<number, Needle[]>();
  for (const needle of needles) {
    for (let last = 1; last < window; last += 1) {
      const hash = hashOf(needle.text, last);
      shifts[hash] = Math.min(shifts[hash] ?? 0, window - 1 - last);
    }
    const hash = hashOf(needle.text, window - 1);
    byHash.set(hash, [...(byHash.get(hash) ?? []), needle]);
  }

  return { shifts, byHash };
}

/** Of the pair of characters that ends at an index. */
function hashOf(text: string, last: number): number {
  return ((folded(text.charCodeAt(last - 1)) << 7) ^ folded(text.charCodeAt(last))) & (HASHES - 1);
}

function folded(code: number): number {
  return code >= 65 && code <= 90 ? code | 0x20 : code;
}

function isThere(text: string, start: number): (needle: Needle) => boolean {
  return (needle) =>
    isAt(text, needle, start) &&
    (needle.inHost !== true || isInHost(text, { start, end: start + needle.text.length }));
}

function isAt(text: string, needle: Needle, start: number): boolean {
  if (!needle.anyCase) return text.startsWith(needle.text, start);
  if (start + needle.text.length > text.length) return false;
  for (let at = 0; at < needle.text.length; at += 1) {
    if (folded(text.charCodeAt(start + at)) !== folded(needle.text.charCodeAt(at))) return false;
  }

  return true;
}

const HOST_BEFORE = /(?:\/\/(?:[^\s/?#"'<>@]*@)?)?[A-Za-z\d.-]*$/;
const HOST_AFTER = /^[A-Za-z\d.-]*/;
/** Longest name of a host, in characters: RFC 1035, 2.3.4. */
const MAX_HOST = 255;

/** Whether a place is part of a host: behind `//`, or in a name with a dot. */
function isInHost(text: string, { start, end }: Span): boolean {
  const before = HOST_BEFORE.exec(text.slice(Math.max(0, start - MAX_HOST), start))?.[0] ?? '';
  const after = HOST_AFTER.exec(text.slice(end, end + MAX_HOST))?.[0] ?? '';

  return before.startsWith('//') || `${before}${after}`.includes('.');
}
