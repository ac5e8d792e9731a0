import { CookieJar } from 'tough-cookie';

/** The cookie jar of one attempt. */
export interface Cookies {
  /** The `cookie` header for a URL; null if no cookie matches. */
  headerFor(url: URL): string | null;
  /** Stores the cookies of a response, except those that browsers would reject. */
  store(url: URL, setCookie: readonly string[]): Promise<void>;
}

/**
 * The `cookie` header of a request: the author's own cookies, then the stored ones whose names are not among them.
 * Servers differ in which of two cookies of the same name they take.
 */
export function cookieHeader(own: string | undefined, stored: string | null): string | null {
  if (own === undefined || stored === null) return own ?? stored;
  const names = new Set(cookiesIn(own).map(nameOf));
  const others = cookiesIn(stored).filter((cookie) => !names.has(nameOf(cookie)));

  return [own, ...others].join('; ');
}

/** The author's own cookies without those that a redirect has set again or deleted; null: none is left. */
export function withoutSet(own: string, setCookie: readonly string[]): string | null {
  const names = new Set(setCookie.map((line) => nameOf(line.split(';', 1)[0] ?? '')));
  const kept = cookiesIn(own).filter((cookie) => !names.has(nameOf(cookie)));

  return kept.length === 0 ? null : kept.join('; ');
}

function cookiesIn(header: string): readonly string[] {
  return header
    .split(';')
    .map((cookie) => cookie.trim())
    .filter((cookie) => cookie !== '');
}

/** A cookie without `=` has an empty name (RFC 6265bis, section 5.6). */
function nameOf(cookie: string): string {
  return cookie.includes('=') ? cookie.slice(0, cookie.indexOf('=')).trim() : '';
}

/**
 * Creates an empty jar. The underlying jar is created with the first cookie, because most APIs set
 * none.
 */
export function runCookies(): Cookies {
  let jar: CookieJar | null = null;

  return {
    // Synchronous: a request counts as started at the moment of its call.
    headerFor: (url) => {
      const header = jar?.getCookieStringSync(url.href) ?? '';

      return header === '' ? null : header;
    },
    store: async (url, setCookie) => {
      if (setCookie.length === 0) return;
      jar ??= new CookieJar();
      for (const line of setCookie) {
        // oxlint-disable-next-line no-await-in-loop -- later lines replace earlier ones
        await jar.setCookie(line, url.href, { ignoreError: true });
      }
    },
  };
}
