/** Where a relative address does not lead: into the path of the base URL. */
export interface DroppedPath {
  /** The path that is lost, such as `/api`. */
  readonly path: string;
  /** The address that would have kept it. */
  readonly expected: string;
}

/**
 * Whether a relative address loses a part of its base URL's path, as relative URLs do
 * (https://url.spec.whatwg.org/#relative-state): `/users` loses all of `https://shop.example/api`, and `users` what
 * follows the last slash. Null: it does not, or it is not relative.
 */
export function droppedPath(address: string, baseUrl: string): DroppedPath | null {
  if (!URL.canParse(baseUrl) || !isMeantBelow(address)) return null;
  const base = new URL(baseUrl);
  const path = base.pathname.replace(/\/+$/, '');
  const reached = URL.canParse(address, base.href) ? new URL(address, base) : base;
  if (path === '' || reached.host !== base.host) return null;
  if (reached.pathname === path || reached.pathname.startsWith(`${path}/`)) return null;

  return { path, expected: `${path}/${address.replace(/^\/+/, '')}` };
}

/** Not an absolute address, a query or a fragment; `../` leaves the path on purpose. */
function isMeantBelow(address: string): boolean {
  return address !== '' && !/^[?#.]/.test(address) && !URL.canParse(address);
}
