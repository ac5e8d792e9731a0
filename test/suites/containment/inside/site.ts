import type http from 'node:http';
import type { Way, WayFile } from '../ways/way.ts';
import { fill, SITE, type Target } from './targets.ts';

/** A way with where it leads. */
export interface AimedWay {
  readonly id: number;
  readonly group: string;
  /** Its place in its group; the first of each group is in every sample. */
  readonly rank: number;
  readonly way: Way;
  readonly target: Target;
}

/**
 * The public site: `/way/ID` is the page of a way, `/file/ID/NAME` one of its files, `/together/a,b` a
 * page with the ways a and b in frames.
 */
export function publicSite(
  ways: readonly AimedWay[],
  onRebind: (name: string) => void,
): (request: http.IncomingMessage, response: http.ServerResponse) => void {
  return (request, response) => {
    const url = new URL(request.url ?? '/', `http://${SITE}`);
    const [, kind = '', id = '', name = ''] = url.pathname.split('/');
    const aimed = ways[Number(id)];
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('connection', 'close');
    if (kind === 'rebind') onRebind(url.search.slice(1));
    const together = { type: 'text/html', body: framesOf(ways, id) };
    const file = kind === 'together' ? together : fileFor(kind, aimed, name);
    send(response, file, aimed?.target ?? null);
  };
}

function fileFor(kind: string, aimed: AimedWay | undefined, name: string): WayFile {
  if (aimed === undefined || (kind !== 'way' && kind !== 'file')) return { body: 'public' };

  return kind === 'way' ? pageOf(aimed.way) : fileOf(aimed, name);
}

function framesOf(ways: readonly AimedWay[], list: string): string {
  const ids = new Set(list.split(',').map(Number));
  const frames = ways
    .filter(({ id }) => ids.has(id))
    .map(
      ({ id }) => `<iframe src="/way/${id}" allow="identity-credentials-get; payment"></iframe>`,
    );

  return `<!doctype html><title>ways</title>${frames.join('\n')}`;
}

function fileOf({ way }: AimedWay, name: string): WayFile {
  return (
    way.files?.[name] ??
    (name === 'go' ? { status: 302, headers: { location: '$U' } } : { status: 404 })
  );
}

function pageOf({ html, script, headers, status }: Way): WayFile {
  const body = html ?? `<!doctype html><body><script>${script}</script></body>`;

  return {
    body,
    type: 'text/html',
    ...(headers === undefined ? {} : { headers }),
    ...(status === undefined ? {} : { status }),
  };
}

function send(response: http.ServerResponse, file: WayFile, target: Target | null): void {
  response.statusCode = file.status ?? 200;
  if (file.type !== undefined) {
    response.setHeader('content-type', `${file.type}; charset=utf-8`);
  }
  for (const [name, value] of Object.entries(file.headers ?? {})) {
    response.setHeader(name, filled(value, target));
  }
  response.end(filled(file.body ?? '', target));
}

function filled(text: string, target: Target | null): string {
  return target === null ? text : fill(text, target);
}
