import type { Redact } from './redact.ts';
import type { RequestRecord } from './run-record.ts';

/** Longest text kept of a header. */
const MAX_TEXT = 100;

/**
 * Headers in which caches on the way tell what they did, those first that stand for the cache
 * nearest to the user: RFC 9211, then the words of common networks and servers.
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

/** What a response says of who answered; absent: nothing. */
export type ResponseFacts = Pick<RequestRecord, 'server' | 'cache'>;

/**
 * Reads who answered from a response's headers. `cache` is one upper-case word of a closed list; of
 * several caches the last, which is the nearest. An `age` above 0 alone is a `HIT` (RFC 9111, 5.1).
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
    const told = header(name)?.split(',').at(-1) ?? '';
    const word = CACHE_WORDS.exec(withoutNames(told))?.[0];
    if (word !== undefined) return word.toUpperCase();
  }

  return Number(header('age')) > 0 ? 'HIT' : null;
}

/** `"Some Cache"; fwd=miss`, `MISS from some.cache`: its name must not be taken for what it did. */
function withoutNames(told: string): string {
  return told
    .slice(0, MAX_TEXT)
    .replace(/^[^;]*;/, '')
    .replace(/\sfrom\s.*$/i, '');
}
