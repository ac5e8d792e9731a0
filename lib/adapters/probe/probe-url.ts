import { routeOf, type Route } from '../http/route.ts';

/** Where a probe with a URL goes. */
export interface ProbeTarget {
  readonly url: URL;
  readonly route: Route;
}

/** Options that change the way to the URL. */
interface RouteOptions {
  readonly connectTo?: string;
  readonly serverName?: string;
}

/** Reads the URL of a probe. Throws a TypeError that says what is wrong with it. */
export function probeTarget(
  text: string,
  schemes: readonly [string, string],
  options: RouteOptions,
): ProbeTarget {
  const url = URL.canParse(text) ? new URL(text) : null;
  const expected = `expected a URL that begins with ${schemes[0]}// or ${schemes[1]}//`;
  if (url === null || !schemes.includes(url.protocol)) throw new TypeError(expected);
  if (url.username !== '' || url.password !== '') {
    throw new TypeError('it has a user name or a password; expected them in a header');
  }
  const route = routeOf(url, options);
  if (typeof route === 'string') throw new TypeError(route);
  url.hash = '';

  return { url, route };
}
