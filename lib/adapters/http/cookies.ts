import { CookieJar } from 'tough-cookie';

/** The cookies of one run. */
export interface Cookies {
  /** The `cookie` header for a URL, or null. */
  headerFor(url: URL): string | null;
  /** Keeps what a response sets; what browsers would refuse is refused. */
  store(url: URL, setCookie: readonly string[]): Promise<void>;
}

/** No cookies yet: most APIs set none, and then no jar is searched. */
export function runCookies(): Cookies {
  let jar: CookieJar | null = null;

  return {
    // Without waiting: a request counts as under way from the moment of its call.
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
