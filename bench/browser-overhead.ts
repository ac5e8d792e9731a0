// What observing costs: the same actions by Playwright alone and by a session of this package, in
// one kept browser each, in turns, so that whatever else the machine does falls on both.
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { chromiumEnvironment } from '../lib/adapters/browser/chromium-environment.ts';
import { chromiumBrowser } from '../lib/adapters/browser/chromium-browser.ts';
import { findChromium } from '../lib/adapters/browser/find-chromium.ts';
import {
  ignoredDefaultArguments,
  launchArguments,
} from '../lib/adapters/browser/launch-arguments.ts';
import { resolverRules } from '../lib/adapters/browser/resolver-rules.ts';
import type { BrowserPort, RunFrame } from '../lib/core/ports.ts';
import type { AttemptRequest } from '../lib/core/journey/attempt.ts';

const ROUNDS = 100;
const WARM_UP_ROUNDS = 5;
/** Requests of one page: what a shop's page makes. */
const IMAGES = 12;

/** Medians in milliseconds of the journey's own duration and of the run with setting up and collecting. */
export interface OverheadResult {
  readonly bareJourneyMs: number;
  readonly observedJourneyMs: number;
  /** Observed by bare; the target is at most 1.05. */
  readonly journeyRatio: number;
  readonly bareRunMs: number;
  readonly observedRunMs: number;
  readonly runRatio: number;
  readonly rounds: number;
}

type Way = 'bare' | 'observed';
type Round = Readonly<Partial<Record<Way, Sample>>>;

interface Sample {
  readonly journeyMs: number;
  readonly runMs: number;
}

/** Measures both ways in turns, the order within a round alternating. */
export async function benchBrowserOverhead(rounds = ROUNDS): Promise<OverheadResult> {
  const server = await startShop();
  const bare = await bareBrowser(server.origin);
  const observed = observedBrowser();
  const ways: Record<Way, () => Promise<Sample>> = {
    bare: async () => bareRun(bare, server.origin),
    observed: async () => observedRun(observed, server.origin),
  };
  const samples: Round[] = [];
  try {
    for (let round = 0; round < rounds + WARM_UP_ROUNDS; round += 1) {
      const first: Way = round % 2 === 0 ? 'bare' : 'observed';
      const second: Way = first === 'bare' ? 'observed' : 'bare';
      const taken: Round = { [first]: await ways[first](), [second]: await ways[second]() };
      if (round >= WARM_UP_ROUNDS) samples.push(taken);
    }
  } finally {
    await bare.close();
    await observed.dispose();
    await server.close();
  }

  return resultOf(samples, rounds);
}

function resultOf(samples: readonly Round[], rounds: number): OverheadResult {
  const bareJourneyMs = medianOf(samples.map(({ bare }) => bare?.journeyMs ?? Number.NaN));
  const observedJourneyMs = medianOf(
    samples.map(({ observed }) => observed?.journeyMs ?? Number.NaN),
  );
  const bareRunMs = medianOf(samples.map(({ bare }) => bare?.runMs ?? Number.NaN));
  const observedRunMs = medianOf(samples.map(({ observed }) => observed?.runMs ?? Number.NaN));

  return {
    bareJourneyMs,
    observedJourneyMs,
    journeyRatio: observedJourneyMs / bareJourneyMs,
    bareRunMs,
    observedRunMs,
    runRatio: observedRunMs / bareRunMs,
    rounds,
  };
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];

  return ((low ?? Number.NaN) + (high ?? Number.NaN)) / 2;
}

async function journey(page: Page, origin: string): Promise<void> {
  await page.goto(`${origin}/`);
  await page.getByRole('heading', { name: 'Shop' }).waitFor();
  await page.getByRole('link', { name: 'Teapot' }).click();
  // Until the page has loaded, its form is an ordinary one.
  await page.waitForURL('**/teapot');
  await page.getByRole('heading', { name: 'Teapot' }).waitFor();
  await page.getByLabel('Amount').fill('3');
  await page.getByRole('button', { name: 'Add' }).click();
  await page.getByText('3 in the basket').waitFor();
}

async function bareRun(browser: Browser, origin: string): Promise<Sample> {
  const begun = performance.now();
  const context = await browser.newContext();
  const page = await context.newPage();
  const started = performance.now();
  await journey(page, origin);
  const ended = performance.now();
  await context.close();

  return { journeyMs: ended - started, runMs: performance.now() - begun };
}

