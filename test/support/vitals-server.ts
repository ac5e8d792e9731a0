import http from 'node:http';
import { randomBytes } from 'node:crypto';
import { closer, listen } from './listening.ts';

/** A server of pages whose vitals are known by construction. */
export interface VitalsServer {
  readonly origin: string;
  /** From a page's being asked for to its late image's last byte, of the latest page. */
  imageMs(): number;
  close(): Promise<void>;
}

/** When the image's last byte leaves, from the moment in which it is asked for. */
export const IMAGE_DELAY_MS = 700;
/** How long the handler of the slow button keeps the page busy. */
export const HANDLER_MS = 200;
/** Tasks of this length run after the first paint. */
export const TASKS_MS: readonly number[] = [120, 180, 90];

/**
 * A viewport of 1000 × 800: a block of the whole width and 400 high that moves down by 200. Impact
 * region (400 + 200) / 800, distance 200 / 1000, for the distance is counted against the longer side.
 */
export const SHIFT = { viewport: { width: 1000, height: 800 }, value: (600 / 800) * (200 / 1000) };

const SPIN = 'function spin(ms){const end=performance.now()+ms;while(performance.now()<end);}';

/** Known values of a route of `/app`: a soft navigation. */
export interface BuiltRoute {
  readonly path: string;
  /** From the click to its content. */
  readonly contentMs: number;
  /** How long the handler of its button keeps the page busy. */
  readonly handlerMs: number;
  /** By how much its block moves down. */
  readonly shiftPx: number;
  readonly cls: number;
}

/** The routes of `/app`; the viewport and the block are those of {@link SHIFT}. */
export const ROUTES: readonly BuiltRoute[] = [
  { path: '/app/one', contentMs: 120, handlerMs: 200, shiftPx: 200 },
  { path: '/app/two', contentMs: 300, handlerMs: 120, shiftPx: 100 },
  { path: '/app/three', contentMs: 220, handlerMs: 280, shiftPx: 300 },
].map((route) => {
  const { height, width } = SHIFT.viewport;

  return { ...route, cls: ((400 + route.shiftPx) / height) * (route.shiftPx / width) };
});

/** How long the handler of a link that loads another document keeps the page busy. */
export const LEAVING_MS = 250;
/** How long `/later` waits before its first byte. */
export const LATER_MS = 400;
/** Shifts within 500 ms of an input do not count. https://web.dev/articles/cls */
const AFTER_INPUT_MS = 700;

const LEAVING_LINKS = `<a id="later" href="/later">later</a> <a id="soon" href="/soon">soon</a><script>
  for (const link of [later, soon]) link.addEventListener('click', () => spin(${LEAVING_MS}));</script>`;

const APP = `<body style="margin:0"><div id="banner"></div>
  <div id="block" style="width:1000px;height:400px;background:#357">text</div>
  <div style="position:absolute;bottom:0"><h2 id="content">Home</h2>
    <button id="go">Next route</button> <button id="slow">Slow</button> ${LEAVING_LINKS}</div>
  <script>
    const routes = ${JSON.stringify(ROUTES)};
    let route;
    go.addEventListener('click', () => {
      route = routes.shift();
      banner.style.height = 0;
      setTimeout(() => {
        history.pushState({}, '', route.path);
        content.remove();
        go.insertAdjacentHTML('beforebegin', '<h2 id="content">Route ' + route.path + ' with text</h2>');
        document.title = route.path;
      }, route.contentMs);
    });
    slow.addEventListener('click', () => {
      spin(route.handlerMs);
      setTimeout(() => {
        banner.style.height = route.shiftPx + 'px';
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => {
          document.title = 'shifted ' + route.path;
        }, 20)));
      }, ${AFTER_INPUT_MS});
    });
  </script>`;

const PAGES: Readonly<Record<string, string>> = {
  '/lcp': '<h1>Shop</h1><img id="hero" src="/hero.bmp" width="600" height="600">',
  '/cls': `<body style="margin:0"><div id="banner"></div>
    <div id="block" style="width:1000px;height:400px;background:#357">text</div>
    <button id="shift" style="position:absolute;bottom:0">x</button>
    <script>setTimeout(() => { banner.style.height = '200px';
      requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => { document.title = 'shifted'; }, 20))); }, 400);</script>`,
  '/inp': `<button id="slow">Slow</button><p>text</p><script>${SPIN}
    slow.addEventListener('click', () => { spin(${HANDLER_MS}); document.title = 'done'; });</script>`,
  '/tbt': `<h1>Text</h1><script>${SPIN}
    const tasks = ${JSON.stringify(TASKS_MS)};
    function next(){ const ms = tasks.shift(); if (ms === undefined) { document.title = 'done'; return; }
      spin(ms); setTimeout(next, 60); }
    new PerformanceObserver(() => setTimeout(next, 100)).observe({ type: 'paint', buffered: true });
    </script>`,
  '/ttfb': '<h1>Slow to begin</h1>',
  '/app': `<script>${SPIN}</script>${APP}`,
  '/leave': `<script>${SPIN}</script><h1>Leave</h1>${LEAVING_LINKS}`,
  '/later': '<h1>Later</h1>',
  '/soon': '<h1>Soon</h1>',
  '/plain': '<h1>Nothing happens</h1>',
};

/** How long `/ttfb` waits before its first byte. */
export const FIRST_BYTE_MS = 300;

const WAITS_MS: Readonly<Record<string, number>> = { '/ttfb': FIRST_BYTE_MS, '/later': LATER_MS };

/** Starts it. */
export async function startVitalsServer(): Promise<VitalsServer> {
  let pageAt = 0;
  let imageAt = 0;
  const server = http.createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname === '/hero.bmp') {
      sendLate(response, () => (imageAt = performance.now()));

      return;
    }
    pageAt = performance.now();
    const html = PAGES[pathname] ?? '';
    response.setHeader('content-type', 'text/html');
    setTimeout(
      () => response.end(`<!doctype html><title>Page</title>${html}`),
      WAITS_MS[pathname] ?? 0,
    );
  });
  const close = closer(server);
  const port = await listen(server);

  return { origin: `http://127.0.0.1:${port}`, imageMs: () => imageAt - pageAt, close };
}

/** High in entropy, because browsers pass over pictures of few bits per pixel. */
const HERO = noiseBitmap(300, 300);

function sendLate(response: http.ServerResponse, onSent: () => void): void {
  response.setHeader('content-type', 'image/bmp');
  response.setHeader('content-length', HERO.length);
  setTimeout(() => response.end(HERO, onSent), IMAGE_DELAY_MS);
}

function noiseBitmap(width: number, height: number): Buffer {
  const headerBytes = 54;
  const pixels = randomBytes(width * height * 3);
  const header = Buffer.alloc(headerBytes);
  header.write('BM');
  header.writeUInt32LE(headerBytes + pixels.length, 2);
  header.writeUInt32LE(headerBytes, 10);
  header.writeUInt32LE(40, 14);
  header.writeInt32LE(width, 18);
  header.writeInt32LE(height, 22);
  header.writeUInt16LE(1, 26);
  header.writeUInt16LE(24, 28);
  header.writeUInt32LE(pixels.length, 34);

  return Buffer.concat([header, pixels]);
}
