/** Characters of an address in a message; the reason comes after it and must not be cut off. */
const MAX_SHOWN = 150;
const SHOWN_END = 20;

/** An address for a message: the middle of a long one is left out. */
export function shortUrl(url: string): string {
  if (url.length <= MAX_SHOWN) return url;
  const start = url.slice(0, MAX_SHOWN - SHOWN_END - 1);

  return `${start}…${url.slice(-SHOWN_END)}`.toWellFormed();
}