async function observedRun(browser: BrowserPort, origin: string): Promise<Sample> {
  const begun = performance.now();
  const session = await browser.open(requestTo(origin), frame(begun));
  const started = performance.now();
  await journey(session.page, origin);
  const ended = performance.now();
  await session.collect(5_000);
  await session.close(5_000);

  return { journeyMs: ended - started, runMs: performance.now() - begun };
}

function cacheDir(): string {
  return path.join(os.homedir(), '.cache', 'waywiser');
}

const ANCHOR = path.resolve('dist/page-observer.js');

async function bareBrowser(origin: string): Promise<Browser> {
  const install = await findChromium({
    chromiumPath: null,
    cacheDir: cacheDir(),
    anchorPath: ANCHOR,
  });
  const strict = { allowPrivate: false, allowPrivateTargets: [], allowHosts: null };
  const rules = resolverRules({ baseUrl: origin, ...strict }, false);

  return chromium.launch({
    executablePath: install.executablePath,
    args: [...launchArguments({ mode: 'multi-process', resolverRules: rules })],
    ignoreDefaultArgs: [...ignoredDefaultArguments()],
    env: chromiumEnvironment(install, os.tmpdir()),
  });
}

function observedBrowser(): BrowserPort {
  return chromiumBrowser({
    chromiumPath: null,
    cacheDir: cacheDir(),
    observerScriptPath: ANCHOR,
    mode: 'multi-process',
    allowPrivateTargets: [],
  });
}

function frame(startMs: number): RunFrame {
  return {
    elapsedMs: () => performance.now() - startMs,
    currentStep: () => null,
    stepsAt: () => [],
    signal: new AbortController().signal,
    remainingMs: () => 30_000,
  };
}

function requestTo(baseUrl: string): AttemptRequest {
  return {
    runId: 'bench',
    plan: {
      name: 'bench',
      kind: 'browser',
      description: null,
      file: 'bench/browser-overhead.ts',
      version: '0',
      schedule: { kind: 'rate', everyMinutes: 5 },
      regions: ['local'],
      timeoutMs: 30_000,
      retries: 0,
      budgets: [],
      alarm: { failingRegions: 1, datapoints: [1, 1] },
      secrets: [],
      env: {},
      baseUrl,
      allowStatus: [],
      allowPrivate: false,
      allowHosts: null,
      ignoreTlsErrors: false,
      evidence: 'none',
      repeatable: true,
      tags: {},
      deploy: { isolated: false, memoryMb: null, architecture: null, vpc: null },
      browser: { serviceWorkers: 'block', cpuThrottle: 1, network: null },
    },
    bundlePath: '',
    projectDir: '',
    secrets: {},
    timeoutMs: 30_000,
    mode: 'timing',
    freshBrowser: false,
    evidenceDir: null,
  };
}

interface Shop {
  readonly origin: string;
  close(): Promise<void>;
}

const SCRIPT = `document.querySelector('form')?.addEventListener('submit', async (event) => {
  event.preventDefault();
  const answer = await fetch('/basket', { method: 'POST', body: amount.value });
  basket.textContent = (await answer.text()) + ' in the basket';
});`;

function pageOf(body: string): string {
  const images = Array.from(
    { length: IMAGES },
    (_, index) => `<img src="/${index}.svg" width="40">`,
  );

  return `<!doctype html><title>Shop</title><link rel="stylesheet" href="/style.css">${body}
    ${images.join('')}<script src="/app.js"></script>`;
}

const ROUTES: Readonly<Record<string, readonly [type: string, body: string]>> = {
  '/': ['text/html', pageOf('<h1>Shop</h1><a href="/teapot">Teapot</a>')],
  '/teapot': [
    'text/html',
    pageOf(`<h1>Teapot</h1><form><label>Amount <input id="amount"></label>
      <button>Add</button></form><p id="basket"></p>`),
  ],
  '/style.css': ['text/css', 'body { font: 16px sans-serif }'],
  '/app.js': ['text/javascript', SCRIPT],
  '/basket': ['text/plain', '3'],
};

const IMAGE = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><circle r="5"/></svg>`;

async function startShop(): Promise<Shop> {
  const server = http.createServer((request, response) => {
    const [type, body] = ROUTES[request.url ?? ''] ?? ['image/svg+xml', IMAGE];
    response.setHeader('content-type', type);
    response.end(body);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('Not a TCP server');

  return {
    origin: `http://127.0.0.1:${address.port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}
