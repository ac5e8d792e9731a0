const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];
/** Left out of the header where it is this one. */
const USUAL_PORT = 80;

/**
 * Whether a request was meant for this server. A page of elsewhere whose name was made to resolve to
 * this machine (DNS rebinding) is of the same origin for the browser, but has its own name in `Host`.
 */
export function isOwnHost(host: string | undefined, port: number): boolean {
  if (host === undefined) return false;
  const name = host.toLowerCase();

  return LOOPBACK_NAMES.some(
    (own) => name === `${own}:${port}` || (port === USUAL_PORT && name === own),
  );
}
