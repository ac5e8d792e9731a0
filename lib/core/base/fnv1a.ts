const FNV_OFFSET_BASIS = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** FNV-1a, 32 bits, over the UTF-8 bytes of a text. http://www.isthe.com/chongo/tech/comp/fnv/ */
export function fnv1a(text: string): number {
  const bytes = new TextEncoder().encode(text);

  return bytes.reduce(
    (hash, byte) => Math.imul(hash ^ byte, FNV_PRIME) >>> 0,
    FNV_OFFSET_BASIS >>> 0,
  );
}
