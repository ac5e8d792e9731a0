import type { Way } from '../ways/way.ts';
import { SPECIAL_ADDRESSES } from './network.ts';
import { nameOf } from '../ways/names.ts';

/** A way's own port, and the host that it tries to reach there. */
export interface Target {
  readonly host: string;
  readonly port: number;
  readonly url: string;
  /** Where the way's files are. */
  readonly files: string;
}

export const SITE = 'site.example';
const SITE_PORT = 80;
const FIRST_PORT = 20_000;

/** The targets of ways that name none, in turn. */
const HOSTS = [
  '127.0.0.1',
  ...SPECIAL_ADDRESSES.filter((each) =>
    /^(10|169\.254\.7|192\.168|172|198\.18|fd12)/.test(each),
  ).map((address) => (address.includes(':') ? `[${address}]` : address)),
  nameOf('10.7.0.5'),
  nameOf('127.0.0.1'),
  nameOf('fd12::5'),
  nameOf('203.0.113.5'),
  'localhost',
];

/** The target of the way with this number. */
export function targetOf(id: number, way: Way): Target {
  const port = FIRST_PORT + id;
  const host = (way.host ?? HOSTS[id % HOSTS.length] ?? 'localhost').replaceAll('$P', `${port}`);
  const scheme = way.secure === true ? 'https' : 'http';

  return {
    host,
    port,
    url: `http://${host}:${port}/inside`,
    files: `${scheme}://${SITE}/file/${id}`,
  };
}

/** A text of a way with its target filled in. */
export function fill(text: string, { host, port, url, files }: Target): string {
  const values: Readonly<Record<string, string>> = {
    $U: url,
    $S: url.replace('http:', 'https:'),
    $W: url.replace('http:', 'ws:'),
    $H: `${host}:${port}`,
    $A: host,
    $P: `${port}`,
    $N: `${SITE_PORT}`,
    $B: files,
  };

  return text.replaceAll(/\$[USWHAPNB]/g, (mark) => values[mark] ?? mark);
}
