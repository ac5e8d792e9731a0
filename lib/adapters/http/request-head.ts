import type { Hop } from './exchange.ts';

/** The request line and headers of a request, as bytes. */
export function requestHead({ method, url, headers }: Hop): Buffer {
  const fields = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const host = Object.hasOwn(headers, 'host') ? '' : `Host: ${url.host}\r\n`;
  const line = `${method} ${url.pathname}${url.search} HTTP/1.1\r\n`;

  return Buffer.from(`${line}${fields.join('')}${host}Connection: keep-alive\r\n\r\n`, 'latin1');
}
