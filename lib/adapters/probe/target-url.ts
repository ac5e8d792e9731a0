/** Greatest port of TCP and UDP. */
const MAX_PORT = 65_535;

/**
 * The URL of a target such as `shop.example:443` or `[2001:db8::1]:443`. Throws a TypeError for any other text, also
 * where it has no port and there is no default.
 */
export function targetUrl(scheme: string, target: string, defaultPort: number | null = null): URL {
  const [, host, port] =
    /^(\[[0-9A-Fa-f:.]+\]|[^\s:/?#@[\]\\]+)(?::(\d{1,5}))?$/.exec(target) ?? [];
  const chosen = port === undefined ? defaultPort : Number(port);
  const text = `${scheme}://${host}:${chosen}`;
  if (host === undefined || chosen === null || !isPort(chosen) || !URL.canParse(text)) {
    const example = defaultPort === null ? 'a host with its port' : 'a host with or without port';
    throw new TypeError(`it is no target; expected ${example}, such as "shop.example:443"`);
  }

  return new URL(text);
}

function isPort(port: number): boolean {
  return port >= 1 && port <= MAX_PORT;
}
