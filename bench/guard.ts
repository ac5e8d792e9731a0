// What the guard of a worker costs its browser: the same pages in two browsers, one with the guard's
// library and a judge, one without, in turns. The server is on loopback, where the guard has most to
// do: addresses of the public internet pass it without a question.
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { chromiumEnvironment } from '../lib/adapters/browser/chromium-environment.ts';
import type { ChromiumInstall } from '../lib/adapters/browser/chromium-install.ts';
import { findChromium } from '../lib/adapters/browser/find-chromium.ts';
import {
  type BrowserMode,
  ignoredDefaultArguments,
  launchArguments,
} from '../lib/adapters/browser/launch-arguments.ts';
import { guardEnvironment } from '../lib/adapters/guard/guard-environment.ts';
import { guardLibrary } from '../lib/adapters/guard/guard-library.ts';
import { type Judge, openJudge } from '../lib/adapters/guard/judge.ts';
import { type Comparison, type Contender, interleaved, median, printed } from './interleaved.ts';

const PAGES = { rounds: 100, warmUp: 5 } as const;
const LAUNCHES = { rounds: 20, warmUp: 2 } as const;
const IMAGES = 40;

/** Times of one page in milliseconds, as the browser states them. */
interface PageTimes {
  /** From the start of the navigation to the end of `load`. */
  readonly loadMs: number;
  /** Sum of the connection phases of the document and its images. */
  readonly connectMs: number;
}

/** Prints page, connection phases and launch with and without the guard, in both process models. */
export async function benchGuard(): Promise<string> {
  const server = await startSite();
  const dir = mkdtempSync(path.join(os.tmpdir(), 'waywiser-bench-'));
  const { judge, environment } = openGuard(dir, server.origin);
  const install = await findChromium({
    chromiumPath: process.env['WAYWISER_CHROMIUM'] ?? null,
    cacheDir: path.join(os.homedir(), '.cache/waywiser'),
    anchorPath: path.resolve('dist/page-observer.js'),
  });
  try {
    const kept = await benchPages(server.origin, async (guarded) =>
      launch(install, { mode: 'multi-process', dir, environment: guarded ? environment : {} }),
    );
    const launches = await benchLaunches(server.origin, async (guarded, mode) =>
      launch(install, { mode, dir, environment: guarded ? environment : {} }),
    );
    if (!judge.hasBrowser()) throw new Error('Cannot bench the guard: no browser has loaded it');

    return [kept, launches].join('\n');
  } finally {
    judge.close();
    server.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

function openGuard(
  dir: string,
  baseUrl: string,
): { readonly judge: Judge; readonly environment: Readonly<Record<string, string>> } {
  const library = guardLibrary(path.resolve('dist'));
  const socketPath = path.join(dir, 'guard.sock');
  const environment =
    library === null
      ? null
      : guardEnvironment({
          libraryPath: library.path,
          socketPath,
          runnerPid: process.pid,
          lambdaRuntimeApi: null,
          programs: [],
        });
  if (environment === null)
    throw new Error('Cannot bench the guard: it is not built for this machine');
  const judge = openJudge({ socketPath });
  judge.bind({ baseUrl, allowPrivate: false, allowPrivateTargets: [], allowHosts: null });
  const asBrowser = `${environment['WAYWISER_GUARD']}\nrole=browser`;

  return { judge, environment: { ...environment, WAYWISER_GUARD: asBrowser } };
}

async function launch(
  install: ChromiumInstall,
  options: {
    readonly mode: BrowserMode;
    readonly dir: string;
    readonly environment: Readonly<Record<string, string>>;
  },
): Promise<Browser> {
  return chromium.launch({
    executablePath: install.executablePath,
    args: [...launchArguments({ mode: options.mode, resolverRules: null })],
    ignoreDefaultArgs: [...ignoredDefaultArguments()],
    env: { ...chromiumEnvironment(install, options.dir), ...options.environment },
  });
}

async function benchPages(
  origin: string,
  start: (guarded: boolean) => Promise<Browser>,
): Promise<string> {
  const browsers = [await start(true), await start(false)] as const;
  const connects: [number[], number[]] = [[], []];

  function contender(side: 0 | 1, name: string): Contender {
    return {
      name,
      once: async () => {
        const { loadMs, connectMs } = await openPage(browsers[side], origin);
        connects[side].push(connectMs);

        return loadMs;
      },
    };
  }
  try {
    const pages = await interleaved(
      [contender(0, 'with the guard'), contender(1, 'without')],
      PAGES,
    );

    return [
      printed(
        `Page with ${IMAGES} images, each on a connection of its own: load (at most 1.02)`,
        pages,
      ),
      printed('Its connection phases, in total (at most 1.02)', phases(connects)),
    ].join('\n');
  } finally {
    await Promise.all(browsers.map(async (browser) => browser.close()));
  }
}

function phases([guarded, bare]: readonly [readonly number[], readonly number[]]): Comparison {
  const medians = [
    { name: 'with the guard', medianMs: median(guarded.slice(PAGES.warmUp)) },
    { name: 'without', medianMs: median(bare.slice(PAGES.warmUp)) },
  ];

  return { medians, ratio: (medians[0]?.medianMs ?? NaN) / (medians[1]?.medianMs ?? NaN) };
}

async function openPage(browser: Browser, origin: string): Promise<PageTimes> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(origin);
  const times = await page.evaluate<PageTimes>(
    `(() => {
      const [navigation] = performance.getEntriesByType('navigation');
      const all = [navigation, ...performance.getEntriesByType('resource')];
      const connectMs = all.reduce((sum, each) => sum + each.connectEnd - each.connectStart, 0);
      return { loadMs: navigation.loadEventEnd, connectMs };
    })()`,
  );
  await context.close();

  return times;
}

async function benchLaunches(
  origin: string,
  start: (guarded: boolean, mode: BrowserMode) => Promise<Browser>,
): Promise<string> {
  const texts: string[] = [];
  for (const mode of ['multi-process', 'single-process'] as const) {
    const comparison = await interleaved(
      [
        { name: 'with the guard', once: async () => firstPage(origin, start(true, mode)) },
        { name: 'without', once: async () => firstPage(origin, start(false, mode)) },
      ],
      LAUNCHES,
    );
    texts.push(printed(`Launch and first page, ${mode} (at most 1.02)`, comparison));
  }

  return texts.join('\n');
}

/** Milliseconds until a browser that is being started has loaded a page. */
async function firstPage(origin: string, starting: Promise<Browser>): Promise<number> {
  const begun = performance.now();
  const browser = await starting;
  const page = await browser.newPage();
  await page.goto(`${origin}/none`);
  const took = performance.now() - begun;
  await browser.close();

  return took;
}

async function startSite(): Promise<{ readonly origin: string; close(): void }> {
  const images = Array.from({ length: IMAGES }, (_, index) => `<img src="/${index}.svg">`).join('');
  const server = http.createServer((request, response) => {
    const isDocument = request.url === '/' || request.url === '/none';
    response.setHeader('connection', 'close');
    response.setHeader('content-type', isDocument ? 'text/html' : 'image/svg+xml');
    const svg = '<svg xmlns="http://www.w3.org/2000/svg"/>';
    response.end(isDocument ? `<!doctype html>${request.url === '/' ? images : ''}` : svg);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();

  return {
    origin: `http://127.0.0.1:${isTcp(address) ? address.port : 0}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function isTcp(address: string | AddressInfo | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}
