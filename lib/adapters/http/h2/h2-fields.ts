import type { OutgoingHttpHeaders } from 'node:http2';
import type { Hop } from '../exchange.ts';

/** Headers about one connection of HTTP/1.1, which HTTP/2 forbids (RFC 9113, section 8.2.2). */
const OF_CONNECTIONS = ['host', 'http2-settings', 'proxy-connection'];

/** The header fields of a request in HTTP/2. A `host` among its headers is its authority, as with curl. */
export function h2Fields({ method, url, headers }: Hop): OutgoingHttpHeaders {
  const fields = Object.entries(headers).filter(
    ([name, value]) => !OF_CONNECTIONS.includes(name) && (name !== 'te' || value === 'trailers'),
  );

  return {
    ':method': method,
    ':scheme': 'https',
    ':authority': headers['host'] ?? url.host,
    ':path': `${url.pathname}${url.search}`,
    // Blanks around a value would make the request invalid (RFC 9113, section 8.2.1).
    ...Object.fromEntries(fields.map(([name, value]) => [name, value.trim()])),
  };
}
