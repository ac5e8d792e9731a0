import { CookieJar } from 'tough-cookie';

/** The cookie jar of one attempt. */
export interface Cookies {
  /** The `cookie` header for a URL; null if no cookie matches. */
  headerFor(url: URL): string | null;
  /** Stores the cookies of a response, except those that browsers would reject. */
  store(url: URL, setCookie: readonly string[]): Promise<void>;
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
