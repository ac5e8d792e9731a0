/** What stands for the host of a URL that has none. */
const NO_HOST = '(unknown)';

const AUTHORITY = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?([^/?#@]+)/i;

/** The host of a request's URL, with its port where the URL names one: `shop.example.com`. */
export function requestHost(url: string): string {
  return AUTHORITY.exec(url)?.[1]?.toLowerCase() ?? NO_HOST;
}
