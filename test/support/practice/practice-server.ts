import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import { listen } from '../listening.ts';
import { practiceApi } from './practice-api.ts';
import { deskPage, homePage, mapPage, plotPage, registerPage } from './practice-pages.ts';

/** An open practice server. */
export interface PracticeServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Opens the land registry: pages and an API with what the demo shop has none of. */
export async function startPractice(): Promise<PracticeServer> {
  const plots = new Map<string, URLSearchParams>();
  const api = practiceApi();
  const server = http.createServer((request, response) => {
    void answer(request, response, { plots, api });
  });
  const bound = await listen(server);

  return {
    url: `http://127.0.0.1:${bound}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

interface Registry {
  readonly plots: Map<string, URLSearchParams>;
  readonly api: ReturnType<typeof practiceApi>;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { plots, api }: Registry,
): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://registry.invalid');
  const method = request.method ?? 'GET';
  const body = await bodyOf(request);
  if (pathname.startsWith('/api/')) {
    const { status, json } = api({ method, path: pathname, headers: request.headers, body });
    response.writeHead(status, json === undefined ? {} : { 'content-type': 'application/json' });
    response.end(json === undefined ? undefined : JSON.stringify(json));

    return;
  }
  if (method === 'POST' && pathname === '/register') {
    const id = `${plots.size + 1042}`;
    plots.set(id, new URLSearchParams(body));
    response.writeHead(303, { location: `/plots/${id}` }).end();

    return;
  }
  const page = pageOf(pathname, plots);
  response.writeHead(page === null ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' });
  response.end(page ?? '<h1>Not found</h1>');
}

function pageOf(pathname: string, plots: Map<string, URLSearchParams>): string | null {
  const pages: Readonly<Record<string, () => string>> = {
    '/': homePage,
    '/register': registerPage,
    '/desk': deskPage,
    '/map': mapPage,
  };
  const id = /^\/plots\/(\d+)$/.exec(pathname)?.[1];
  const fields = id === undefined ? undefined : plots.get(id);
  if (id !== undefined && fields !== undefined) return plotPage(id, fields);

  return pages[pathname]?.() ?? null;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));

  return Buffer.concat(chunks).toString('utf8');
}
