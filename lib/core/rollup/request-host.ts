/** What stands for the host of a URL that has none. */
const NO_HOST = '(unknown)';
/** The longest name that DNS knows (RFC 1035), and a port. */
const MAX_LENGTH = 259;

const AUTHORITY = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?([^/?#@]+)/i;

/** The host of a request's URL, with its port where the URL names one: `shop.example.com`. */
export function requestHost(url: string): string {
  const host = AUTHORITY.exec(url)?.[1]?.toLowerCase() ?? NO_HOST;

  return host.slice(0, MAX_LENGTH).toWellFormed();
}
