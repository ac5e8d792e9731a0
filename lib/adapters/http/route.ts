/** How the server of a request is reached, where its URL does not say it. */
export interface Route {
  /** URL of the host to connect to; null: that of the request. */
  readonly dial: URL | null;
  /** Name for TLS; null: the URL's host. */
  readonly serverName: string | null;
}

/** The way that the URL says. */
export const DIRECT: Route = { dial: null, serverName: null };

const NAME = /^(?!.*\.\.)(?=.{1,253}$)[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?$/;

/** Reads the options of a request; a text is what is wrong with them. */
export function routeOf(
  url: URL,
  { connectTo, serverName }: { readonly connectTo?: string; readonly serverName?: string },
): Route | string {
  if (connectTo === undefined && serverName === undefined) return DIRECT;
  const dial = connectTo === undefined ? null : dialOf(url, connectTo);
  if (typeof dial === 'string') return dial;
  if (serverName !== undefined && !isName(serverName)) {
    return `its serverName is "${serverName}"; expected a host name without port`;
  }

  return { dial, serverName: serverName ?? null };
}

/** TLS has no names that are addresses (RFC 6066, section 3). */
function isName(text: string): boolean {
  return NAME.test(text) && !/^[\d.]+$/.test(text);
}

function dialOf(url: URL, connectTo: string): URL | string {
  const problem = `its connectTo is "${connectTo}"; expected a host with or without port, such as "10.0.0.7:8443"`;
  if (/[/?#@\\\s]/.test(connectTo) || !URL.canParse(`${url.protocol}//${connectTo}`))
    return problem;
  const dial = new URL(`${url.protocol}//${connectTo}`);
  // URL leaves the scheme's own port out, as if none was given.
  const hasPort = /:\d+$/.test(connectTo);
  if (!hasPort) dial.port = url.port;

  return dial;
}

/** What connections have in common that may be used for one another. */
export function poolKey(url: URL, { dial, serverName }: Route): string {
  if (dial === null && serverName === null) return url.origin;

  return [url.origin, dial?.host ?? '', serverName ?? ''].join(' ');
}
