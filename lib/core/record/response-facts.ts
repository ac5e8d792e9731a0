import type { Redact } from './redact.ts';
import type { RequestRecord } from './run-record.ts';

/** Longest stored text of a header, in characters. */
const MAX_TEXT = 100;

/**
 * Headers in which caches report their result, the cache nearest to the user first: RFC 9211, then the
 * headers of common networks and servers.
 */
const CACHE_HEADERS = [
  'cache-status',
  'cf-cache-status',
  'x-vercel-cache',
  'x-cache',
  'x-cache-status',
  'x-proxy-cache',
] as const;

/** `RefreshHit`, `TCP_HIT`, `fwd=miss`, … : longer words before those that they contain. */
const CACHE_WORDS =
  /revalidated|prerender|refresh|bypass|dynamic|expired|updating|stale|error|miss|hit|pass/i;

/** The server and cache result of a response; absent when its headers do not name them. */
export type ResponseFacts = Pick<RequestRecord, 'server' | 'cache'>;

/**
 * Reads server and cache result from a response's headers. `cache` is one upper-case word of a closed
 * list; with several caches the last one, which is the nearest. An `age` above 0 alone is a `HIT` (RFC 9111, 5.1).
 *
 * @param header the value of a header by its name in lower case
 */
export function responseFacts(
  header: (name: string) => string | undefined,
  redact: Redact,
): ResponseFacts {
  const server = redact(header('server') ?? '')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, MAX_TEXT)
    .toWellFormed();
  const cache = cacheWord(header);

  return { ...(server === '' ? {} : { server }), ...(cache === null ? {} : { cache }) };
}

function cacheWord(header: (name: string) => string | undefined): string | null {
  for (const name of CACHE_HEADERS) {
    const value = header(name)?.split(',').at(-1) ?? '';
    const word = CACHE_WORDS.exec(withoutNames(value))?.[0];
    if (word !== undefined) return word.toUpperCase();
  }

  return Number(header('age')) > 0 ? 'HIT' : null;
}

/** Removes a cache's name, which may contain a result: `"Some Cache"; fwd=miss`, `MISS from some.cache`. */
function withoutNames(value: string): string {
  return value
    .slice(0, MAX_TEXT)
    .replace(/^[^;]*;/, '')
    .replace(/\sfrom\s.*$/i, '');
}
